#include "lake/objects.h"

#include <fmt/core.h>
#include <simdjson.h>
#include <zstd.h>

#include <algorithm>
#include <memory>

#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"

namespace segue::lake {
namespace {

using base::Error;
using base::Fault;

// Beyond what any writer makes: members are of at most 1 GiB.
constexpr unsigned long long kMostUnpacked = 1ull << 31;

std::string text_at(const simdjson::dom::element& object, const char* name) {
  std::string_view value;
  return object[name].get(value) == simdjson::SUCCESS ? std::string(value) : std::string{};
}

Envelope envelope_of(std::string_view line) {
  simdjson::dom::parser parser;
  simdjson::dom::element object;
  if (parser.parse(line.data(), line.size()).get(object) != simdjson::SUCCESS)
    throw Error(Fault::input, "a lake object has no envelope in its first line");
  Envelope envelope;
  envelope.request = text_at(object, "request");
  envelope.sha256 = text_at(object, "sha256");
  envelope.same_as = text_at(object, "same_as");
  envelope.error = text_at(object, "error");
  envelope.subject = text_at(object, "subject");
  envelope.snapshot = text_at(object, "snapshot");
  if (object["offset"].get(envelope.offset) != simdjson::SUCCESS) envelope.offset = 0;
  std::int64_t status = 0;
  if (object["status"].get(status) == simdjson::SUCCESS) envelope.status = static_cast<int>(status);
  envelope.server_date = base::parse_iso8601(text_at(object, "server_date"));
  const auto clock = base::parse_iso8601(text_at(object, "our_clock"));
  if (!clock) throw Error(Fault::input, "a lake object's envelope has no our_clock");
  envelope.our_clock = *clock;
  return envelope;
}

}  // namespace

std::string wrap(const Envelope& envelope, std::string_view body) {
  base::JsonObject line;
  line.text("request", envelope.request).number("status", envelope.status);
  if (envelope.server_date) line.text("server_date", base::to_iso8601(*envelope.server_date));
  line.text("our_clock", base::to_iso8601(envelope.our_clock)).text("sha256", envelope.sha256);
  if (!envelope.same_as.empty()) line.text("same_as", envelope.same_as);
  if (!envelope.error.empty()) line.text("error", envelope.error);
  if (!envelope.subject.empty()) line.text("subject", envelope.subject);
  if (!envelope.snapshot.empty()) line.text("snapshot", envelope.snapshot);
  if (envelope.offset != 0) line.number("offset", envelope.offset);
  std::string bytes = line.str();
  bytes.push_back('\n');
  bytes.append(body);
  return compress(bytes);
}

std::pair<Envelope, std::string> unwrap(std::string_view object_bytes) {
  std::string bytes = decompress(object_bytes);
  const std::size_t end = bytes.find('\n');
  if (end == std::string::npos) throw Error(Fault::input, "a lake object has no envelope in its first line");
  Envelope envelope = envelope_of(std::string_view(bytes).substr(0, end));
  bytes.erase(0, end + 1);
  return {std::move(envelope), std::move(bytes)};
}

std::string dated_key(std::string_view user, std::string_view kind, const Envelope& envelope) {
  const base::Instant time = envelope.server_date.value_or(envelope.our_clock);
  const std::string iso = base::to_iso8601(time);  // 2026-01-02T03:04:05.678Z
  std::string stamp;
  for (const char c : iso)
    if (c != '-' && c != ':' && c != '.') stamp.push_back(c);
  // Two things of which Spotify says the same within a second ("not found") are two objects.
  const bool is_about = !envelope.subject.empty() || envelope.offset != 0;
  const std::string digest = is_about ? base::sha256_hex(envelope.request + "\n" + envelope.sha256) : envelope.sha256;
  return fmt::format("v1/{}/{}/{}/{}/{}/{}{}-{}.json.zst", user, kind, iso.substr(0, 4), iso.substr(5, 2),
                     iso.substr(8, 2), stamp, envelope.server_date ? "" : "~", digest.substr(0, 12));
}

std::string import_key(std::string_view user, std::string_view sha256) {
  return fmt::format("v1/{}/import/{}.zst", user, sha256);
}

std::string manifest_key(std::string_view user, std::string_view container_sha256) {
  return fmt::format("v1/{}/import/{}.manifest.zst", user, container_sha256);
}

std::string compress(std::string_view bytes, int level) {
  // As large as the bytes themselves; what is not written is never touched, what is given out has no more than it
  // needs.
  const std::size_t most = ZSTD_compressBound(bytes.size());
  const auto out = std::make_unique_for_overwrite<char[]>(most);
  const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), &ZSTD_freeCCtx);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  const std::size_t n = ZSTD_compress2(context.get(), out.get(), most, bytes.data(), bytes.size());
  if (ZSTD_isError(n)) throw Error(Fault::internal, fmt::format("zstd: {}", ZSTD_getErrorName(n)));
  return std::string(out.get(), n);
}

std::string decompress(std::string_view bytes) {
  const unsigned long long size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR)
    throw Error(Fault::input, "a lake object is not one zstd frame of known size");
  // A damaged head may claim anything.
  if (size > kMostUnpacked)
    throw Error(Fault::input, fmt::format("a lake object claims to hold {} bytes: it is damaged", size));
  std::string out;
  out.reserve(size + 64);  // room for a parser's padding
  out.resize(size);
  const std::size_t n = ZSTD_decompress(out.data(), out.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(n) || n != size)
    throw Error(Fault::input,
                fmt::format("a lake object is damaged: {}", ZSTD_isError(n) ? ZSTD_getErrorName(n) : "cut"));
  return out;
}

std::optional<std::string> newest(const Lake& lake, std::string_view user, std::string_view kind, base::Instant now) {
  const std::string prefix = fmt::format("v1/{}/{}/", user, kind);
  std::string day = base::to_iso_date(now - std::chrono::days{3});
  std::replace(day.begin(), day.end(), '-', '/');
  auto objects = lake.list(prefix, prefix + day);
  if (objects.empty()) objects = lake.list(prefix);
  if (objects.empty()) return std::nullopt;
  return objects.back().key;
}

}  // namespace segue::lake
