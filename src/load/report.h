// Options of a load, and what became of one object.
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

// Raise it when the same bytes would give other rows: rows of objects that another version loaded are deleted, and the
// objects are read again.
inline constexpr int kLoaderVersion = 4;

struct Options {
  int threads = 2;
  std::optional<std::uint64_t> shuffle_seed;  // for tests: shuffles the objects; the marts must not change
  std::map<std::string, std::string> zones;   // user → IANA zone; "UTC" for users not named
  // Skips dated objects older than a week before the newest loaded one of their kind, so that years of polls are not
  // listed 72 times a day. An object that comes later than that waits for a load without this option.
  bool recent_only = false;
  // Called at most once, if an import does not state when it landed (bounds.h). Empty: the machine's clock.
  std::function<base::Instant()> now = {};
  std::string lake_place = "the lake";  // in messages: its folder, or s3://…
};

// What became of one object. rows = loaded + rejected; a refused object has neither. An object that the lake cannot
// return whole is refused without a row in the ledger, so that the next load tries again.
struct ObjectReport {
  std::string object;
  std::string user;
  std::string name;  // the member's name in its container, or the object's key
  std::int64_t rows = 0;
  std::int64_t rejected = 0;
  std::string refusal;                          // "" = accepted
  std::map<std::string, std::int64_t> sources;  // loaded rows by source
  std::vector<formats::Reject> rejects;         // the first kRejectsKept
};
inline constexpr std::size_t kRejectsKept = 100'000;

}  // namespace segue::load
