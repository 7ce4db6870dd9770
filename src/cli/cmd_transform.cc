#include <fmt/core.h>

#include <algorithm>

#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "cli/context.h"
#include "cli/import_result.h"
#include "cli/lake_check.h"
#include "cli/output.h"
#include "cli/version.h"
#include "transform/build.h"
#include "transform/build_inputs.h"

namespace segue::cli {
namespace {

std::string own_json(const transform::OwnModels& own) {
  base::JsonArray failures;
  for (const auto& failure : own.failures) failures.text(failure);
  return base::JsonObject{}
      .number("models", own.models)
      .number("tests", own.tests)
      .number("failed", own.failures.size())
      .raw("failures", failures.str())
      .str();
}

std::string to_json(const transform::Built& r) {
  base::JsonObject json;
  json.number("build", r.build)
      .number("models", r.models)
      .number("tests", r.tests)
      .number("passed", r.passed)
      .number("failed", r.failed)
      .number("plays", r.plays)
      .number("plays_new", r.plays_new)
      .number("rows_merged", r.rows_merged)
      .number("seconds", r.seconds);
  r.own ? json.raw("own", own_json(*r.own)) : json.null("own");
  return json.str() + "\n";
}

std::string to_text(const transform::Built& r) {
  std::string text = fmt::format("Built {} models, {} of {} tests passed, in {:.1f} s (build {})\n", r.models, r.passed,
                                 r.tests, r.seconds, r.build);
  text += fmt::format("{} plays ({}{} since the last build), {} rows tell of a known one\n", with_commas(r.plays),
                      r.plays_new < 0 ? "" : "+", with_commas(r.plays_new), with_commas(r.rows_merged));
  if (r.own)
    text += fmt::format("{} models and {} tests of your own{}\n", r.own->models, r.own->tests,
                        r.own->failures.empty() ? "" : fmt::format(", {} failed", r.own->failures.size()));
  std::vector<transform::DbtNode> models;
  for (const auto& node : r.nodes)
    if (node.is_model()) models.push_back(node);
  std::stable_sort(models.begin(), models.end(), [](const auto& a, const auto& b) { return a.seconds > b.seconds; });
  Table table({{"slowest models", 44}, {"seconds", 8, true}});
  for (std::size_t i = 0; i < std::min<std::size_t>(models.size(), 5); ++i)
    table.row({models[i].name.substr(models[i].name.rfind('.') + 1), fmt::format("{:.2f}", models[i].seconds)});
  return text + table.str();
}

struct Flags {
  bool anew = false;             // without the tables that are there
  bool even_if_smaller = false;  // whatever the lake lacks
};

// What the lake lacks; throws where that is too much.
load::Lost look_at_lake(Context& context, const base::FileLock& held, const Flags& flags) {
  load::Lost lost = lost_of_lake(context, held);
  if (flags.even_if_smaller) return lost;
  if (flags.anew) require_some_lake(context);
  require_whole_lake(context, lost);
  return lost;
}

transform::Built run_transform(Context& context, const Flags& flags) {
  const auto dbt = transform::dbt_home(context.config(), base::process_environment);
  const base::FileLock held = context.take_lock();
  const load::Lost lost = look_at_lake(context, held, flags);
  if (flags.anew) context.warehouse().discard(held);
  transform::Watcher watcher;
  watcher.phase = [](std::string_view phase) {
    progress(fmt::format("transform: {}", phase));
    spdlog::info("transform: {}", phase);
  };
  watcher.dbt = [](const transform::DbtProgress& at) {
    progress(fmt::format("dbt {}/{} {}", at.index, at.total, at.name));
  };
  const auto inputs = transform::build_inputs(context.config(), base::process_environment, SEGUE_VERSION);
  watcher.passed = [&](std::int64_t build) { context.record_build(build, transform::text_of(inputs)); };
  auto result = transform::build(dbt, context.warehouse(), held, context.lake(), context.load_options(), watcher);
  end_progress();
  tell_lost(context, lost, flags.anew);
  return result;
}

void build_and_report(Context& context, const Flags& flags) {
  const auto result = run_transform(context, flags);
  if (result.own)
    for (const auto& failure : result.own->failures)
      fmt::print(stderr, "segue: a model of your own failed: {}\n", failure);
  print(context.json ? to_json(result) : to_text(result) + zone_hint(context.config(), context.user()));
}

}  // namespace

void add_transform(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("transform", "load, `dbt build`, publish when its tests pass");
  command->callback([&context] { context.step("transform", [&] { build_and_report(context, {}); }); });
}

void add_rebuild(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("rebuild", "make the warehouse anew from the lake alone");
  auto flags = std::make_shared<Flags>();
  flags->anew = true;
  command->add_flag("--even-if-smaller", flags->even_if_smaller, "build what is there, however much the lake has lost");
  command->callback([&context, flags] { context.step("rebuild", [&] { build_and_report(context, *flags); }); });
}

}  // namespace segue::cli
