// How it works: lists the lake's keys, reads the manifests among them, and leaves out the objects whose rows are loaded
// and current. No other object is opened. With `recent_only` each dated kind is listed from a week before its newest
// loaded object, because years of polls take long to list.
#include "load/backlog.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "base/time.h"
#include "lake/object_key.h"
#include "load/zones.h"

namespace segue::load {
namespace {

using lake::ObjectKey;
using lake::ObjectKind;

// What manifests state about a member: its smallest name and its earliest landing. Several imports may hold the same
// bytes; the minimum does not depend on the order of their manifests.
struct Told {
  std::string name;
  std::optional<base::Instant> landed;
};

// Returns these statements by object key.
std::map<std::string, Told> told_in(const std::vector<Import>& imports) {
  std::map<std::string, Told> told;
  for (const Import& import : imports)
    for (const LandedMember& member : import.members) {
      auto [at, added] = told.try_emplace(member.object, Told{member.name, import.landed_at});
      if (added) continue;
      at->second.name = std::min(at->second.name, member.name);
      auto& landed = at->second.landed;
      if (import.landed_at && (!landed || *import.landed_at < *landed)) landed = import.landed_at;
    }
  return told;
}

// Parses the key of an object that tables are made of. Returns nothing for any other: a playlist written, a search, a
// registered corpus.
std::optional<ObjectKey> key_of_tables(const std::string& key) {
  auto parsed = lake::parse_key(key);
  if (!parsed || lake::is_enrich_answer(parsed->kind)) return parsed;
  const bool is_loaded = parsed->kind == ObjectKind::imported || parsed->kind == ObjectKind::recently_played ||
                         parsed->kind == ObjectKind::rule;
  return is_loaded ? parsed : std::nullopt;
}

// Loaded object → whether its rows are current: this loader's version made them and, if it has wall-clock times, the
// listener's zone is the same.
using Loaded = std::unordered_map<std::string, bool>;

Loaded loaded_objects(warehouse::Connection& connection, const Zones& zones) {
  Loaded loaded;
  connection.each("select object, cast(loader_version as bigint), user_id, wall_zone from segue_raw.load_ledger",
                  [&](const warehouse::Row& row) {
                    const bool is_zone_kept =
                        row.is_null(3) || row.text(3) == zone_name_of(zones, std::string(row.text(2)));
                    loaded[std::string(row.text(0))] = row.bigint(1) == kLoaderVersion && is_zone_kept;
                  });
  return loaded;
}

// Returns "v1/me/recently_played/2026/11/20" for a newest key of 2026/11/27, and "" if the key has no day.
std::string week_before(const std::string& newest) {
  const auto key = lake::parse_key(newest);
  return key && key->day ? lake::prefix_of(key->user, key->kind, *key->day - std::chrono::days{7}) : "";
}

// A folder such as "v1/me/recently_played/" → the text after which its keys are listed.
using Since = std::map<std::string, std::string>;

std::string folder_of(const ObjectKey& key) {
  return lake::prefix_of(key.user, key.kind);
}

// Returns, for each dated kind, the place a week before its newest loaded object. Imports have no place, so all of them
// are listed: their keys state no time.
Since since_of(const Loaded& loaded) {
  Since since;
  for (const auto& [key, current] : loaded) {
    const auto parsed = lake::parse_key(key);
    if (!parsed || parsed->kind == ObjectKind::imported) continue;
    std::string& newest = since[folder_of(*parsed)];
    newest = std::max(newest, key);
  }
  for (auto& [folder, newest] : since) newest = week_before(newest);
  return since;
}

// Lists each kind of each user from its place in `since`; a kind without a place, such as imports, is listed whole.
std::vector<lake::ListedObject> recent_objects(const lake::Lake& lake, const Since& since) {
  std::vector<lake::ListedObject> objects;
  for (const std::string& user : lake.folders(lake::kAllObjects))
    for (const std::string& kind : lake.folders(lake::prefix_of(user))) {
      const std::string prefix = lake::prefix_of(user) + kind + "/";
      const auto known = since.find(prefix);
      const auto found = lake.list(prefix, known == since.end() ? "" : known->second);
      objects.insert(objects.end(), found.begin(), found.end());
    }
  return objects;
}

std::vector<Import> imports_in(const lake::Lake& lake, const std::vector<lake::ListedObject>& objects) {
  std::vector<Import> imports;
  for (const auto& object : objects)
    if (const auto key = lake::parse_key(object.key); key && key->is_manifest)
      imports.push_back(read_manifest(lake, object.key, key->user));
  return imports;
}

// The listed objects of a lake, and what the manifests among them state about members.
struct Shown {
  const std::vector<lake::ListedObject>& objects;
  const std::map<std::string, Told>& told;
};

// Counts the loaded objects that the lake does not show; a member that no manifest names counts as not shown. Objects
// before `since` were not listed, so they do not count.
Lost lost_of(const std::vector<std::string>& loaded, const Shown& shown, const Since& since) {
  std::unordered_set<std::string_view> there;
  for (const auto& object : shown.objects) there.insert(object.key);
  Lost lost;
  for (const std::string& key : loaded) {
    const auto parsed = lake::parse_key(key);
    const bool is_import = parsed && parsed->kind == ObjectKind::imported;
    const auto from = parsed ? since.find(folder_of(*parsed)) : since.end();
    if (from != since.end() && key <= from->second) continue;
    lost.take(key, there.contains(key) && (!is_import || shown.told.contains(key)), is_import);
  }
  return lost;
}

}  // namespace

std::vector<LakeObject> objects_that_tables_hold(const lake::Lake& lake) {
  std::vector<LakeObject> out;
  for (auto& object : lake.list(lake::kAllObjects))
    if (auto key = key_of_tables(object.key))
      out.push_back({std::move(object), std::move(key->user), key->kind, key->is_manifest});
  return out;
}

Backlog backlog(const lake::Lake& lake, warehouse::Connection& connection, const Options& options) {
  const Loaded loaded = loaded_objects(connection, options.zones);
  const Since since = options.recent_only ? since_of(loaded) : Since{};
  const auto objects = options.recent_only ? recent_objects(lake, since) : lake.list(lake::kAllObjects);
  Backlog out;
  out.imports = imports_in(lake, objects);
  const auto told = told_in(out.imports);
  std::vector<std::string> keys;
  for (const auto& [key, current] : loaded) keys.push_back(key);
  out.lost = lost_of(keys, {objects, told}, since);
  for (const auto& object : objects) {
    const auto key = key_of_tables(object.key);
    if (!key || key->is_manifest) continue;
    const auto before = loaded.find(object.key);
    if (before != loaded.end() && before->second) continue;
    Pending item{object.key, key->user, object.key, key->kind, object.size, before != loaded.end(), {}};
    // A member's key is a digest; only a manifest knows its name, by which its format is recognised.
    if (key->kind == ObjectKind::imported) {
      const auto named = told.find(object.key);
      // An import's manifest lands last, so a member that no manifest names belongs to an import that was killed.
      if (named == told.end()) continue;
      item.name = named->second.name;
      item.landed = named->second.landed;
    }
    out.pending.push_back(std::move(item));
  }
  return out;
}

std::vector<std::string> loaded_keys(warehouse::Connection& connection) {
  std::vector<std::string> keys;
  connection.each("select object from segue_raw.load_ledger",
                  [&](const warehouse::Row& row) { keys.emplace_back(row.text(0)); });
  return keys;
}

Lost lost_among(const std::vector<std::string>& loaded, const lake::Lake& lake) {
  if (loaded.empty()) return {};
  const auto objects = lake.list(lake::kAllObjects);
  return lost_of(loaded, {objects, told_in(imports_in(lake, objects))}, {});
}

}  // namespace segue::load
