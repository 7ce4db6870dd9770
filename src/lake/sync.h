// Copies one lake into another, of any kinds.
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
  std::uint64_t same = 0;             // the copy held an equal object
  std::uint64_t only_in_copy = 0;     // objects that the source does not hold; they are left alone
  std::vector<SyncProblem> problems;  // by key
};

struct SyncOptions {
  bool compare_bytes = true;  // false: an object that the copy holds counts as equal if its size is
  bool dry_run = false;       // compares, writes nothing, and counts what it would copy as copied
  int threads = 8;
  std::function<void(std::uint64_t done, std::uint64_t of)> progress;  // objects; from one thread at a time
};

// Writes the objects that `to` lacks, reads each written object back, and compares the objects that both hold. Never
// overwrites: it reports objects that differ. It reports and does not copy damaged objects of the source (a .zst that
// is no whole frame). Safe to kill at any instant; run again to go on.
SyncReport sync(const Lake& from, Lake& to, const SyncOptions& options);

}  // namespace segue::lake
