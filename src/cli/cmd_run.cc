#include <fmt/core.h>

#include "base/error.h"
#include "base/json.h"
#include "cli/context.h"
#include "cli/output.h"
#include "pipeline/run.h"

namespace segue::cli {
namespace {

using pipeline::RunReport;
using pipeline::StepOutcome;

std::string to_json(Context& context, const RunReport& report, bool dry_run) {
  base::JsonArray steps;
  for (const auto& one : report.steps) {
    base::JsonObject json;
    const bool due = one.outcome != StepOutcome::not_due;
    json.text("step", name_of(one.step)).flag("due", due).text("why", one.why);
    json.text("outcome", dry_run && one.outcome == StepOutcome::done ? "due" : name_of(one.outcome));
    one.run ? json.number("exit", one.run->exit_code) : json.null("exit");
    one.run ? json.number("seconds", one.run->seconds) : json.null("seconds");
    one.run && !one.run->result.empty() ? json.raw("result", one.run->result) : json.null("result");
    steps.raw(json.text("note", one.note).str());
  }
  return base::JsonObject{}
             .text("user", context.user())
             .flag("deferred", report.deferred)
             .flag("dry_run", dry_run)
             .raw("steps", steps.str())
             .str() +
         "\n";
}

// Returns the table of steps, or "" if nothing is due.
std::string to_text(const RunReport& report, bool dry_run, bool all) {
  Table table({{"step", 10}, {dry_run ? "would be" : "outcome", 9}, {"seconds", 8, true}, {"why", kWhole}});
  bool any = false;
  for (const auto& one : report.steps) {
    if (one.outcome == StepOutcome::not_due && !all) continue;
    any = true;
    table.row({std::string(name_of(one.step)), std::string(name_of(one.outcome)),
               one.run ? fmt::format("{:.1f}", one.run->seconds) : "", one.note.empty() ? one.why : one.note});
  }
  return any ? table.str() : "";
}

// Returns the exit code of the first step that did not go well, or 0.
int exit_code_of(const RunReport& report) {
  for (const auto& one : report.steps) {
    if (one.outcome == StepOutcome::no_login) return static_cast<int>(base::Fault::login);
    if (one.outcome != StepOutcome::failed) continue;
    // A step that a signal ended has a code above 128.
    const int code = one.run->exit_code;
    return code <= static_cast<int>(base::Fault::due) ? code : static_cast<int>(base::Fault::internal);
  }
  return 0;
}

void run(Context& context, bool dry_run) {
  const RunReport report = pipeline::run_due(context.home(), dry_run);
  print(context.json ? to_json(context, report, dry_run) : to_text(report, dry_run, dry_run || context.verbose));
  context.exit_code = dry_run ? 0 : exit_code_of(report);
}

}  // namespace

void add_run(CLI::App& app, Context& context) {
  auto dry_run = std::make_shared<bool>(false);
  auto* command = app.add_subcommand("run", "run all steps that are due, in order, once");
  command->add_flag("--dry-run", *dry_run, "show what is due and why; do nothing");
  command->footer(
      "poll       after 20 minutes, if no other machine polls\n"
      "enrich     once in a UTC day\n"
      "transform  when a build would read something new: a play, an import, a rule, an\n"
      "           answer, another setting; else once in 24 hours, for the proof\n"
      "train      once a week, from Monday (UTC), if its lists have changed\n"
      "playlist   once a week, after the training\n"
      "Nothing is printed when nothing is due. A step that fails stops only what needs\n"
      "it; the exit code is that of the first that failed, 3 where a login is missed.\n"
      "While another segue loads or builds, the rest is left to the next run: exit 0.");
  command->callback([&context, dry_run] { run(context, *dry_run); });
}

}  // namespace segue::cli
