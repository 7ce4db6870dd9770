// Loads objects of the lake into the raw tables.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lake/lake.h"
#include "load/lost.h"
#include "load/report.h"
#include "warehouse/warehouse.h"

namespace segue::load {

struct Report {
  std::vector<ObjectReport> objects;   // the newly loaded objects, by key
  Lost lost;                           // objects loaded before that the lake lacks, few enough to go on (lost.h)
  std::vector<std::string> manifests;  // keys of the manifests of all imports that have ended
};

// Loads every object that the ledger does not hold, then writes the derived tables. Safe to kill at any instant; run
// again to go on. Throws Error(input) and changes nothing if the lake lacks too much of what the ledger holds (lost.h).
Report load_new(const lake::Lake& lake, warehouse::Work& work, const Options& options);

// What the ledger holds about an object.
struct LedgerEntry {
  std::int64_t rows = 0;
  std::int64_t rejected = 0;
  std::string refusal;
};
// Returns nothing if this loader's version has not loaded the object.
std::optional<LedgerEntry> ledger_entry(warehouse::Connection& connection, const std::string& object);

// Counts the rows of a listener's recently played pages that could not be read: items that Spotify showed and no table
// holds. A page with such a row proves nothing (proven.h).
std::int64_t rejected_rows(warehouse::Connection& connection, const std::string& user);

// Counts the plays of a poll's page that no other page in the tables shows (same track key, same instant).
std::int64_t plays_first_shown(warehouse::Connection& connection, const std::string& object);

}  // namespace segue::load
