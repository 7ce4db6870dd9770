// Which objects of the lake are to be loaded, and under which names.
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
  std::string name;  // import members: the smallest of the names that manifests give these bytes
  lake::ObjectKind kind;
  std::uint64_t size = 0;                    // compressed bytes
  bool superseded = false;                   // loaded by an older loader, or by another time zone: its rows go first
  std::optional<base::Instant> landed = {};  // of import members: the earliest that a manifest tells
};

struct Backlog {
  std::vector<Pending> pending;  // by key. Members that no manifest names are left out: their import has not ended
  std::vector<Import> imports;   // all that have ended, loaded or not
  Lost lost;                     // of what the ledger holds
};
Backlog backlog(const lake::Lake& lake, warehouse::Connection& connection, const Options& options);

struct LakeObject {
  lake::ObjectInfo info;
  std::string user;
  lake::ObjectKind kind;
  bool is_manifest = false;  // of an import
};
// Objects of the lake that tables are made of, loaded or not, by key: what else is remembered there (playlists written,
// searches) changes no mart.
std::vector<LakeObject> objects_that_tables_hold(const lake::Lake& lake);

}  // namespace segue::load
