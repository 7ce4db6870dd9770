// One lake copied into another, of any kinds.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "lake/lake.h"

namespace segue::lake {

struct SyncProblem {
  std::string key;
  std::string what;
};

struct SyncReport {
  std::uint64_t objects = 0, bytes = 0;  // of the source
  std::uint64_t copied = 0, copied_bytes = 0;
  std::uint64_t same = 0;             // there already, equal
  std::uint64_t only_in_copy = 0;     // what the source does not hold: left alone
  std::vector<SyncProblem> problems;  // by key; of each object its target is as it was
};

struct SyncOptions {
  bool compare_bytes = true;  // false: what is there already counts as equal when its size is
  bool dry_run = false;       // compares and writes nothing: what would be copied is counted as copied
  int threads = 8;
  std::function<void(std::uint64_t done, std::uint64_t of)> progress;  // objects; from one thread at a time
};

// Writes what `to` lacks, reads each written object back, and compares what both hold. Never overwrites: objects that
// differ are told, and so are objects of the source that are damaged (a .zst that is no whole frame), which are not
// copied. Safe to kill at any instant; run again to go on.
SyncReport sync(const Lake& from, Lake& to, const SyncOptions& options);

}  // namespace segue::lake
