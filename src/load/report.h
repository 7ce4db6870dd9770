// How a load is asked for, and what became of one object.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "formats/rows.h"

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

}  // namespace segue::load
