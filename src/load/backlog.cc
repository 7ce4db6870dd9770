#include "load/backlog.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/time.h"
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

// Nothing for kinds that no table is made of: playlists written, searches, registered corpora.
std::optional<ObjectKind> kind_of(const KeyParts& parts) {
  if (parts.kind == "import") return ObjectKind::import_member;
  if (parts.kind == "recently_played") return ObjectKind::recently_played;
  if (parts.kind == "profile" || formats::answer_named(parts.kind)) return ObjectKind::answer;
  if (parts.kind == "rule") return ObjectKind::rule;
  return std::nullopt;
}

using Loaded = std::unordered_map<std::string, bool>;  // loaded object → by this loader's version

// "v1/me/recently_played/2026/11/20" for a newest key of 2026/11/27; "" where the key tells no day.
std::string week_before(const std::string& newest, std::size_t prefix) {
  std::string day = newest.substr(prefix, 10);
  std::replace(day.begin(), day.end(), '/', '-');
  const auto date = base::parse_iso8601(day + "T00:00:00Z");
  if (!date) return {};
  day = base::to_iso_date(*date - std::chrono::days{7});
  std::replace(day.begin(), day.end(), '-', '/');
  return newest.substr(0, prefix) + day;
}

// All imports, and of each dated kind what is no older than a week before the newest loaded.
std::vector<lake::ObjectInfo> recent_objects(const lake::Lake& lake, const Loaded& loaded) {
  std::map<std::string, std::string> newest;  // "v1/me/recently_played/" → key
  for (const auto& [key, current] : loaded) {
    const auto parts = parts_of(key);
    if (!parts || parts->kind == "import") continue;
    std::string& known = newest[fmt::format("v1/{}/{}/", parts->user, parts->kind)];
    known = std::max(known, key);
  }
  std::vector<lake::ObjectInfo> objects;
  for (const std::string& user : lake.folders("v1/"))
    for (const std::string& kind : lake.folders(fmt::format("v1/{}/", user))) {
      const std::string prefix = fmt::format("v1/{}/{}/", user, kind);
      const auto known = newest.find(prefix);
      const auto found = lake.list(prefix, known == newest.end() ? "" : week_before(known->second, prefix.size()));
      objects.insert(objects.end(), found.begin(), found.end());
    }
  return objects;
}

}  // namespace

std::vector<LakeObject> objects_that_tables_hold(const lake::Lake& lake) {
  std::vector<LakeObject> out;
  for (auto& object : lake.list("v1/")) {
    const auto parts = parts_of(object.key);
    const auto kind = parts ? kind_of(*parts) : std::nullopt;
    if (!kind) continue;
    const bool is_manifest = *kind == ObjectKind::import_member && object.key.ends_with(".manifest.zst");
    out.push_back({std::move(object), parts->user, *kind, is_manifest});
  }
  return out;
}

Backlog backlog(const lake::Lake& lake, warehouse::Connection& connection, bool recent_only) {
  Loaded current;
  connection.each(
      "select object, cast(loader_version as bigint) from segue_raw.load_ledger",
      [&](const warehouse::Row& row) { current[std::string(row.text(0))] = row.bigint(1) == kLoaderVersion; });
  const auto objects = recent_only ? recent_objects(lake, current) : lake.list("v1/");
  Backlog out;
  for (const auto& object : objects)
    if (object.key.ends_with(".manifest.zst"))
      out.imports.push_back(read_manifest(lake, object.key, parts_of(object.key)->user));
  const auto names = names_in(out.imports);
  for (const auto& object : objects) {
    const auto parts = parts_of(object.key);
    const auto kind = parts ? kind_of(*parts) : std::nullopt;
    if (!kind || object.key.ends_with(".manifest.zst")) continue;
    const auto loaded = current.find(object.key);
    if (loaded != current.end() && loaded->second) continue;
    Pending item{object.key, parts->user, object.key, *kind, object.size, loaded != current.end(), {}};
    if (*kind == ObjectKind::answer) item.answer = parts->kind;
    if (*kind == ObjectKind::import_member) {
      const auto name = names.find(object.key);
      if (name == names.end()) continue;
      item.name = name->second;
    }
    out.pending.push_back(std::move(item));
  }
  return out;
}

}  // namespace segue::load
