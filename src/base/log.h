// Logs go to stderr, one line each. Callers never log secrets: tokens, codes, Authorization values.
#pragma once
#include <spdlog/spdlog.h>

namespace segue::base {

// Returns debug if `verbose`, else the level that SEGUE_LOG names (trace, debug, info, warn, error, off), else warn.
spdlog::level::level_enum log_level(bool verbose, const char* segue_log);
// Called once, by main.
void start_logging(spdlog::level::level_enum level);

}  // namespace segue::base
