#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>

namespace segue::base {

void start_logging(spdlog::level::level_enum level) {
  auto logger = std::make_shared<spdlog::logger>("segue", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
  logger->set_level(level);
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace segue::base
