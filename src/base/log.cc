#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>

namespace segue::base {

spdlog::level::level_enum log_level(bool verbose, const char* segue_log) {
  const std::string named = segue_log == nullptr ? "" : segue_log;
  if (named == "trace") return spdlog::level::trace;
  if (verbose) return spdlog::level::debug;
  const auto level = spdlog::level::from_str(named);  // from_str returns off for a name that it does not know
  return level == spdlog::level::off && named != "off" ? spdlog::level::warn : level;
}

void start_logging(spdlog::level::level_enum level) {
  auto logger = std::make_shared<spdlog::logger>("segue", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
  logger->set_level(level);
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace segue::base
