#include "capture/import.h"

#include <fmt/core.h>

#include <future>
#include <set>

#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/log.h"
#include "capture/container.h"
#include "formats/formats.h"
#include "lake/objects.h"

namespace segue::capture {
namespace {

namespace fs = std::filesystem;

// zstd's level for members: an export of JSON shrinks fifteenfold at 1 GB/s.
constexpr int kLevel = 1;
constexpr std::size_t kLandingAtOnce = 8;
constexpr std::size_t kAtOnce = 2;  // members compressed while the next is read

// A member as it will land: compressed, so that a whole export waits in little memory.
struct Staged {
  std::string name, sha256, compressed;
  std::string_view format;
  std::uint64_t size = 0;
};

Staged stage(Member member, formats::Format format) {
  Staged staged;
  staged.sha256 = base::sha256_hex(member.bytes);
  staged.compressed = lake::compress(member.bytes, kLevel);
  staged.format = formats::text_of(format);
  staged.size = member.bytes.size();
  staged.name = std::move(member.name);
  return staged;
}

// A listening history; other people's lists are for `corpus add`.
std::optional<formats::Format> history_format(const std::string& name, std::string_view head) {
  const auto format = formats::recognise(name, head);
  return format && !formats::is_only_for_corpora(*format) ? format : std::nullopt;
}

std::string_view base_name(std::string_view name) {
  return name.substr(name.rfind('/') + 1);
}

class Staging {
 public:
  // Whether the rest of the member is worth reading; notes lists of other people.
  bool wants(const std::string& name, std::string_view head) {
    if (history_format(name, head)) return true;
    has_lists = has_lists || formats::recognise(name, head).has_value();
    return false;
  }
  void add(Member&& member) {
    const auto format = history_format(member.name, std::string_view(member.bytes).substr(0, 65536));
    if (!format) {
      not_read.push_back(member.name);
      return;
    }
    if (running_.size() >= kAtOnce) take_oldest();
    running_.push_back(std::async(std::launch::async, stage, std::move(member), *format));
  }
  void finish() {
    while (!running_.empty()) take_oldest();
  }
  std::vector<Staged> staged;
  std::vector<std::string> not_read;
  bool has_lists = false;

 private:
  void take_oldest() {
    staged.push_back(running_.front().get());
    running_.erase(running_.begin());
  }
  std::vector<std::future<Staged>> running_;
};

std::string manifest_of(const std::string& container, const std::string& sha256, const Staging& staging,
                        base::Instant landed_at) {
  base::JsonArray members;
  for (const Staged& member : staging.staged)
    members.raw(base::JsonObject{}
                    .text("name", member.name)
                    .number("size", member.size)
                    .text("sha256", member.sha256)
                    .text("format", member.format)
                    .str());
  for (const auto& name : staging.not_read) members.raw(base::JsonObject{}.text("name", name).null("format").str());
  return base::JsonObject{}
      .text("container", container)
      .text("sha256", sha256)
      .text("landed_at", base::to_iso8601(landed_at))
      .raw("members", members.str())
      .str();
}

// Several at once: each waits for the disk, or for a distant store.
void land(lake::Lake& lake, const std::vector<Staged>& staged, std::vector<ImportedMember>& members) {
  std::vector<std::future<bool>> landing;
  for (std::size_t i = 0; i < staged.size() + kLandingAtOnce; ++i) {
    if (i >= kLandingAtOnce && i - kLandingAtOnce < staged.size())
      members[i - kLandingAtOnce].landed = landing[i - kLandingAtOnce].get();
    if (i >= staged.size()) continue;
    const auto put = [&lake, &key = members[i].object, &bytes = staged[i].compressed] {
      return lake.put_new(key, bytes);
    };
    landing.push_back(std::async(std::launch::async, put));
  }
}

[[noreturn]] void nothing_found(const std::string& container, const Staging& staging) {
  const std::vector<std::string>& not_read = staging.not_read;
  std::string found;
  for (std::size_t i = 0; i < std::min<std::size_t>(not_read.size(), 5); ++i)
    found += (i > 0 ? ", " : "") + not_read[i];
  const bool technical = std::any_of(not_read.begin(), not_read.end(), [](const std::string& name) {
    return name.find("TechnicalLog") != std::string::npos;
  });
  throw base::Error(
      base::Fault::input,
      fmt::format("{}: no listening history is in it (found: {}). {}", container, found.empty() ? "nothing" : found,
                  staging.has_lists ? "These are lists of other people: use `segue corpus add`"
                  : technical
                      ? "This is the technical log: ask Spotify for the extended streaming history"
                      : "Read are Spotify's extended streaming history and account data, ListenBrainz, Last.fm and "
                        "Maloja"));
}

}  // namespace

Imported import(lake::Lake& lake, const std::string& user, const fs::path& path, base::Instant now) {
  Staging staging;
  const auto wants = [&](const std::string& name, std::string_view head) { return staging.wants(name, head); };
  read_container(
      path, ContainerLimits{}, wants, [&](Member&& member) { staging.add(std::move(member)); },
      [&](const std::string& name) { staging.not_read.push_back(name); });
  staging.finish();
  spdlog::debug("import: {} members read, now landing", staging.staged.size());
  const std::string container = fs::absolute(path).lexically_normal().filename().string();
  if (staging.staged.empty()) nothing_found(container, staging);
  // What the container is: the digests of what it holds under base names, so that a zip and its unpacked folder, at
  // whichever level a person points to it, are the same import.
  std::set<std::string> digests;
  for (const Staged& member : staging.staged)
    digests.insert(std::string(base_name(member.name)) + "\n" + member.sha256 + "\n");
  std::string all;
  for (const auto& line : digests) all += line;
  const std::string sha256 = base::sha256_hex(all);

  Imported imported;
  for (const Staged& member : staging.staged)
    imported.members.push_back({member.name, lake::import_key(user, member.sha256), false});
  land(lake, staging.staged, imported.members);
  imported.manifest = lake::manifest_key(user, sha256);
  lake.put_new(imported.manifest, lake::compress(manifest_of(container, sha256, staging, now)));
  spdlog::debug("import: landed");
  imported.not_read = std::move(staging.not_read);
  return imported;
}

}  // namespace segue::capture
