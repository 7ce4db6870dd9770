#include "pipeline/transform.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>

#include "base/error.h"
#include "base/log.h"
#include "pipeline/news.h"

namespace segue::pipeline {
namespace {

std::int64_t count_of(warehouse::Connection& published, const char* mart) {
  return published.number(fmt::format("select count(*) from segue.{}", mart));
}

struct Before {
  std::int64_t plays = 0, build = 0;  // of what is published; 0 where nothing is
};

Before published_before(warehouse::Warehouse& warehouse) {
  if (!warehouse.is_published()) return {};
  const auto published = warehouse.read();
  return {count_of(*published, "fct_plays"), published->number("select number from segue.build")};
}

// Loads what is new and gives the coming build its number, which no build before it had, a rebuild's neither: what is
// noted under it is in no other.
std::int64_t load_and_number(warehouse::Warehouse& warehouse, const base::FileLock& held, const lake::Lake& lake,
                             const load::Options& options, std::int64_t published) {
  const auto work = warehouse.open(held);
  const load::Report loaded = load::load_new(lake, *work, options);
  std::int64_t number = 0;
  {
    const auto connection = work->connect();
    number = std::max(connection->number("select coalesce(max(number), 0) from segue_raw.build"), published) + 1;
    warehouse::Transaction transaction(*connection);
    note_built(*connection, loaded.manifests, number);
    connection->execute(fmt::format("delete from segue_raw.build; insert into segue_raw.build values ({})", number));
    transaction.commit();
  }
  work->close();
  return number;
}

[[noreturn]] void fail_build(const DbtOutcome& outcome, const std::filesystem::path& home) {
  std::string what;
  int named = 0;
  for (const auto& node : outcome.nodes)
    if (node.failed() && ++named <= 5) what += fmt::format("\n  {} ({}): {}", node.name, node.status, node.message);
  for (const auto& error : outcome.errors)
    if (named == 0 && what.size() < 2000) what += "\n  " + error;
  throw base::Error(
      base::Fault::internal,
      fmt::format("dbt build failed (exit {}); the published warehouse stays as it was; dbt's log is {}:{}",
                  outcome.exit_code, (home / "dbt" / "logs" / "dbt.log").string(), what));
}

void count_nodes(TransformResult& result) {
  for (const auto& node : result.nodes) {
    if (node.is_model()) ++result.models;
    if (node.is_test()) {
      ++result.tests;
      ++(node.status == "pass" || node.status == "warn" ? result.passed : result.failed);
    }
  }
}

}  // namespace

TransformResult transform(const Installation& installation, const std::filesystem::path& home,
                          const std::filesystem::path& own, warehouse::Warehouse& warehouse, const base::FileLock& held,
                          const lake::Lake& lake, const load::Options& options, const TransformWatcher& watcher) {
  const auto start = std::chrono::steady_clock::now();
  TransformResult result;
  warehouse.begin_build(held);
  const Before before = published_before(warehouse);
  watcher.phase("load");
  result.build = load_and_number(warehouse, held, lake, options, before.build);
  watcher.phase("dbt");
  const warehouse::DbtTarget to = warehouse.dbt_target();
  DbtOutcome outcome = dbt_build(installation, home, to, held, watcher.dbt);
  if (outcome.exit_code != 0) fail_build(outcome, home);
  result.nodes = std::move(outcome.nodes);
  count_nodes(result);
  const auto build_own = [&] {
    watcher.phase("own models");
    result.own = build_own_models(installation, home, own, to, to.by_hand, held, watcher.dbt);
    const auto work = warehouse.open(held);
    drop_gone_models(home, own, *work->connect());
    work->close();
  };
  // Where marts are built in one place and shown in another, views of the user's read what is shown.
  const bool is_shown_elsewhere = to.by_hand != to.name;
  if (!is_shown_elsewhere) build_own();
  warehouse.settle(held);
  watcher.passed(result.build);
  watcher.phase("copy");
  warehouse.publish(held, outcome.marts, [&] { watcher.phase("rename"); });
  if (is_shown_elsewhere) build_own();
  const auto published = warehouse.read();
  result.plays = count_of(*published, "fct_plays");
  result.plays_new = result.plays - before.plays;
  result.rows_merged = count_of(*published, "fct_play_rows") - result.plays;
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace segue::pipeline
