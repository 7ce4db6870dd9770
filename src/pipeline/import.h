// The step `import`: exports and histories that a person gives, kept in the lake, loaded, and accounted for to the row.
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
  std::map<std::string, std::int64_t> rejected;  // "ts: is missing" → rows; of reasons that differ in figures the first
  std::vector<capture::NotRead> not_read;
  std::vector<std::string> looks_wrong;  // one sentence each
  std::vector<std::string> failed;       // paths that gave nothing, with the reason
  int exit_code = 0;                     // the fault of the first path that failed while another landed
};

// Waits for the lock, unless `land_only`, which stops at the lake. A path that fails stops none of the others; Error as
// capture::import throws it when the only path fails.
ImportResult import_paths(Home& home, const std::vector<std::string>& paths, bool land_only);

}  // namespace segue::pipeline
