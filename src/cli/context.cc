#include "cli/context.h"

#include <fmt/core.h>

#include "base/error.h"

namespace segue::cli {

const base::Config& Context::config() {
  if (!config_) {
    auto config = base::load_config(base::process_environment);
    if (!user_flag.empty()) config.user = user_flag;
    if (!base::is_user_name(config.user))
      throw base::Error(base::Fault::usage,
                        fmt::format("--user {}: a name has 1 to 32 of a-z, 0-9, _ and -", config.user));
    config_ = std::make_unique<base::Config>(std::move(config));
  }
  return *config_;
}

std::string Context::user() {
  return config().user;
}

const base::Clock& Context::clock() {
  if (!clock_) clock_ = std::make_unique<base::SystemClock>();
  return *clock_;
}

lake::Lake& Context::lake() {
  if (!lake_) lake_ = std::make_unique<lake::DirectoryLake>(config().lake());
  return *lake_;
}

load::Options Context::load_options() {
  load::Options options;
  options.zones = config().zones;
  return options;
}

base::FileLock Context::take_lock() {
  if (auto lock = base::FileLock::try_take(files().lock())) return std::move(*lock);
  fmt::print(stderr, "waiting for another segue that is loading or building in {}\n", config().home.string());
  return base::FileLock::take(files().lock());
}

void Context::record_build(std::int64_t) {}

}  // namespace segue::cli

