// What `segue run` would do now, and why: rules over what is known of a home. Pure.
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
// In the order in which they run. Enriching goes before the build, so that one build takes in what it brought.
inline constexpr std::array kSteps{Step::poll, Step::enrich, Step::transform, Step::train, Step::playlist};
std::string_view name_of(Step step);

// Of the run ledger: when a step last began, and how that one ended.
struct Tried {
  base::Instant began;
  std::optional<int> exit_code;  // nothing: it runs, or was killed
};

enum class Login {
  not_set_up,  // no client id: this home asks Spotify for nothing
  missing,     // nobody has logged in, or the consent has ended
  kept,
};

struct Known {
  base::Instant now;
  Login login = Login::not_set_up;
  std::optional<base::Instant> last_good_poll;  // of the lake, whoever made it
  bool is_published = false;
  bool lake_is_empty = false;  // asked where nothing is published
  // Of the published build: what the lake holds beside it, when it passed, what it was made of and has changed since.
  News news;
  std::optional<base::Instant> built_at;  // nothing: no build is remembered
  std::vector<std::string> changed;       // "the time zones", …
  bool trained_on_the_same = false;       // a training would read what the model in use was trained on
  std::map<Step, Tried> tried;
};

// Between polls of this home (a little less than 20 minutes, so that a timer of 20 never misses its turn).
inline constexpr std::chrono::minutes kPollEvery{19};
// Where somebody else's pages come at least this often, this home needs no poll of its own.
inline constexpr std::chrono::hours kOthersCapture{3};
// A training that failed would fail again an hour later; the other steps cost little.
inline constexpr std::chrono::hours kTrainAgain{20}, kOtherAgain{1};

// Pages that show nothing new change no play; the calendar of proof and the windows that end now are built anew so
// often.
inline constexpr std::chrono::hours kProofEvery{24};

struct Verdict {
  enum class Kind { due, not_due, no_login } kind = Kind::not_due;  // no_login: due, and it cannot be
  std::string why;                                                  // a few words
};
Verdict verdict(Step step, const Known& known);

enum class StepOutcome { done, failed, no_login, not_due, left_out, deferred };
std::string_view name_of(StepOutcome outcome);

// Which step before it must have gone well and has not: nothing when `step` may run. One that was not due is no
// hindrance.
std::optional<Step> held_by(Step step, const std::map<Step, StepOutcome>& so_far);
// Steps that write to the warehouse, or read what is about to be written: they leave a held lock alone.
bool needs_warehouse(Step step);

}  // namespace segue::pipeline
