// Logs go to stderr, one line each. Callers never pass secrets: tokens, codes, Authorization values.
#pragma once
#include <spdlog/spdlog.h>

namespace segue::base {

// debug where `verbose`, else what SEGUE_LOG names (trace, debug, info, warn, error, off), else warn.
spdlog::level::level_enum log_level(bool verbose, const char* segue_log);
// Called once by main: to stderr.
void start_logging(spdlog::level::level_enum level);

}  // namespace segue::base
