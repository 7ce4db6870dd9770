// How it works: a corpus is compiled in a folder "….part", renamed into place when it is complete, and registered last.
// A kill leaves a ".part", which the next add removes, or a compiled folder without a registration, which the next add
// of the file replaces.
#include "corpus/registry.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <fstream>
#include <map>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/json_reader.h"
#include "base/lock.h"
#include "corpus/compiled.h"
#include "lake/keep.h"
#include "lake/object_key.h"
#include "lake/read_object.h"

namespace segue::corpus {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::Fault;
using lake::ObjectKind;

std::string to_json(const Registration& r) {
  return base::JsonObject{}
      .text("name", r.name)
      .text("format", r.format)
      .text("sha256", r.sha256)
      .text("path", r.path)
      .text("terms", r.terms)
      .number("rows", r.rows)
      .number("rejected", r.rejected)
      .number("lists", r.lists)
      .number("tracks", r.tracks)
      .number("lists_left_out", r.lists_left_out)
      .number("files_refused", r.files_refused)
      .number("ids_dropped", r.ids_dropped)
      .flag("is_folder", r.is_folder)
      .str();
}

Registration from_json(const std::string& key, const std::string& body) {
  simdjson::dom::parser parser;
  simdjson::dom::element object;
  if (parser.parse(body).get(object) != simdjson::SUCCESS)
    throw Error(Fault::input, fmt::format("{} is not a registration of a corpus", key));
  const auto text = [&](const char* name) { return base::text_if(object[name]); };
  const auto number = [&](const char* name) { return base::integer_if(object[name]).value_or(0); };
  Registration one{text("name"),   text("format"),     text("sha256"),  text("path"),     text("terms"),
                   number("rows"), number("rejected"), number("lists"), number("tracks"), number("lists_left_out")};
  one.files_refused = number("files_refused");
  one.ids_dropped = number("ids_dropped");
  one.is_folder = base::flag_if(object["is_folder"]).value_or(false);
  return one;
}

std::string sha256_of_file(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  base::Sha256 sum;
  std::string piece(std::size_t{1} << 20, '\0');
  while (stream.read(piece.data(), static_cast<std::streamsize>(piece.size())) || stream.gcount() > 0)
    sum.add({piece.data(), static_cast<std::size_t>(stream.gcount())});
  if (!stream.eof()) throw Error(Fault::usage, fmt::format("{} cannot be read", file.string()));
  return sum.hex_digits();
}

std::string sha256_of(const fs::path& path) {
  if (!fs::is_directory(path)) return sha256_of_file(path);
  base::Sha256 sum;
  for (const auto& file : files_of(path))
    sum.add(fmt::format("{}\n{}\n", fs::relative(file, path).generic_string(), sha256_of_file(file)));
  return sum.hex_digits();
}

// Throws if a `.sha256` beside the file (it comes with a dump) has another sum.
void check_sum_beside(const fs::path& path, const std::string& sha256) {
  const fs::path beside = path.string() + ".sha256";
  if (!fs::is_regular_file(path) || !fs::is_regular_file(beside)) return;
  const std::string said = base::read_file(beside).substr(0, 64);
  if (said != sha256)
    throw Error(Fault::input, fmt::format("{} is not the file that {} describes (sha256 {}): fetch it again",
                                          path.string(), beside.filename().string(), sha256));
}

constexpr std::string_view kPart = ".part";

// The folder that one add works in; removed at the end unless it was put in place. Also removes what killed adds left.
class WorkFolder {
 public:
  WorkFolder(const fs::path& corpora, const fs::path& goal) : goal_(goal), path_(goal.string() + std::string(kPart)) {
    for (const auto& entry : fs::directory_iterator(corpora))
      if (entry.is_directory() && entry.path().string().ends_with(kPart)) fs::remove_all(entry.path());
    fs::create_directories(path_);
  }
  ~WorkFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  WorkFolder(const WorkFolder&) = delete;
  const fs::path& path() const { return path_; }
  void put_in_place() {
    base::fsync_folder(path_);
    fs::remove_all(goal_);
    fs::rename(path_, goal_);
    base::fsync_folder(goal_.parent_path());
  }

