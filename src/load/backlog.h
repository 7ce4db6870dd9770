// Finds the objects of the lake that are to be loaded, and their names.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "lake/kinds.h"
#include "lake/lake.h"
#include "load/imports.h"
#include "load/lost.h"
#include "load/report.h"
#include "warehouse/connection.h"

namespace segue::load {

struct Pending {
  std::string key;
  std::string user;
  std::string name;  // the object's key; for import members the smallest name that a manifest gives these bytes
  lake::ObjectKind kind;
  std::uint64_t size = 0;                    // compressed bytes
  bool superseded = false;                   // another loader version or time zone loaded it: delete its rows first
  std::optional<base::Instant> landed = {};  // import members: the earliest landing that a manifest states
};

struct Backlog {
  std::vector<Pending> pending;  // by key; without members that no manifest names: their import has not ended
  std::vector<Import> imports;   // all imports that have ended, loaded or not
  Lost lost;                     // objects of the ledger that the lake lacks
};
// Compares the lake's keys with the ledger. Opens manifests only; throws as read_manifest does.
Backlog backlog(const lake::Lake& lake, warehouse::Connection& connection, const Options& options);

struct LakeObject {
  lake::ListedObject info;
  std::string user;
  lake::ObjectKind kind;
  bool is_manifest = false;  // the manifest of an import
};
// Returns the objects of the lake that tables are made of, loaded or not, by key. Other objects (playlists written,
// searches) change no mart.
std::vector<LakeObject> objects_that_tables_hold(const lake::Lake& lake);

}  // namespace segue::load
