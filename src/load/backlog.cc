#include "load/backlog.h"

#include <map>
#include <unordered_map>

#include "formats/api_answers.h"
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

// Object key → the smallest name that a manifest gives it.
std::map<std::string, std::string> names_in(const std::vector<Import>& imports) {
  std::map<std::string, std::string> names;
  for (const Import& import : imports)
    for (const ImportedMember& member : import.members) {
      auto [at, added] = names.try_emplace(member.object, member.name);
      if (!added && member.name < at->second) at->second = member.name;
    }
  return names;
}

}  // namespace

Backlog backlog(const lake::Lake& lake, warehouse::Connection& connection) {
  std::unordered_map<std::string, bool> current;  // loaded object → by this loader's version
  connection.each(
      "select object, cast(loader_version as bigint) from segue_raw.load_ledger",
      [&](const warehouse::Row& row) { current[std::string(row.text(0))] = row.bigint(1) == kLoaderVersion; });
  const auto objects = lake.list("v1/");
  Backlog out;
  for (const auto& object : objects)
    if (object.key.ends_with(".manifest.zst"))
      out.imports.push_back(read_manifest(lake, object.key, parts_of(object.key)->user));
  const auto names = names_in(out.imports);
  for (const auto& object : objects) {
    const auto parts = parts_of(object.key);
    if (!parts || object.key.ends_with(".manifest.zst")) continue;
    const auto loaded = current.find(object.key);
    if (loaded != current.end() && loaded->second) continue;
    Pending item{object.key, parts->user, object.key, ObjectKind::recently_played, object.size, loaded != current.end(),
                 {}};
    if (parts->kind == "import") {
      const auto name = names.find(object.key);
      if (name == names.end()) continue;
      item.name = name->second;
      item.kind = ObjectKind::import_member;
    } else if (parts->kind == "profile" || formats::answer_named(parts->kind)) {
      item.kind = ObjectKind::answer;
      item.answer = parts->kind;
    } else if (parts->kind != "recently_played") {
      continue;
    }
    out.pending.push_back(std::move(item));
  }
  return out;
}

}  // namespace segue::load
