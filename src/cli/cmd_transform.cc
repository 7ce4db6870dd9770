#include <fmt/core.h>

#include <algorithm>

#include "base/json.h"
#include "cli/context.h"
#include "cli/import_result.h"
#include "cli/output.h"
#include "pipeline/build.h"

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
  text += fmt::format("{} plays ({}{} since the last build), {} rows show a known play\n", with_commas(r.plays),
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

void build_and_report(Context& context, const pipeline::BuildFlags& flags) {
  const auto result = pipeline::build(context.home(), flags);
  if (result.own)
    for (const auto& failure : result.own->failures)
      fmt::print(stderr, "segue: a model of your own failed: {}\n", failure);
  print(context.json ? to_json(result) : to_text(result) + zone_hint(context.config(), context.user()));
}

}  // namespace

void add_transform(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("transform", "load, run `dbt build`, publish if its tests pass");
  command->callback([&context] { context.step("transform", [&] { build_and_report(context, {}); }); });
}

void add_rebuild(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("rebuild", "make the warehouse anew from the lake alone");
  auto flags = std::make_shared<pipeline::BuildFlags>();
  flags->anew = true;
  command->add_flag("--even-if-smaller", flags->even_if_smaller, "build even if the lake has lost objects");
  command->callback([&context, flags] { context.step("rebuild", [&] { build_and_report(context, *flags); }); });
}

}  // namespace segue::cli
