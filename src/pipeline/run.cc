// How it works: steps run one after the other, each as a child process, so a step that crashes or is killed does not
// end the run.
#include "pipeline/run.h"

#include <fmt/core.h>

#include <map>

#include "base/error.h"
#include "base/version.h"
#include "capture/poll.h"
#include "load/backlog.h"
#include "pipeline/spotify_session.h"
#include "pipeline/train.h"
#include "spotify/consent.h"
#include "transform/build_inputs.h"

namespace segue::pipeline {
namespace {

Login login_of(Home& home) {
  if (home.config().client_id.empty()) return Login::not_set_up;
  const auto consent = SpotifySession(home, home.user()).keeper().consent();
  const bool holds = consent && spotify::consent_end(consent->authorised_at) > home.clock().now();
  return holds ? Login::kept : Login::missing;
}

// Returns whether the step serves the whole home, whoever runs it: the warehouse and the model are shared.
bool is_of_the_home(Step step) {
  return step == Step::transform || step == Step::train;
}

std::optional<state::Run> newest_run(Home& home, Step step) {
  const std::string user = is_of_the_home(step) ? "" : home.user();
  auto run = home.state().newest(name_of(step), user);
  // `rebuild` publishes a build, too: the newer run of both counts.
  if (step != Step::transform) return run;
  auto rebuilt = home.state().newest("rebuild", "");
  return rebuilt && (!run || rebuilt->id > run->id) ? rebuilt : run;
}

// Fills in what is known about the published build and the lake.
void know_builds(Home& home, Known& known) {
  if (!known.is_published) {
    known.lake_is_empty = load::objects_that_tables_hold(home.lake()).empty();
    return;
  }
  known.news = news_for(home.lake(), *home.warehouse().read());
  for (const auto& build : home.state().builds()) {
    if (build.number != known.news.build || !build.inputs) continue;
    known.built_at = build.passed;
    const auto then = transform::inputs_in(*build.inputs);
    for (const auto& [name, value] : transform::build_inputs(home.config(), home.environment(), SEGUE_VERSION))
      if (const auto at = then.find(name); at == then.end() || at->second != value) known.changed.push_back(name);
  }
}

// Returns what the verdict on `step` needs. The lake is read only if that matters.
Known known(Home& home, Step step, Login login) {
  Known known;
  known.now = home.clock().now();
  known.login = login;
  known.is_published = home.warehouse().is_published();
  if (const auto run = newest_run(home, step))
    known.tried[step] = {run->started, run->ended ? std::optional(run->exit_code) : std::nullopt};
  if (step == Step::poll) known.last_good_poll = capture::last_good_poll(home.lake(), home.user(), known.now);
  if (step == Step::transform) know_builds(home, known);
  // Only if a training would be due, because this reads all lists.
  if (step == Step::train && verdict(step, known).kind == Verdict::Kind::due) {
    const auto published = home.warehouse().read();
    known.trained_on_the_same = was_trained_on(home.config().models(), digest_of(train_input(home, *published)));
  }
  return known;
}

void run_one(Home& home, StepReport& report) {
  report.run = run_step(report.step, home.user(), home.environment());
  const bool is_well = report.run->exit_code == 0 || report.run->lane_is_spent;
  report.outcome = is_well ? StepOutcome::done : StepOutcome::failed;
  if (is_well) return;
  const auto noted = newest_run(home, report.step);
  report.note = noted && !noted->note.empty() ? noted->note : fmt::format("ended with {}", report.run->exit_code);
}

// Judges one step and runs it if it is due. If the step finds the login ended, `login` is missing for the later steps.
StepReport take(Home& home, Step step, Login& login, const std::map<Step, StepOutcome>& so_far, bool dry_run) {
  const Verdict judged = verdict(step, known(home, step, login));
  StepReport report{step, StepOutcome::not_due, judged.why, {}, ""};
  if (judged.kind == Verdict::Kind::not_due) return report;
  if (judged.kind == Verdict::Kind::no_login) {
    report.outcome = StepOutcome::no_login;
    return report;
  }
  if (const auto before = held_by(step, so_far)) {
    report.outcome = so_far.at(*before) == StepOutcome::deferred ? StepOutcome::deferred : StepOutcome::left_out;
    report.why = fmt::format("needs {} ({})", name_of(*before), name_of(so_far.at(*before)));
    return report;
  }
  if (needs_warehouse(step) && !base::FileLock::try_take(home.files().lock())) {
    report.outcome = StepOutcome::deferred;
    report.why = "another segue is loading or building";
    return report;
  }
  if (dry_run) {
    report.outcome = StepOutcome::done;
    return report;
  }
  run_one(home, report);
  if (report.run->exit_code == static_cast<int>(base::Fault::login)) login = Login::missing;
  return report;
}

}  // namespace

RunReport run_due(Home& home, bool dry_run) {
  const std::filesystem::path& folder = home.config().home;
  if (!std::filesystem::exists(folder))
    throw base::Error(base::Fault::usage, fmt::format("{} does not exist: run `segue init`", folder.string()));
  RunReport report;
  const auto alone = base::FileLock::try_take(folder / "run.lock");
  report.deferred = !alone;
  if (!alone) {
    home.observer().notice(fmt::format("another `segue run` is running in {}: this one does nothing", folder.string()));
    return report;
  }
  auto login = login_of(home);
  std::map<Step, StepOutcome> so_far;
  // Each step is judged right before its turn, because earlier steps change what is known.
  for (const Step step : kSteps) {
    report.steps.push_back(take(home, step, login, so_far, dry_run));
    so_far[step] = report.steps.back().outcome;
    report.deferred = report.deferred || report.steps.back().outcome == StepOutcome::deferred;
  }
  return report;
}

}  // namespace segue::pipeline
