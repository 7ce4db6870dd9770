#include "pipeline/build.h"

#include <fmt/core.h>

#include "base/log.h"
#include "base/version.h"
#include "pipeline/lake_check.h"
#include "transform/build_inputs.h"

namespace segue::pipeline {
namespace {

// Returns what the lake has lost; throws if that is too much.
load::Lost look_at_lake(Home& home, const base::FileLock& held, const BuildFlags& flags) {
  load::Lost lost = lost_of_lake(home, held);
  if (flags.even_if_smaller) return lost;
  if (flags.anew) require_some_lake(home);
  require_whole_lake(home, lost);
  return lost;
}

}  // namespace

transform::Built build(Home& home, const BuildFlags& flags) {
  const auto dbt = transform::dbt_home(home.config(), home.environment());
  const base::FileLock held = home.take_lock();
  const load::Lost lost = look_at_lake(home, held, flags);
  if (flags.anew) home.warehouse().discard(held);
  transform::Watcher watcher;
  watcher.phase = [&](std::string_view phase) {
    home.observer().progress(fmt::format("transform: {}", phase));
    spdlog::info("transform: {}", phase);
  };
  watcher.dbt = [&](const transform::DbtProgress& at) {
    home.observer().progress(fmt::format("dbt {}/{} {}", at.index, at.total, at.name));
  };
  const auto inputs = transform::build_inputs(home.config(), home.environment(), SEGUE_VERSION);
  watcher.passed = [&](std::int64_t number) {
    home.state().record_build(number, home.clock().now(), transform::text_of(inputs));
  };
  auto result = transform::build(dbt, home.warehouse(), held, home.lake(), home.load_options(), watcher);
  home.observer().progress_ended();
  notice_lost(home, lost, flags.anew);
  return result;
}

}  // namespace segue::pipeline
