#include "state/calls.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "base/error.h"
#include "base/temporary_folder_for_tests.h"
#include "spotify/quota.h"
#include "state/sqlite.h"

namespace segue::state {
namespace {

using spotify::Family;
using spotify::Lane;
using std::chrono::hours;
using std::chrono::seconds;

const base::Instant kNoon = base::from_ms(1'795'521'600'000);

class CallsTest : public testing::Test {
 protected:
  const base::TemporaryFolder folder_;
  const std::filesystem::path file_ = folder_.path() / "state.db";
  base::ManualClock clock_{kNoon};
};

// One contract, both logs.
void check_contract(spotify::CallLog& log) {
  const auto second = log.begin(kNoon + seconds{2}, Family::tracks);
  log.begin(kNoon + seconds{1}, Family::me);
  log.end(second, 200);
  log.end(second + 99, 500);
  auto calls = log.calls(kNoon);
  ASSERT_EQ(calls.size(), 2u);
  EXPECT_EQ(calls[0].family, Family::me);
  EXPECT_EQ(calls[0].status, 0);
  EXPECT_EQ(calls[1].status, 200);
  EXPECT_EQ(log.calls(kNoon + seconds{1}).size(), 1u) << "later than, not from";
  log.prune(kNoon + seconds{1}, kNoon + hours{1});
  EXPECT_EQ(log.calls(kNoon).size(), 1u);
  log.prune(kNoon, kNoon + seconds{1});
  EXPECT_TRUE(log.calls(kNoon).empty());

  EXPECT_FALSE(log.breaker(Family::tracks));
  log.open(Family::tracks, {kNoon, kNoon + hours{1}, 1, "first"});
  log.open(Family::tracks, {kNoon, kNoon + hours{2}, 7, "second"});
  log.open(Family::albums, {kNoon, kNoon + hours{3}, 1, "other"});
  log.close(Family::albums);
  EXPECT_FALSE(log.breaker(Family::albums));
  const auto breaker = log.breaker(Family::tracks);
  ASSERT_TRUE(breaker);
  EXPECT_EQ(breaker->until, kNoon + hours{2});
  EXPECT_EQ(breaker->refusals, 7);
  EXPECT_EQ(breaker->why, "second");
}

TEST_F(CallsTest, BothLogsKeepTheContract) {
  spotify::MemoryCalls memory;
  check_contract(memory);
  StateFile state(file_);
  LastingCalls lasting(state);
  check_contract(lasting);
}

TEST_F(CallsTest, CallsAndRefusalsOutliveTheProcess) {
  {
    StateFile state(file_);
    LastingCalls log(state);
    spotify::Quota quota(log, clock_, {});
    for (int i = 0; i < 3; ++i)
      quota.answered(*quota.admit(Family::artists, Lane::metadata), 429, {seconds{0}, false}, 1.0);
  }
  StateFile state(file_);
  LastingCalls log(state);
  spotify::Quota quota(log, clock_, {});
  EXPECT_EQ(quota.uses()[0].calls_24h, 3);
  const auto ticket = quota.admit(Family::artists, Lane::metadata);
  ASSERT_TRUE(ticket);
  EXPECT_EQ(quota.answered(*ticket, 429, {}, 1.0), kNoon + seconds{240}) << "the fourth refusal in a row";
}

TEST_F(CallsTest, AFileOfTheVersionBeforeIsBroughtUp) {
  {
    StateFile state(file_);
    state.begin_run("poll", "me", kNoon);
    execute(state.handle(),
            "alter table build drop column inputs; drop table call; drop table breaker; pragma user_version = 1;");
  }
  StateFile state(file_);
  EXPECT_EQ(state.runs(10).size(), 1u) << "runs stay";
  state.record_build(1, kNoon, "zones");
  EXPECT_EQ(state.builds().at(0).inputs, "zones");
  LastingCalls log(state);
  check_contract(log);
}

TEST_F(CallsTest, WhatThrowsInsideLeavesNothing) {
  StateFile state(file_);
  LastingCalls log(state);
  EXPECT_THROW(log.together([&] {
    log.begin(kNoon, Family::me);
    throw base::Error(base::Fault::internal, "halfway");
  }),
               base::Error);
  EXPECT_TRUE(log.calls(kNoon - hours{1}).empty());
  log.together([&] { log.begin(kNoon, Family::me); });
  EXPECT_EQ(log.calls(kNoon - hours{1}).size(), 1u);
}

// Like two polls that cron starts at once, before the file exists: exits with the number of calls that were admitted.
int let_through_in_child(const std::filesystem::path& file, const base::Clock& clock) {
  const pid_t child = fork();
  if (child != 0) return child;
  int count = 0;
  try {
    StateFile state(file);
    LastingCalls log(state);
    spotify::Quota quota(log, clock, {40, 40, 45, 50});
    for (int i = 0; i < 50; ++i)
      if (const auto ticket = quota.admit(Family::tracks, Lane::metadata)) {
        quota.answered(*ticket, 200, {}, 0.5);
        ++count;
      }
  } catch (const std::exception& error) {
    fmt::print(stderr, "child: {}\n", error.what());
    count = 255;
  }
  _exit(count);
}

TEST_F(CallsTest, TwoProcessesTogetherStayUnderTheCap) {
  for (int round = 0; round < 3; ++round) {
    const auto file = folder_.path() / fmt::format("state-{}.db", round);
    const pid_t one = let_through_in_child(file, clock_), other = let_through_in_child(file, clock_);
    int first = 0, second = 0;
    ASSERT_EQ(waitpid(one, &first, 0), one);
    ASSERT_EQ(waitpid(other, &second, 0), other);
    ASSERT_TRUE(WIFEXITED(first) && WIFEXITED(second));
    EXPECT_EQ(WEXITSTATUS(first) + WEXITSTATUS(second), 40) << WEXITSTATUS(first) << " and " << WEXITSTATUS(second);
    StateFile state(file);
    EXPECT_EQ(LastingCalls(state).calls(kNoon - hours{1}).size(), 40u);
  }
}

class Warnings {
 public:
  CallsThatGoOn::Warn sink() {
    return [this](const std::string& why) { said.push_back(why); };
  }
  std::vector<std::string> said;
};

TEST_F(CallsTest, AFileThatIsNoneIsToldOnceAndMemoryCounts) {
  std::ofstream(file_) << std::string(4096, 'x');
  Warnings warnings;
  std::unique_ptr<StateFile> state;
  CallsThatGoOn log(
      [&] {
        state = std::make_unique<StateFile>(file_);
        return std::make_unique<LastingCalls>(*state);
      },
      warnings.sink());
  check_contract(log);
  ASSERT_EQ(warnings.said.size(), 1u);
  EXPECT_NE(warnings.said[0].find("delete it"), std::string::npos) << warnings.said[0];
}

TEST_F(CallsTest, AFileThatFailsMidwayIsToldOnceAndMemoryCounts) {
  StateFile state(file_);
  Warnings warnings;
  CallsThatGoOn log([&] { return std::make_unique<LastingCalls>(state); }, warnings.sink());
  spotify::Quota quota(log, clock_, {2, 2, 2, 2});
  EXPECT_TRUE(quota.admit(Family::tracks, Lane::metadata));
  execute(state.handle(), "drop table call");
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(quota.admit(Family::tracks, Lane::metadata)) << i;
  EXPECT_FALSE(quota.admit(Family::tracks, Lane::metadata));
  EXPECT_EQ(warnings.said.size(), 1u);
}

}  // namespace
}  // namespace segue::state
