// Logs go to stderr, one line each. Callers never pass secrets: tokens, codes, Authorization values.
#pragma once
#include <spdlog/spdlog.h>

namespace segue::base {

// Called once by main: stderr, level from `--verbose`/`--quiet` or SEGUE_LOG.
void start_logging(spdlog::level::level_enum level);

}  // namespace segue::base
