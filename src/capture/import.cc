// How it works: every wanted member is hashed and compressed beside the reading of the next one and waits in memory.
// Only when the whole container is read do the members land, several at once, and then the manifest, which makes the
// import count. Its name is a digest of the members, so that the same import is known when it comes again.
#include "capture/import.h"

#include <fmt/core.h>

#include <future>
#include <set>

#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/log.h"
#include "capture/container.h"
#include "capture/histories.h"
#include "formats/formats.h"
#include "lake/object_key.h"
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
  std::size_t file = 0;  // the number of the file in the folder that the member is from
  std::uint64_t size = 0;
};

Staged stage(Member member, formats::Format format, std::size_t file) {
  Staged staged;
  staged.file = file;
  staged.sha256 = base::sha256_hex(member.bytes);
  staged.compressed = lake::compress(member.bytes, kLevel);
  staged.format = formats::text_of(format);
  staged.size = member.bytes.size();
  staged.name = std::move(member.name);
  return staged;
}

class Staging final : public HistoryVisitor {
 public:
  using HistoryVisitor::HistoryVisitor;
  void visit(Member&& member) override {
    const auto format = format_of(member);
    if (!format) return;
    if (running_.size() >= kAtOnce) take_oldest();
    running_.push_back(std::async(std::launch::async, stage, std::move(member), *format, file_));
  }
  void next_file() override {
    ++file_;
    told_before_ = passed_over().size();
  }
  bool drop_file() override {
    finish();
    forget_after(told_before_);
    return std::erase_if(staged, [&](const Staged& member) { return member.file == file_; }) > 0;
  }
  void finish() {
    while (!running_.empty()) take_oldest();
  }
  std::vector<Staged> staged;

 private:
  void take_oldest() {
    staged.push_back(running_.front().get());
    running_.erase(running_.begin());
  }
  std::size_t file_ = 0, told_before_ = 0;
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
  for (const NotRead& member : staging.passed_over())
    members.raw(base::JsonObject{}.text("name", member.name).null("format").text("why", member.why).str());
  return base::JsonObject{}
      .text("container", container)
      .text("sha256", sha256)
      .text("landed_at", base::to_iso8601(landed_at))
      .raw("members", members.str())
      .str();
}

// Lands several members at once, because each waits for the disk or for a distant store.
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

constexpr std::string_view kWhatIsRead =
    "segue reads Spotify's extended streaming history and account data, ListenBrainz, Last.fm, Libre.fm, Maloja, and "
    "any table of plays as a plays.tsv (docs/formats/imports.md)";

// Throws Error(input) naming the first few members, and the first few reasons once each.
[[noreturn]] void nothing_found(const std::string& container, const Staging& staging) {
  constexpr std::size_t kNames = 5, kReasons = 3;
  const std::vector<NotRead>& members = staging.passed_over();
  if (members.size() == 1 && members[0].name == container && !members[0].why.empty())
    throw base::Error(base::Fault::input, fmt::format("{}: {}", container, members[0].why));
  std::string found, reasons;
  std::set<std::string_view> said;
  for (std::size_t i = 0; i < std::min(members.size(), kNames); ++i) found += (i > 0 ? ", " : "") + members[i].name;
  if (members.size() > kNames) found += fmt::format(" and {} more", members.size() - kNames);
  for (const NotRead& member : members)
    if (!member.why.empty() && said.size() < kReasons && said.insert(member.why).second)
      reasons += fmt::format(". {}: {}", member.name, member.why);
  if (reasons.empty()) reasons = fmt::format(". {}", kWhatIsRead);
  throw base::Error(base::Fault::input, fmt::format("{}: no listening history is in it (found: {}){}", container,
                                                    found.empty() ? "nothing" : found, reasons));
}

}  // namespace

Imported import(lake::Lake& lake, const std::string& user, const fs::path& path, base::Instant now) {
  const std::string container = container_name(path);
  Staging staging(path);
  read_container(path, ContainerLimits{}, staging);
  staging.finish();
  spdlog::debug("import: {} members read, now landing", staging.staged.size());
  if (staging.staged.empty()) nothing_found(container, staging);
  // The base names and digests of the members identify the import, so that a zip and its unpacked folder, at whichever
  // level a person points to it, are the same import.
  std::set<std::string> digests;
  for (const Staged& member : staging.staged)
    digests.insert(std::string(formats::base_name(member.name)) + "\n" + member.sha256 + "\n");
  std::string all;
  for (const auto& line : digests) all += line;
  const std::string sha256 = base::sha256_hex(all);

  Imported imported;
  for (const Staged& member : staging.staged)
    imported.members.push_back({member.name, lake::import_key(user, member.sha256), std::string(member.format), false});
  land(lake, staging.staged, imported.members);
  imported.manifest = lake::manifest_key(user, sha256);
  lake.put_new(imported.manifest, lake::compress(manifest_of(container, sha256, staging, now)));
  spdlog::debug("import: landed");
  imported.not_read = staging.passed_over();
  return imported;
}

}  // namespace segue::capture
