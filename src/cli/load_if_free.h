// Loading after something has landed, where capture must not wait for the warehouse.
#pragma once
#include <functional>
#include <optional>

#include "cli/context.h"

namespace segue::cli {

// Tries the lock once. A report: what lies in the lake unloaded is loaded, and `ask` (may be empty) has looked at the
// tables. Nothing: a build holds the lock, and the next load takes in what landed.
std::optional<load::Report> load_if_free(Context& context, const load::Options& options,
                                         const std::function<void(warehouse::Connection&)>& ask = {});

}  // namespace segue::cli
