// The step `load`: turns what landed in the lake into rows of the raw tables. Other steps load through it, too.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "load/load.h"
#include "pipeline/home.h"

namespace segue::pipeline {

// The counts that `import`, `load` and `corpus add` end with: rows = loaded + known + rejected.
struct LoadResult {
  std::int64_t rows = 0, loaded = 0, known = 0, rejected = 0, members_refused = 0;
  std::map<std::string, std::int64_t> sources;
  std::vector<std::string> refusals;  // "<member>: <why>"
  std::string reject_file;            // "" = nothing rejected
  bool deferred = false;              // another segue holds the tables; its load or the next takes the rows in
};

// Returns the sums of the reports, without `reject_file`.
LoadResult summed(const std::vector<load::ObjectReport>& objects);

// Writes one line for each rejected row and each refused member (member, row, field, reason; tab-separated, with a
// header) to a file that is named by its content, and returns the file's path, or "" if there is nothing to write.
std::string write_rejects(const std::vector<load::ObjectReport>& objects, const std::filesystem::path& folder);

struct LoadFlags {
  int threads = 2;                       // how many objects are read at once
  std::optional<std::uint64_t> shuffle;  // load in another order, by this seed; for tests: no mart may change
};

// Waits for the lock and loads everything that the ledger does not hold. Gives a notice if the lake has lost objects.
LoadResult load_lake(Home& home, const LoadFlags& flags);

// Loads what is new in the lake, but tries the lock only once, since capture must not wait for the warehouse. Then
// calls `ask`, unless it is empty, with a connection to the tables, and returns the report. Returns nothing if another
// segue holds the lock: the next load takes in what landed.
std::optional<load::Report> load_if_free(Home& home, const load::Options& options,
                                         const std::function<void(warehouse::Connection&)>& ask = {});

}  // namespace segue::pipeline
