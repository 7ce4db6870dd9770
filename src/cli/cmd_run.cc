#include <fmt/core.h>

#include "base/error.h"
#include "base/json.h"
#include "capture/poll.h"
#include "cli/output.h"
#include "cli/spotify_session.h"
#include "cli/version.h"
#include "load/backlog.h"
#include "pipeline/due.h"
#include "pipeline/step_child.h"
#include "pipeline/train.h"
#include "spotify/consent.h"
#include "transform/build_inputs.h"

namespace segue::cli {
namespace {

using pipeline::Outcome;
using pipeline::Step;
using pipeline::Verdict;

struct StepReport {
  Step step = Step::poll;
  Outcome outcome = Outcome::not_due;
  std::string why;
  std::optional<pipeline::StepRun> run;
  std::string note;  // of a failure, as the run ledger has it
};

struct RunReport {
  bool deferred = false;  // another segue runs, loads or builds: the next run goes on
  std::vector<StepReport> steps;
};

pipeline::Login login_of(Context& context) {
  if (context.config().client_id.empty()) return pipeline::Login::not_set_up;
  const auto consent = SpotifySession(context, context.user()).keeper().consent();
  const bool holds = consent && spotify::consent_end(consent->authorised_at) > context.clock().now();
  return holds ? pipeline::Login::kept : pipeline::Login::missing;
}

// A warehouse and its model serve the whole home: whoever asked for them.
bool is_of_the_home(Step step) {
  return step == Step::transform || step == Step::train;
}

std::optional<state::Run> newest_run(Context& context, Step step) {
  const std::string user = is_of_the_home(step) ? "" : context.user();
  auto run = context.state().newest(name_of(step), user);
  if (step != Step::transform) return run;
  auto rebuilt = context.state().newest("rebuild", "");
  return rebuilt && (!run || rebuilt->id > run->id) ? rebuilt : run;
}

// What is known of the published build, and of the lake beside it.
void know_builds(Context& context, pipeline::Known& known) {
  if (!known.is_published) {
    known.lake_is_empty = load::objects_that_tables_hold(context.lake()).empty();
    return;
  }
  known.news = pipeline::news_for(context.lake(), *context.warehouse().read());
  for (const auto& build : context.state().builds()) {
    if (build.number != known.news.build || !build.inputs) continue;
    known.built_at = build.passed;
    const auto then = transform::inputs_in(*build.inputs);
    for (const auto& [name, value] :
         transform::build_inputs(context.config(), base::process_environment, SEGUE_VERSION))
      if (const auto at = then.find(name); at == then.end() || at->second != value) known.changed.push_back(name);
  }
}

// What the verdict over `step` asks for; the lake is looked at where it matters alone.
pipeline::Known known(Context& context, Step step, pipeline::Login login) {
  pipeline::Known known;
  known.now = context.clock().now();
  known.login = login;
  known.is_published = context.warehouse().is_published();
  if (const auto run = newest_run(context, step))
    known.tried[step] = {run->started, run->ended ? std::optional(run->exit_code) : std::nullopt};
  if (step == Step::poll) known.last_good_poll = capture::last_good_poll(context.lake(), context.user(), known.now);
  if (step == Step::transform) know_builds(context, known);
  // Asked only where a training would be due, because it reads all lists.
  if (step == Step::train && pipeline::verdict(step, known).kind == Verdict::Kind::due) {
    const base::Config& config = context.config();
    const auto published = context.warehouse().read();
    const pipeline::TrainInput input{published.get(),
                                     config.corpora(),
                                     corpus::registered(context.lake(), context.user()),
                                     config.learn_from_api,
                                     {}};
    known.trained_on_the_same = pipeline::was_trained_on(config.models(), pipeline::digest_of(input));
  }
  return known;
}

void run_one(Context& context, StepReport& report) {
  report.run = pipeline::run_step(report.step, context.user(), base::process_environment);
  const bool is_well = report.run->exit_code == 0 || report.run->lane_is_spent;
  report.outcome = is_well ? Outcome::done : Outcome::failed;
  if (is_well) return;
  const auto noted = newest_run(context, report.step);
  report.note = noted && !noted->note.empty() ? noted->note : fmt::format("ended with {}", report.run->exit_code);
}

// What becomes of one step; a login that turns out to have ended is missed by those after it.
StepReport take(Context& context, Step step, pipeline::Login& login, const std::map<Step, Outcome>& so_far,
                bool dry_run) {
  const Verdict verdict = pipeline::verdict(step, known(context, step, login));
  StepReport report{step, Outcome::not_due, verdict.why, {}, ""};
  if (verdict.kind == Verdict::Kind::not_due) return report;
  if (verdict.kind == Verdict::Kind::no_login) {
    report.outcome = Outcome::no_login;
    return report;
  }
  if (const auto before = pipeline::held_by(step, so_far)) {
    report.outcome = so_far.at(*before) == Outcome::deferred ? Outcome::deferred : Outcome::left_out;
    report.why = fmt::format("needs {} ({})", name_of(*before), name_of(so_far.at(*before)));
    return report;
  }
  if (pipeline::needs_warehouse(step) && !base::FileLock::try_take(context.files().lock())) {
    report.outcome = Outcome::deferred;
    report.why = "another segue is loading or building";
    return report;
  }
  if (dry_run) {
    report.outcome = Outcome::done;
    return report;
  }
  run_one(context, report);
  if (report.run->exit_code == static_cast<int>(base::Fault::login)) login = pipeline::Login::missing;
  return report;
}

std::string to_json(Context& context, const RunReport& report, bool dry_run) {
  base::JsonArray steps;
  for (const auto& one : report.steps) {
    base::JsonObject json;
    const bool due = one.outcome != Outcome::not_due;
    json.text("step", name_of(one.step)).flag("due", due).text("why", one.why);
    json.text("outcome", dry_run && one.outcome == Outcome::done ? "due" : name_of(one.outcome));
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

// Nothing where nothing is due.
std::string to_text(const RunReport& report, bool dry_run, bool all) {
  Table table({{"step", 10}, {dry_run ? "would be" : "outcome", 9}, {"seconds", 8, true}, {"why", kWhole}});
  bool any = false;
  for (const auto& one : report.steps) {
    if (one.outcome == Outcome::not_due && !all) continue;
    any = true;
    table.row({std::string(name_of(one.step)), std::string(name_of(one.outcome)),
               one.run ? fmt::format("{:.1f}", one.run->seconds) : "", one.note.empty() ? one.why : one.note});
  }
  return any ? table.str() : "";
}

// Of the first step that did not go well.
int exit_code_of(const RunReport& report) {
  for (const auto& one : report.steps) {
    if (one.outcome == Outcome::no_login) return static_cast<int>(base::Fault::login);
    if (one.outcome != Outcome::failed) continue;
    const int code = one.run->exit_code;
    return code <= static_cast<int>(base::Fault::due) ? code : static_cast<int>(base::Fault::internal);
  }
  return 0;
}

void run(Context& context, bool dry_run) {
  const std::filesystem::path home = context.config().home;
  if (!std::filesystem::exists(home))
    throw base::Error(base::Fault::usage, fmt::format("{} is not there: run `segue init`", home.string()));
  RunReport report;
  const auto alone = base::FileLock::try_take(home / "run.lock");
  report.deferred = !alone;
  if (!alone) fmt::print(stderr, "another `segue run` goes on in {}: nothing is done by this one\n", home.string());
  auto login = login_of(context);
  std::map<Step, Outcome> so_far;
  for (const Step step : pipeline::kSteps) {
    if (!alone) break;
    report.steps.push_back(take(context, step, login, so_far, dry_run));
    so_far[step] = report.steps.back().outcome;
    report.deferred = report.deferred || report.steps.back().outcome == Outcome::deferred;
  }
  print(context.json ? to_json(context, report, dry_run) : to_text(report, dry_run, dry_run || context.verbose));
  context.exit_code = dry_run ? 0 : exit_code_of(report);
}

}  // namespace

void add_run(CLI::App& app, Context& context) {
  auto dry_run = std::make_shared<bool>(false);
  auto* command = app.add_subcommand("run", "all due steps, in order, once");
  command->add_flag("--dry-run", *dry_run, "say what is due and why, do nothing");
  command->footer(
      "poll       after 20 minutes, where nobody else's pages come\n"
      "enrich     once in a UTC day\n"
      "transform  when a build would read something new: a play, an import, a rule, an\n"
      "           answer, another setting; else once in 24 hours, for the proof\n"
      "train      once a week, from Monday (UTC), if its lists have changed\n"
      "playlist   once a week, behind the training\n"
      "Nothing is printed when nothing is due. A step that fails stops only what needs\n"
      "it; the exit code is that of the first that failed, 3 where a login is missed.\n"
      "While another segue loads or builds, the rest is left to the next run: exit 0.");
  command->callback([&context, dry_run] { run(context, *dry_run); });
}

}  // namespace segue::cli
