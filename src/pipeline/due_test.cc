#include "pipeline/due.h"

#include <gtest/gtest.h>

namespace segue::pipeline {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using Kind = Verdict::Kind;

// A Wednesday.
const base::Instant now = *base::parse_iso8601("2026-11-25T04:00:00Z");

Known all_is_done() {
  Known known;
  known.now = now;
  known.login = Login::kept;
  known.last_good_poll = now - minutes{10};
  known.is_published = true;
  known.news.build = 7;
  known.built_at = now - hours{2};
  for (const Step step : kSteps) known.tried[step] = {now - minutes{10}, 0};
  return known;
}

Kind kind(Step step, const Known& known) {
  return verdict(step, known).kind;
}

TEST(Due, NothingWhereAllIsDone) {
  for (const Step step : kSteps) EXPECT_EQ(kind(step, all_is_done()), Kind::not_due) << name_of(step);
}

TEST(Due, AHomeWithoutAnythingHasNothingToDo) {
  Known known;
  known.now = now;
  known.lake_is_empty = true;
  for (const Step step : kSteps) EXPECT_EQ(kind(step, known), Kind::not_due) << name_of(step);
  EXPECT_EQ(verdict(Step::poll, known).why, "no client id is set");
  EXPECT_EQ(verdict(Step::transform, known).why, "the lake is empty");
}

TEST(Due, PollsAfterTwentyMinutesOfItsOwn) {
  Known known = all_is_done();
  known.tried[Step::poll].began = now - minutes{18};
  EXPECT_EQ(kind(Step::poll, known), Kind::not_due);
  known.tried[Step::poll].began = known.last_good_poll.emplace(now - minutes{19});
  EXPECT_EQ(kind(Step::poll, known), Kind::due);
  known.tried[Step::poll].exit_code = 4;
  EXPECT_EQ(kind(Step::poll, known), Kind::due) << "a failed poll is tried at the next turn";
  known.tried.erase(Step::poll);
  known.last_good_poll.reset();
  EXPECT_EQ(kind(Step::poll, known), Kind::due) << "never polled";
}

TEST(Due, LeavesCaptureToWhoeverCaptures) {
  Known known = all_is_done();
  known.tried.erase(Step::poll);
  known.last_good_poll = now - minutes{179};
  EXPECT_EQ(verdict(Step::poll, known).why, "a page of another machine came at 2026-11-25 01:01 UTC");
  known.last_good_poll = now - hours{3};
  EXPECT_EQ(kind(Step::poll, known), Kind::due) << "the other one has fallen silent";
  known.tried[Step::poll] = {now - hours{2}, 0};
  known.last_good_poll = now - hours{2} + std::chrono::seconds{2};
  EXPECT_EQ(kind(Step::poll, known), Kind::due) << "the page was ours";
  known.last_good_poll = now - hours{1};
  EXPECT_EQ(kind(Step::poll, known), Kind::not_due);
}

TEST(Due, SaysWhatALoginIsMissedFor) {
  Known known = all_is_done();
  known.login = Login::missing;
  for (const Step step : {Step::poll, Step::enrich, Step::playlist}) {
    EXPECT_EQ(kind(step, known), Kind::not_due) << name_of(step) << ": nothing to do, nothing to miss";
    known.tried.erase(step);
    known.last_good_poll.reset();
    EXPECT_EQ(verdict(step, known).why, "nobody is logged in: run `segue login`");
    EXPECT_EQ(kind(step, known), Kind::no_login) << name_of(step);
  }
  known.news.plays = 1;
  EXPECT_EQ(kind(Step::transform, known), Kind::due);
}

TEST(Due, EnrichesOnceInAUtcDay) {
  Known known = all_is_done();
  known.tried[Step::enrich] = {now - hours{4}, 0};
  EXPECT_EQ(kind(Step::enrich, known), Kind::not_due) << "at midnight";
  known.tried[Step::enrich] = {now - hours{4}, 4};
  EXPECT_EQ(kind(Step::enrich, known), Kind::not_due) << "its lane is spent";
  known.tried[Step::enrich] = {now - hours{4} - minutes{1}, 0};
  EXPECT_EQ(kind(Step::enrich, known), Kind::due) << "the day before";
  known.tried[Step::enrich] = {now - minutes{59}, 1};
  EXPECT_EQ(verdict(Step::enrich, known).why,
            "failed at 2026-11-25 03:01 UTC; it is tried again after 2026-11-25 04:01 UTC");
  known.tried[Step::enrich] = {now - hours{1}, 1};
  EXPECT_EQ(kind(Step::enrich, known), Kind::due);
  known.tried[Step::enrich] = {now - minutes{1}, std::nullopt};
  EXPECT_EQ(kind(Step::enrich, known), Kind::due) << "it was killed";
}

TEST(Due, BuildsWhatABuildWouldReadAnew) {
  Known known = all_is_done();
  EXPECT_EQ(verdict(Step::transform, known).why, "nothing new since the build of 2026-11-25 02:00 UTC");
  known.news.plays = 3;
  known.news.imports = 1;
  EXPECT_EQ(verdict(Step::transform, known).why, "3 new plays, 1 import since the build of 2026-11-25 02:00 UTC");
  known.changed = {"the time zones"};
  EXPECT_EQ(verdict(Step::transform, known).why,
            "3 new plays, 1 import; changed: the time zones since the build of 2026-11-25 02:00 UTC");
  for (auto count : {&News::plays, &News::imports, &News::files, &News::rules, &News::answers, &News::unread}) {
    known = all_is_done();
    known.news.*count = 1;
    EXPECT_EQ(kind(Step::transform, known), Kind::due);
  }
  known = all_is_done();
  known.changed = {"the settings of [counting]"};
  EXPECT_EQ(kind(Step::transform, known), Kind::due) << "a setting alone";
}

TEST(Due, PagesThatShowNothingNewAreBuiltOnceIn24Hours) {
  Known known = all_is_done();
  known.news.pages = 70;
  known.built_at = now - hours{24} + minutes{1};
  EXPECT_EQ(kind(Step::transform, known), Kind::not_due);
  known.built_at = now - hours{24};
  EXPECT_EQ(kind(Step::transform, known), Kind::due);
  known.news.pages = 0;
  EXPECT_EQ(kind(Step::transform, known), Kind::not_due) << "no page came: nothing is proven";
}

TEST(Due, ABuildThatDidNotEndWellStaysDue) {
  Known known = all_is_done();
  known.tried[Step::transform].exit_code = 1;
  EXPECT_EQ(kind(Step::transform, known), Kind::due) << "the last one failed";
  known.tried[Step::transform].exit_code.reset();
  EXPECT_EQ(kind(Step::transform, known), Kind::due) << "the last one was killed";
  known = all_is_done();
  known.built_at.reset();
  EXPECT_EQ(kind(Step::transform, known), Kind::due) << "state.db was lost";
  known = all_is_done();
  known.news.build.reset();
  EXPECT_EQ(kind(Step::transform, known), Kind::due) << "an older segue built it";
  known = all_is_done();
  known.is_published = false;
  EXPECT_EQ(kind(Step::transform, known), Kind::due);
}

TEST(Due, TrainsOnlyOnWhatHasChanged) {
  Known known = all_is_done();
  known.tried.erase(Step::train);
  EXPECT_EQ(kind(Step::train, known), Kind::due);
  known.trained_on_the_same = true;
  EXPECT_EQ(verdict(Step::train, known).why, "nothing that the training learns from has changed");
  known.tried.erase(Step::playlist);
  EXPECT_EQ(kind(Step::playlist, known), Kind::due) << "the list changes each week by itself";
}

TEST(Due, TrainsAndWritesOncePerWeekFromMondayOn) {
  for (const Step step : {Step::train, Step::playlist}) {
    Known known = all_is_done();
    known.tried[step].began = *base::parse_iso8601("2026-11-23T00:00:00Z");
    EXPECT_EQ(kind(step, known), Kind::not_due) << name_of(step);
    known.tried[step].began = *base::parse_iso8601("2026-11-22T23:59:59Z");
    EXPECT_EQ(verdict(step, known).why, "not done since Monday, 2026-11-23");
    known.is_published = false;
    EXPECT_EQ(kind(step, known), Kind::not_due) << name_of(step) << " without a build";
  }
}

TEST(Due, AFailedTrainingRestsUntilTheNextDay) {
  Known known = all_is_done();
  known.tried[Step::train] = {now - hours{19}, 5};
  EXPECT_EQ(kind(Step::train, known), Kind::not_due);
  known.tried[Step::train] = {now - hours{20}, 5};
  EXPECT_EQ(kind(Step::train, known), Kind::due);
  known.tried[Step::playlist] = {now - minutes{59}, 4};
  EXPECT_EQ(kind(Step::playlist, known), Kind::not_due);
  known.tried[Step::playlist] = {now - hours{1}, 4};
  EXPECT_EQ(kind(Step::playlist, known), Kind::due);
}

TEST(Due, AFailureStopsOnlyWhatNeedsIt) {
  std::map<Step, StepOutcome> so_far{{Step::poll, StepOutcome::failed}, {Step::enrich, StepOutcome::no_login}};
  EXPECT_FALSE(held_by(Step::transform, so_far));
  so_far[Step::transform] = StepOutcome::failed;
  EXPECT_EQ(held_by(Step::train, so_far), Step::transform);
  EXPECT_EQ(held_by(Step::playlist, so_far), Step::transform);
  so_far[Step::transform] = StepOutcome::not_due;
  EXPECT_FALSE(held_by(Step::train, so_far));
  so_far[Step::train] = StepOutcome::failed;
  EXPECT_EQ(held_by(Step::playlist, so_far), Step::train);
  so_far[Step::train] = StepOutcome::done;
  EXPECT_FALSE(held_by(Step::playlist, so_far));
  so_far[Step::transform] = StepOutcome::deferred;
  EXPECT_EQ(held_by(Step::playlist, so_far), Step::transform);
}

}  // namespace
}  // namespace segue::pipeline
