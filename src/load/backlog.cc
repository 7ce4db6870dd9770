#include "load/backlog.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <map>
#include <unordered_map>

#include "base/error.h"
#include "lake/objects.h"
#include "load/load.h"

namespace segue::load {
namespace {

// "v1/<user>/<kind>/rest"
struct KeyParts {
  std::string user, kind;
};

std::optional<KeyParts> parts_of(const std::string& key) {
  const std::size_t user = key.find('/') + 1;
  const std::size_t kind = key.find('/', user) + 1;
  const std::size_t rest = key.find('/', kind);
  if (user == 0 || kind == 0 || rest == std::string::npos) return std::nullopt;
  return KeyParts{key.substr(user, kind - 1 - user), key.substr(kind, rest - kind)};
}

// Adds (object key → smallest name) for each member that a manifest says we read.
void read_manifest(const lake::Lake& lake, const std::string& key, const std::string& user,
                   std::map<std::string, std::string>& names) {
  std::string text;
  try {
    text = lake::decompress(lake.get(key));
  } catch (const base::Error& error) {
    throw base::Error(error.fault(), fmt::format("{}: {}: bring it back from a backup", key, error.what()));
  }
  simdjson::dom::parser parser;
  simdjson::dom::array members;
  if (parser.parse(text)["members"].get(members) != simdjson::SUCCESS)
    throw base::Error(base::Fault::input, fmt::format("{} is no manifest of an import", key));
  for (const auto member : members) {
    std::string_view name, sha256, format;
    if (member["format"].get(format) != simdjson::SUCCESS) continue;  // null: not read
    if (member["name"].get(name) != simdjson::SUCCESS || member["sha256"].get(sha256) != simdjson::SUCCESS) continue;
    auto [at, added] = names.try_emplace(lake::import_key(user, sha256), name);
    if (!added && name < at->second) at->second = name;
  }
}

}  // namespace

std::vector<Pending> backlog(const lake::Lake& lake, warehouse::Connection& connection) {
  std::unordered_map<std::string, bool> current;  // loaded object → by this loader's version
  connection.each(
      "select object, cast(loader_version as bigint) from segue_raw.load_ledger",
      [&](const warehouse::Row& row) { current[std::string(row.text(0))] = row.bigint(1) == kLoaderVersion; });
  const auto objects = lake.list("v1/");
  std::map<std::string, std::string> names;
  for (const auto& object : objects)
    if (object.key.ends_with(".manifest.zst")) read_manifest(lake, object.key, parts_of(object.key)->user, names);
  std::vector<Pending> pending;
  for (const auto& object : objects) {
    const auto parts = parts_of(object.key);
    if (!parts || object.key.ends_with(".manifest.zst")) continue;
    const auto loaded = current.find(object.key);
    if (loaded != current.end() && loaded->second) continue;
    Pending item{
        object.key, parts->user, object.key, ObjectKind::recently_played, object.size, loaded != current.end()};
    if (parts->kind == "import") {
      const auto name = names.find(object.key);
      if (name == names.end()) continue;
      item.name = name->second;
      item.kind = ObjectKind::import_member;
    } else if (parts->kind != "recently_played") {
      continue;
    }
    pending.push_back(std::move(item));
  }
  return pending;
}

}  // namespace segue::load