 private:
  fs::path goal_, path_;
};

void compile(const fs::path& corpora, const fs::path& path, const AddOptions& options, Added& added) {
  Registration& fresh = added.registration;
  WorkFolder work(corpora, folder_of(corpora, fresh));
  Compiler compiler(work.path(), options.places_in_memory);
  Reading reading = read_lists(path, compiler, options.on_read);
  const Compiler::Written written = compiler.finish();
  fresh.format = reading.format;
  fresh.rows = reading.counts.rows;
  fresh.rejected = reading.counts.rejected;
  fresh.files_refused = reading.members_refused;
  fresh.lists = written.lists;
  fresh.tracks = written.tracks;
  fresh.lists_left_out = written.lists_left_out;
  fresh.ids_dropped = written.ids_dropped;
  added.reports = std::move(reading.reports);
  work.put_in_place();
}

}  // namespace

Added add(lake::Lake& lake, const std::string& user, const fs::path& corpora, const fs::path& path,
          const base::Clock& clock, const AddOptions& options) {
  if (!fs::exists(path)) throw Error(Fault::usage, fmt::format("there is no {}", path.string()));
  Added added;
  Registration& fresh = added.registration;
  const fs::path whole = fs::absolute(path).lexically_normal();
  fresh.name = whole.has_filename() ? whole.filename().string() : whole.parent_path().filename().string();
  fresh.path = whole.string();
  fresh.terms = options.terms;
  fresh.is_folder = fs::is_directory(path);
  fresh.sha256 = sha256_of(path);
  check_sum_beside(path, fresh.sha256);
  std::optional<Registration> known, former;
  for (auto& one : registered(lake, user)) {
    if (fresh.is_folder && one.is_folder && one.path == fresh.path && one.sha256 != fresh.sha256) former = one;
    if (one.sha256 == fresh.sha256) known = std::move(one);
  }
  // A known corpus may have to be compiled again: corpora/ is not in the lake, and its format may be older.
  if (known && is_compiled(folder_of(corpora, *known))) return {*known, true, {}};
  if (known) fresh.name = known->name;
  const bool is_first = !fs::exists(corpora);
  fs::create_directories(corpora);
  try {
    const auto lock = base::FileLock::try_take(corpora / ".lock");
    if (!lock) throw Error(Fault::usage, "another segue is adding a corpus to this home: try again when it has ended");
    compile(corpora, path, options, added);
  } catch (...) {
    if (is_first) fs::remove_all(corpora);
    throw;
  }
  if (!known) lake::keep_decision(lake, user, {ObjectKind::corpus, "corpus added", to_json(fresh), clock.now()});
  // The former corpus goes last, when the new one is registered.
  if (former) fs::remove_all(folder_of(corpora, *former));
  return added;
}

std::vector<Registration> registered(const lake::Lake& lake, const std::string& user) {
  std::map<std::string, Registration> by_sha;
  std::map<std::string, std::string> folders;  // path → sha256 of the folder that was added there last
  for (const auto& object : lake.list(lake::prefix_of(user, ObjectKind::corpus))) {
    Registration one = from_json(object.key, lake::read_object(lake, object.key).second);
    if (one.is_folder) folders[one.path] = one.sha256;
    by_sha.try_emplace(one.sha256, std::move(one));
  }
  // Of a folder only the state that was registered last counts.
  std::erase_if(by_sha, [&](const auto& entry) {
    return entry.second.is_folder && folders[entry.second.path] != entry.second.sha256;
  });
  std::map<std::pair<std::string, std::string>, Registration> by_name;
  for (auto& [sha, one] : by_sha) by_name.try_emplace({one.name, sha}, std::move(one));
  std::vector<Registration> all;
  for (auto& [name, one] : by_name) all.push_back(std::move(one));
  return all;
}

fs::path folder_of(const fs::path& corpora, const Registration& registration) {
  return corpora / fmt::format("{}-{}", registration.name, registration.sha256.substr(0, 12));
}

}  // namespace segue::corpus
