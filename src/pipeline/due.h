// Decides what `segue run` does now, and why, from what is known of a home. Pure.
#pragma once
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "pipeline/news.h"

namespace segue::pipeline {

enum class Step { poll, enrich, transform, train, playlist };
// The steps in the order in which they run. Enriching comes before the build, so that one build takes in its answers.
inline constexpr std::array kSteps{Step::poll, Step::enrich, Step::transform, Step::train, Step::playlist};
std::string_view name_of(Step step);

// From the run ledger: when the step last began, and how it ended.
struct Tried {
  base::Instant began;
  std::optional<int> exit_code;  // not set: it runs now, or was killed
};

enum class Login {
  not_set_up,  // no client id: this home asks Spotify for nothing
  missing,     // nobody has logged in, or the consent has ended
  kept,
};

struct Known {
  base::Instant now;
  Login login = Login::not_set_up;
  std::optional<base::Instant> last_good_poll;  // in the lake, whoever made it
  bool is_published = false;
  bool lake_is_empty = false;  // looked at only if nothing is published
  // About the published build: what the lake holds that the build does not, when the build passed its tests, and which
  // of its inputs have changed since.
  News news;
  std::optional<base::Instant> built_at;  // not set: no build is remembered
  std::vector<std::string> changed;       // "the time zones", …
  bool trained_on_the_same = false;       // a training would read the lists that the model in use was trained on
  std::map<Step, Tried> tried;
};

// The time between polls of this home: a little less than 20 minutes, so that a timer of 20 never misses its turn.
inline constexpr std::chrono::minutes kPollEvery{19};
// If another machine's pages come at least this often, this home needs no poll of its own.
inline constexpr std::chrono::hours kOthersCapture{3};
// The time before a failed step is tried again. A failed training would fail again an hour later; other steps cost
// little.
inline constexpr std::chrono::hours kTrainAgain{20}, kOtherAgain{1};

// Pages without a new play change no play, but they extend the calendar of proof, and windows end now: a build takes
// them in this often.
inline constexpr std::chrono::hours kProofEvery{24};

struct Verdict {
  enum class Kind { due, not_due, no_login } kind = Kind::not_due;  // no_login: due, but nobody is logged in
  std::string why;                                                  // a few words
};
Verdict verdict(Step step, const Known& known);

enum class StepOutcome { done, failed, no_login, not_due, left_out, deferred };
std::string_view name_of(StepOutcome outcome);

// Returns the earlier step that `step` needs and that did not go well, or nothing if `step` may run. A step that was
// not due does not count.
std::optional<Step> held_by(Step step, const std::map<Step, StepOutcome>& so_far);
// Returns whether a step writes to the warehouse, or reads what a build may be writing: it is deferred while the lock
// is held.
bool needs_warehouse(Step step);

}  // namespace segue::pipeline
