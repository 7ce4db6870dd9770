// Builds by their numbers: the published one and the coming one, and what a build took in.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "warehouse/connection.h"

namespace segue::warehouse {

// The number of the build that is published.
std::int64_t build_number(Connection& published);
// Rows of a published mart, such as "fct_plays".
std::int64_t rows_of(Connection& published, std::string_view mart);

// Gives the coming build its number and notes, in the same transaction, what it holds. No build before it had that
// number, a rebuild's neither: what is noted under it is in no other. `published`: the number of the published build,
// 0 where nothing is published.
std::int64_t number_build(Connection& work, const std::vector<std::string>& manifests, std::int64_t published);
// Notes in the raw tables that `build` holds what is loaded, and these manifests.
void note_built(Connection& work, const std::vector<std::string>& manifests, std::int64_t build);

}  // namespace segue::warehouse
