// The step `load`: what landed in the lake becomes rows of the raw tables. Other steps load through it, too.
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
  bool deferred = false;              // another segue holds the tables: its load or the next one takes these rows in
};

// Without `reject_file`.
LoadResult summed(const std::vector<load::ObjectReport>& objects);

// Writes one line for each rejected row and each refused member (member, row, field, reason; tab-separated, with a
// header) to a file that is named by its content, and returns the file's path; "" when there is none to write.
std::string write_rejects(const std::vector<load::ObjectReport>& objects, const std::filesystem::path& folder);

struct LoadFlags {
  int threads = 2;                       // objects that are read at once
  std::optional<std::uint64_t> shuffle;  // load in another order, by this seed; the marts must not change (tests)
};

// Waits for the lock and loads everything that the ledger does not hold. A notice says what the lake has lost.
LoadResult load_lake(Home& home, const LoadFlags& flags);

// Loads after something has landed, where capture must not wait for the warehouse: tries the lock once. A report: what
// lay in the lake unloaded is loaded, and `ask` (may be empty) has looked at the tables. Nothing: another segue holds
// the lock, and the next load takes in what landed.
std::optional<load::Report> load_if_free(Home& home, const load::Options& options,
                                         const std::function<void(warehouse::Connection&)>& ask = {});

}  // namespace segue::pipeline
