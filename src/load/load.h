// From the lake into the raw tables.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "formats/rows.h"
#include "lake/lake.h"
#include "load/lost.h"
#include "warehouse/warehouse.h"

namespace segue::load {

// Raise it when rows of the same bytes would come out otherwise: objects of an older version are deleted and read
// again.
inline constexpr int kLoaderVersion = 3;

struct Options {
  int threads = 2;
  std::optional<std::uint64_t> shuffle_seed;  // another order of the objects; the marts must not change (tests)
  std::map<std::string, std::string> zones;   // user → IANA zone; "UTC" for users not named
  // Dated objects older than a week before the newest loaded one of their kind are not looked for: years of polls are
  // not listed 72 times a day. What came late by more waits for a load that looks everywhere.
  bool recent_only = false;
  // Asked at most once, where an import does not say when it landed (bounds.h). Empty: the machine's clock.
  std::function<base::Instant()> now = {};
  std::string lake_place = "the lake";  // in messages: its folder, or s3://…
};

// What became of one object. rows = loaded + rejected; a refused object has neither. One that the lake cannot give back
// whole is refused without a row in the ledger: the next load tries again.
struct ObjectReport {
  std::string object;
  std::string user;
  std::string name;  // the member's name in its container, or the object's key
  std::int64_t rows = 0;
  std::int64_t rejected = 0;
  std::string refusal;                          // "" = accepted
  std::map<std::string, std::int64_t> sources;  // loaded rows by source
  std::vector<formats::Reject> rejects;         // the first kRejectsKept of them
};
inline constexpr std::size_t kRejectsKept = 100'000;

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
