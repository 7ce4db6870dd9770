// How it works: everything up to publish() changes only raw tables and what dbt builds, which readers do not see, so a
// kill or a failed test leaves the published warehouse as it was. The raw tables are closed while dbt runs, since
// DuckDB lets one process write.
#include "transform/build.h"

#include <fmt/core.h>

#include <chrono>

#include "base/error.h"
#include "base/log.h"
#include "warehouse/builds.h"

namespace segue::transform {
namespace {

struct Before {
  std::int64_t plays = 0, build = 0;  // of the published build; 0 if nothing is published
};

Before published_before(warehouse::Warehouse& warehouse) {
  if (!warehouse.is_published()) return {};
  const auto published = warehouse.read();
  return {warehouse::rows_of(*published, "fct_plays"), warehouse::build_number(*published)};
}

// Loads what is new and returns the number of the coming build.
std::int64_t load_and_number(warehouse::Warehouse& warehouse, const base::FileLock& held, const lake::Lake& lake,
                             const load::Options& options, std::int64_t published) {
  const auto work = warehouse.open(held);
  const load::Report loaded = load::load_new(lake, *work, options);
  const std::int64_t number = warehouse::number_build(*work->connect(), loaded.manifests, published);
  work->close();
  return number;
}

[[noreturn]] void fail_build(const DbtOutcome& outcome, const DbtHome& home) {
  std::string what;
  int named = 0;
  for (const auto& node : outcome.nodes)
    if (node.failed() && ++named <= 5) what += fmt::format("\n  {} ({}): {}", node.name, node.status, node.message);
  for (const auto& error : outcome.errors)
    if (named == 0 && what.size() < 2000) what += "\n  " + error;
  throw base::Error(
      base::Fault::internal,
      fmt::format("dbt build failed (exit {}); the published warehouse stays as it was; dbt's log is {}:{}",
                  outcome.exit_code, (home.logs() / "dbt.log").string(), what));
}

void count_nodes(Built& result) {
  for (const auto& node : result.nodes) {
    if (node.is_model()) ++result.models;
    if (node.is_test()) {
      ++result.tests;
      ++(node.status == "pass" || node.status == "warn" ? result.passed : result.failed);
    }
  }
}

}  // namespace

Built build(const DbtHome& home, warehouse::Warehouse& warehouse, const base::FileLock& held, const lake::Lake& lake,
            const load::Options& options, const Watcher& watcher) {
  const auto start = std::chrono::steady_clock::now();
  Built result;
  warehouse.begin_build(held);
  const Before before = published_before(warehouse);
  watcher.phase("load");
  result.build = load_and_number(warehouse, held, lake, options, before.build);
  watcher.phase("dbt");
  const warehouse::DbtTarget to = warehouse.dbt_target();
  DbtOutcome outcome = dbt_build(home, to, held, watcher.dbt);
  if (outcome.exit_code != 0) fail_build(outcome, home);
  result.nodes = std::move(outcome.nodes);
  count_nodes(result);
  const auto build_own = [&] {
    watcher.phase("own models");
    result.own = build_own_models(home, to, to.by_hand, held, watcher.dbt);
    const auto work = warehouse.open(held);
    drop_gone_models(home, *work->connect());
    work->close();
  };
  // On PostgreSQL marts are built in one schema and shown in another, and the user's views must read the shown ones. On
  // DuckDB the user's models must be in the work file before it is copied.
  const bool is_shown_elsewhere = to.by_hand != to.name;
  if (!is_shown_elsewhere) build_own();
  warehouse.settle(held);
  watcher.passed(result.build);
  watcher.phase("copy");
  warehouse.publish(held, outcome.marts, [&] { watcher.phase("rename"); });
  if (is_shown_elsewhere) build_own();
  const auto published = warehouse.read();
  result.plays = warehouse::rows_of(*published, "fct_plays");
  result.plays_new = result.plays - before.plays;
  result.rows_merged = warehouse::rows_of(*published, "fct_play_rows") - result.plays;
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace segue::transform
