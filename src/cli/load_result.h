// The counts that `import`, `load` and `corpus add` end with: rows = loaded + known + rejected.
#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/json.h"
#include "cli/context.h"
#include "load/load.h"

namespace segue::cli {

struct LoadResult {
  std::int64_t rows = 0, loaded = 0, known = 0, rejected = 0, members_refused = 0;
  std::map<std::string, std::int64_t> sources;
  std::vector<std::string> refusals;  // "<member>: <why>"
  std::string reject_file;            // "" = nothing rejected
  bool deferred = false;
};

LoadResult summed(const std::vector<load::ObjectReport>& objects);

// Writes one line a rejected row or refused member (member, row, field, reason; tab-separated, with a header) to a
// file named by its content; sets `reject_file`.
void write_rejects(LoadResult& result, const std::vector<load::ObjectReport>& objects,
                   const std::filesystem::path& folder);

// What show() prints, and the code that it sets, for results that say more.
base::JsonObject json_of(const LoadResult& result);
std::string text_of(const LoadResult& result, std::string_view verb);
void set_exit_code(Context& context, const LoadResult& result);

// Prints the result and sets exit code 5 when anything was rejected or refused.
void show(Context& context, const LoadResult& result, std::string_view verb);

}  // namespace segue::cli
