// From the lake into the raw tables.
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
  std::vector<ObjectReport> objects;   // newly loaded ones, by key
  Lost lost;                           // of those that were loaded before: few enough to go on (lost.h)
  std::vector<std::string> manifests;  // of all imports that were looked at
};

// Takes in every object that the ledger does not hold. Safe to kill at any instant; run again to go on. Throws
// Error(input) and changes nothing when the lake lacks too much of what the ledger holds (lost.h).
Report load_new(const lake::Lake& lake, warehouse::Work& work, const Options& options);

// Rows that the ledger holds for an object; nothing when it is not loaded (by this loader's version).
struct LedgerEntry {
  std::int64_t rows = 0;
  std::int64_t rejected = 0;
  std::string refusal;
};
std::optional<LedgerEntry> ledger_entry(warehouse::Connection& connection, const std::string& object);

// Rows of recently played pages of a listener that could not be read: items that Spotify showed and no table holds. A
// page with one proves nothing (proven.h).
std::int64_t rejected_rows(warehouse::Connection& connection, const std::string& user);

// Plays of a poll's page that no other page in the tables shows (same address, same instant).
std::int64_t plays_first_shown(warehouse::Connection& connection, const std::string& object);

}  // namespace segue::load
