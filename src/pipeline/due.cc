// How it works: each step has one rule over when it last began and how it ended. A poll is due by minutes, enriching
// once a UTC day, a training and a playlist once a week from Monday 00:00 UTC; a build is due when the lake or its
// inputs changed. A failed step rests before it is tried again, but a failed build is due at once.
#include "pipeline/due.h"

#include <fmt/core.h>

namespace segue::pipeline {
namespace {

using Kind = Verdict::Kind;
using std::chrono::days;

// Returns Monday 00:00 UTC of the instant's week; 1970-01-05 was a Monday.
base::Instant monday_of(base::Instant at) {
  constexpr days kFirstMonday{4};
  const auto since = std::chrono::floor<days>(at).time_since_epoch() - kFirstMonday;
  return base::Instant{kFirstMonday + std::chrono::floor<std::chrono::weeks>(since)};
}

std::optional<Tried> last(Step step, const Known& known) {
  const auto at = known.tried.find(step);
  return at == known.tried.end() ? std::nullopt : std::optional(at->second);
}

constexpr int kUpstream = 4;  // base::Fault::upstream: refused, or a lane's calls are spent

bool went_well(const Tried& tried) {
  return tried.exit_code == 0;
}

// Returns a sentence if the step failed less than `rest` ago, else nothing.
std::optional<std::string> resting(const std::optional<Tried>& tried, base::Instant now, std::chrono::hours rest) {
  if (!tried || !tried->exit_code || went_well(*tried) || now - tried->began >= rest) return std::nullopt;
  return fmt::format("failed at {} UTC; it is tried again after {} UTC", base::to_minute(tried->began),
                     base::to_minute(tried->began + rest));
}

Verdict with_login(const Known& known, std::string why) {
  if (known.login == Login::kept) return {Kind::due, std::move(why)};
  return {Kind::no_login, "nobody is logged in: run `segue login`"};
}

Verdict poll(const Known& known) {
  const auto own = last(Step::poll, known);
  if (own && known.now - own->began < kPollEvery)
    return {Kind::not_due, fmt::format("polled at {} UTC", base::to_minute(own->began))};
  const auto& page = known.last_good_poll;
  // The server's clock and ours may differ by seconds: only a page a minute after our poll is surely another machine's.
  const bool is_others = page && (!own || *page > own->began + std::chrono::minutes{1});
  if (is_others && known.now - *page < kOthersCapture)
    return {Kind::not_due, fmt::format("a page of another machine came at {} UTC", base::to_minute(*page))};
  return with_login(known, own ? fmt::format("the last poll was at {} UTC", base::to_minute(own->began))
                               : "this machine has made no poll yet");
}

Verdict enrich(const Known& known) {
  const auto tried = last(Step::enrich, known);
  // `enrich` ends with kUpstream when its share of calls is spent or Spotify refuses one; for this day it is done then.
  const bool spent = tried && (went_well(*tried) || tried->exit_code == kUpstream);
  if (spent && std::chrono::floor<days>(tried->began) == std::chrono::floor<days>(known.now))
    return {Kind::not_due, fmt::format("done for this UTC day at {} UTC", base::to_minute(tried->began))};
  if (const auto rest = resting(tried, known.now, kOtherAgain); rest && !spent) return {Kind::not_due, *rest};
  return with_login(known, "not done yet in this UTC day");
}

// Returns the news in words: "3 new plays, 1 import".
std::string told(const News& news) {
  std::string text;
  const auto add = [&](std::int64_t number, const char* one, const char* many) {
    if (number > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", number, number == 1 ? one : many);
  };
  add(news.plays, "new play", "new plays");
  add(news.imports, "import", "imports");
  add(news.files, "file of an import", "files of imports");
  add(news.rules, "rule", "rules");
  add(news.answers, "new answer of Spotify", "new answers of Spotify");
  add(news.unread, "page not read yet", "pages not read yet");
  return text;
}

Verdict transform(const Known& known) {
  if (!known.is_published)
    return known.lake_is_empty ? Verdict{Kind::not_due, "the lake is empty"}
                               : Verdict{Kind::due, "nothing is published yet"};
  if (const auto tried = last(Step::transform, known); tried && !went_well(*tried))
    return {Kind::due, "the last build failed or was killed"};
  if (!known.built_at || !known.news.build) return {Kind::due, "there is no record of the published build"};
  const std::string since = fmt::format("since the build of {} UTC", base::to_minute(*known.built_at));
  std::string changed;
  for (const std::string& part : known.changed) changed += (changed.empty() ? "changed: " : ", ") + part;
  const std::string news = told(known.news);
  if (!news.empty()) changed = changed.empty() ? news : news + "; " + changed;
  if (!changed.empty()) return {Kind::due, fmt::format("{} {}", changed, since)};
  if (known.news.pages > 0 && known.now - *known.built_at >= kProofEvery)
    return {Kind::due,
            fmt::format("new pages without a new play: coverage and windows of time were last built at {} UTC",
                        base::to_minute(*known.built_at))};
  return {Kind::not_due, fmt::format("nothing new {}", since)};
}

// Judges a step that is due once a week; after a failure it rests for `rest`.
Verdict weekly(Step step, const Known& known, std::chrono::hours rest) {
  if (!known.is_published) return {Kind::not_due, "nothing is published yet"};
  const auto tried = last(step, known);
  if (tried && went_well(*tried) && tried->began >= monday_of(known.now))
    return {Kind::not_due, fmt::format("done for this week at {} UTC", base::to_minute(tried->began))};
  if (const auto why = resting(tried, known.now, rest)) return {Kind::not_due, *why};
  return {Kind::due, fmt::format("not done since Monday, {}", base::to_iso_date(monday_of(known.now)))};
}

}  // namespace

std::string_view name_of(Step step) {
  switch (step) {
    case Step::poll:
      return "poll";
    case Step::enrich:
      return "enrich";
    case Step::transform:
      return "transform";
    case Step::train:
      return "train";
    case Step::playlist:
      return "playlist";
  }
  return "";
}

std::string_view name_of(StepOutcome outcome) {
  switch (outcome) {
    case StepOutcome::done:
      return "done";
    case StepOutcome::failed:
      return "failed";
    case StepOutcome::no_login:
      return "no login";
    case StepOutcome::not_due:
      return "not due";
    case StepOutcome::left_out:
      return "left out";
    case StepOutcome::deferred:
      return "deferred";
  }
  return "";
}

Verdict verdict(Step step, const Known& known) {
  const bool asks_spotify = step == Step::poll || step == Step::enrich || step == Step::playlist;
  if (asks_spotify && known.login == Login::not_set_up) return {Kind::not_due, "no client id is set"};
  switch (step) {
    case Step::poll:
      return poll(known);
    case Step::enrich:
      return enrich(known);
    case Step::transform:
      return transform(known);
    case Step::train: {
      Verdict due = weekly(step, known, kTrainAgain);
      if (due.kind == Kind::due && known.trained_on_the_same)
        return {Kind::not_due, "nothing that the training learns from has changed"};
      return due;
    }
    case Step::playlist: {
      const Verdict due = weekly(step, known, kOtherAgain);
      return due.kind == Kind::due ? with_login(known, due.why) : due;
    }
  }
  return {};
}

std::optional<Step> held_by(Step step, const std::map<Step, StepOutcome>& so_far) {
  static const std::map<Step, std::vector<Step>> kNeeds{{Step::train, {Step::transform}},
                                                        {Step::playlist, {Step::transform, Step::train}}};
  const auto needs = kNeeds.find(step);
  if (needs == kNeeds.end()) return std::nullopt;
  for (const Step before : needs->second) {
    const auto at = so_far.find(before);
    if (at != so_far.end() && at->second != StepOutcome::done && at->second != StepOutcome::not_due) return before;
  }
  return std::nullopt;
}

bool needs_warehouse(Step step) {
  return step != Step::poll;
}

}  // namespace segue::pipeline
