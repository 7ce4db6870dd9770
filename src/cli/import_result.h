// What `import` ends with: where every row and every member went.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "capture/import.h"
#include "cli/context.h"
#include "cli/load_result.h"

namespace segue::cli {

struct ImportResult {
  LoadResult rows;
  std::map<std::string, std::int64_t> kinds;     // music, podcast, … → rows in the tables, new and known
  std::map<std::string, std::int64_t> rejected;  // "ts: is missing" → rows; of reasons that differ in figures the first
  std::vector<capture::NotRead> not_read;
  std::vector<std::string> looks_wrong;
  std::vector<std::string> failed;  // paths that gave nothing, with the reason
};

// Prints it. Exit code 5 when rows were rejected, a member was refused, or what could not be read looks like a history.
void show(Context& context, const ImportResult& result, std::string_view verb);

// "" where the listener's zone is set, else a line that says how days are counted and how to set it.
std::string zone_hint(const base::Config& config, const std::string& user);

}  // namespace segue::cli
