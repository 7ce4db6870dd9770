// The step `import`: keeps a person's exports and histories in the lake, loads them, and accounts for every row.
#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "capture/import.h"
#include "pipeline/load.h"

namespace segue::pipeline {

struct ImportResult {
  LoadResult rows;
  std::map<std::string, std::int64_t> kinds;     // music, podcast, … → rows in the tables, new and known
  std::map<std::string, std::int64_t> rejected;  // "ts: is missing" → rows; reasons that differ in digits are one
  std::vector<capture::NotRead> not_read;
  std::vector<std::string> looks_wrong;  // one sentence each
  std::vector<std::string> failed;       // one reason for each path that failed
  int exit_code = 0;                     // the fault of the first path that failed; 0 = none failed
};

// Waits for the lock, unless `land_only`, which stops at the lake. A path that fails does not stop the others. If there
// is only one path and it fails, throws as capture::import does.
ImportResult import_paths(Home& home, const std::vector<std::string>& paths, bool land_only);

}  // namespace segue::pipeline
