// Numbers of builds, the published and the coming one, and what each build took in.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "warehouse/connection.h"

namespace segue::warehouse {

// Returns the number of the published build.
std::int64_t build_number(Connection& published);
// Counts the rows of a published mart, such as "fct_plays".
std::int64_t rows_of(Connection& published, std::string_view mart);

// Returns the number of the coming build, and notes in the same transaction what the build holds. No earlier build had
// that number, not even before a rebuild, so what is noted under it is in no other build. `published` is the number of
// the published build, 0 if nothing is published.
std::int64_t number_build(Connection& work, const std::vector<std::string>& manifests, std::int64_t published);
// Notes in the raw tables that `build` holds every loaded object and these manifests, unless an earlier build held
// them.
void note_built(Connection& work, const std::vector<std::string>& manifests, std::int64_t build);

}  // namespace segue::warehouse
