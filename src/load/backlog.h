// Which objects of the lake are to be loaded, and under which names.
#pragma once
#include <string>
#include <vector>

#include "lake/lake.h"
#include "load/imports.h"
#include "warehouse/connection.h"

namespace segue::load {

enum class ObjectKind { import_member, recently_played, answer, rule };

struct Pending {
  std::string key;
  std::string user;
  std::string name;  // import members: the smallest of the names that manifests give these bytes
  ObjectKind kind;
  std::uint64_t size = 0;   // compressed bytes
  bool superseded = false;  // loaded by an older loader: its rows go first
  std::string answer = {};  // of answers: "track", "saved_tracks", …; "" else
};

struct Backlog {
  std::vector<Pending> pending;  // by key. Members that no manifest names are left out: their import has not ended
  std::vector<Import> imports;   // all that have ended, loaded or not
};
// `recent_only`: see load::Options.
Backlog backlog(const lake::Lake& lake, warehouse::Connection& connection, bool recent_only);

struct LakeObject {
  lake::ObjectInfo info;
  std::string user;
  ObjectKind kind;
  bool is_manifest = false;  // of an import
};
// Objects of the lake that tables are made of, loaded or not, by key: what else is remembered there (playlists written,
// searches) changes no mart.
std::vector<LakeObject> objects_that_tables_hold(const lake::Lake& lake);

}  // namespace segue::load
