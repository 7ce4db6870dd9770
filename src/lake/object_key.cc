#include "lake/object_key.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/hash.h"

namespace segue::lake {
namespace {

constexpr std::string_view kMemberEnd = ".zst";
constexpr std::string_view kManifestEnd = ".manifest.zst";

// Returns "2026/11/20".
std::string day_text(base::Instant at) {
  std::string text = base::to_iso_date(at);
  std::replace(text.begin(), text.end(), '-', '/');
  return text;
}

// Returns the day at the beginning of "2026/11/20/…".
std::optional<std::chrono::sys_days> day_in(std::string_view name) {
  if (name.size() < 11 || name[4] != '/' || name[7] != '/' || name[10] != '/') return std::nullopt;
  std::string day(name.substr(0, 10));
  day[4] = day[7] = '-';
  const auto at = base::parse_iso8601(day + "T00:00:00Z");
  if (!at) return std::nullopt;
  return std::chrono::floor<std::chrono::days>(*at);
}

// Cuts the part before the next '/' off `rest`, and the '/', and returns the part. Returns "" if there is no '/'.
std::string_view cut_part(std::string_view& rest) {
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos) return {};
  const std::string_view part = rest.substr(0, slash);
  rest.remove_prefix(slash + 1);
  return part;
}

}  // namespace

std::string prefix_of(std::string_view user) {
  return fmt::format("{}{}/", kAllObjects, user);
}

std::string prefix_of(std::string_view user, ObjectKind kind) {
  return fmt::format("{}{}/{}/", kAllObjects, user, text_of(kind));
}

std::string prefix_of(std::string_view user, ObjectKind kind, base::Instant day) {
  return prefix_of(user, kind) + day_text(day);
}

std::string dated_key(std::string_view user, ObjectKind kind, const Envelope& envelope) {
  const base::Instant time = envelope.server_date.value_or(envelope.our_clock);
  std::string stamp;  // 20260102T030405678Z
  for (const char c : base::to_iso8601(time))
    if (c != '-' && c != ':' && c != '.') stamp.push_back(c);
  // Spotify may answer the same about two things within a second ("not found"): these are two objects.
  const bool is_about = !envelope.subject.empty() || envelope.offset != 0;
  const std::string digest = is_about ? base::sha256_hex(envelope.request + "\n" + envelope.sha256) : envelope.sha256;
  return fmt::format("{}/{}{}-{}.json.zst", prefix_of(user, kind, time), stamp, envelope.server_date ? "" : "~",
                     digest.substr(0, 12));
}

std::string import_key(std::string_view user, std::string_view sha256) {
  return fmt::format("{}{}{}", prefix_of(user, ObjectKind::imported), sha256, kMemberEnd);
}

std::string manifest_key(std::string_view user, std::string_view container_sha256) {
  return fmt::format("{}{}{}", prefix_of(user, ObjectKind::imported), container_sha256, kManifestEnd);
}

std::optional<ObjectKey> parse_key(std::string_view key) {
  if (!key.starts_with(kAllObjects)) return std::nullopt;
  std::string_view name = key.substr(kAllObjects.size());
  const std::string_view user = cut_part(name);
  const auto kind = kind_named(cut_part(name));
  if (user.empty() || !kind || name.empty() || name.ends_with('/')) return std::nullopt;
  ObjectKey parsed{std::string(user), *kind, {}, {}, false};
  if (*kind != ObjectKind::imported) {
    parsed.day = day_in(name);
    return parsed;
  }
  parsed.is_manifest = name.ends_with(kManifestEnd);
  const std::string_view file = name.substr(name.rfind('/') + 1);
  parsed.sha256 = file.substr(0, file.find('.'));
  return parsed;
}

std::optional<std::string> newest(const Lake& lake, std::string_view user, ObjectKind kind, base::Instant now) {
  const std::string prefix = prefix_of(user, kind);
  // A full listing may be years long, so the last three days are listed first.
  auto objects = lake.list(prefix, prefix_of(user, kind, now - std::chrono::days{3}));
  if (objects.empty()) objects = lake.list(prefix);
  if (objects.empty()) return std::nullopt;
  return objects.back().key;
}

}  // namespace segue::lake
