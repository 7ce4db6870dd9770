#include "capture/import.h"

#include <fmt/core.h>

#include <future>
#include <set>

#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/log.h"
#include "capture/container.h"
#include "capture/strange_files.h"
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
  std::size_t file = 0;  // of a folder: which of its files the member is from
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

constexpr std::string_view kChilds =
    "is of a child's account: if you want it, unpack it and import its folder for a listener of its own, `segue import "
    "--user NAME FOLDER`";

// A listening history; other people's lists are for `corpus add`.
std::optional<formats::Format> history_format(const std::string& name, std::string_view head) {
  const auto format = formats::recognise(name, head);
  return format && !formats::is_only_for_corpora(*format) ? format : std::nullopt;
}

std::string_view base_name(std::string_view name) {
  return name.substr(name.rfind('/') + 1);
}

class Staging final : public MemberVisitor {
 public:
  // `for_a_child`: the person pointed at a child's folder itself.
  explicit Staging(bool for_a_child) : for_a_child_(for_a_child) {}

  std::optional<std::string> unwanted(const std::string& name, std::string_view head) override {
    if (!for_a_child_ && is_below_a_childs_folder(name)) return std::string(kChilds);
    if (history_format(name, head)) return std::nullopt;
    if (formats::recognise(name, head)) return "is a list of other people's: use `segue corpus add`";
    if (auto what = what_it_is(name, head)) return what;
    return formats::near_miss(name, head).value_or("");
  }
  void visit(Member&& member) override {
    const auto format = history_format(member.name, std::string_view(member.bytes).substr(0, 65536));
    if (!format) return not_read_.push_back({member.name, "", false});
    if (running_.size() >= kAtOnce) take_oldest();
    running_.push_back(std::async(std::launch::async, stage, std::move(member), *format, file_));
  }
  void not_read(NotRead member) override { not_read_.push_back(std::move(member)); }
  void next_file() override {
    ++file_;
    told_before_ = not_read_.size();
  }
  bool drop_file() override {
    finish();
    not_read_.erase(not_read_.begin() + static_cast<std::ptrdiff_t>(told_before_), not_read_.end());
    return std::erase_if(staged, [&](const Staged& member) { return member.file == file_; }) > 0;
  }
  void finish() {
    while (!running_.empty()) take_oldest();
  }
  const std::vector<NotRead>& passed_over() const { return not_read_; }

  std::vector<Staged> staged;

 private:
  void take_oldest() {
    staged.push_back(running_.front().get());
    running_.erase(running_.begin());
  }
  bool for_a_child_;
  std::size_t file_ = 0, told_before_ = 0;
  std::vector<NotRead> not_read_;
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

constexpr std::string_view kWhatIsRead =
    "Read are Spotify's extended streaming history and account data, ListenBrainz, Last.fm, Libre.fm, Maloja, and any "
    "table of plays as a plays.tsv (docs/formats/imports.md)";

// The first few members, and each reason once.
[[noreturn]] void nothing_found(const std::string& container, const Staging& staging) {
  constexpr std::size_t kNames = 5, kReasons = 3;
  const std::vector<NotRead>& members = staging.passed_over();
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

// What a person calls it, also when the path ends with a slash or is a dot.
std::string name_of(const fs::path& path) {
  const fs::path whole = fs::absolute(path).lexically_normal();
  return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

}  // namespace

Imported import(lake::Lake& lake, const std::string& user, const fs::path& path, base::Instant now) {
  const std::string container = name_of(path);
  Staging staging(is_a_childs_folder(container));
  read_container(path, ContainerLimits{}, staging);
  staging.finish();
  spdlog::debug("import: {} members read, now landing", staging.staged.size());
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
    imported.members.push_back(
        {member.name, lake::import_key(user, member.sha256), std::string(member.format), false});
  land(lake, staging.staged, imported.members);
  imported.manifest = lake::manifest_key(user, sha256);
  lake.put_new(imported.manifest, lake::compress(manifest_of(container, sha256, staging, now)));
  spdlog::debug("import: landed");
  imported.not_read = staging.passed_over();
  return imported;
}

}  // namespace segue::capture
