#include "cli/context.h"

#include <fmt/core.h>

#include "base/error.h"
#include "pipeline/run_ledger.h"

namespace segue::cli {

pipeline::Home& Context::home() {
  if (!home_) {
    auto config = settings::load_config(base::process_environment);
    if (!user_flag.empty()) config.user = user_flag;
    if (!settings::is_user_name(config.user))
      throw base::Error(base::Fault::usage,
                        fmt::format("--user {}: a name has 1 to 32 of a-z, 0-9, _ and -", config.user));
    home_ = std::make_unique<pipeline::Home>(std::move(config), base::process_environment, terminal_);
  }
  return *home_;
}

void Context::step(std::string_view name, const std::function<void()>& work) {
  step(name, user(), work);
}

void Context::step(std::string_view name, const std::string& whose, const std::function<void()>& work) {
  pipeline::in_ledger(home(), name, whose, [&] {
    work();
    return exit_code;
  });
}

}  // namespace segue::cli
