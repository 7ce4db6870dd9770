#include "state/state_file.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <functional>

#include "base/error.h"
#include "base/temporary_folder_for_tests.h"

namespace segue::state {
namespace {

class StateFileTest : public testing::Test {
 protected:
  const base::TemporaryFolder folder_;
  const std::filesystem::path file_ = folder_.path() / "home" / "state.db";
};

TEST_F(StateFileTest, RemembersHowRunsEndedNewestFirst) {
  {
    StateFile state(file_);
    const auto first = state.begin_run("import", "me", base::from_ms(1000));
    state.end_run(first, base::from_ms(2500), 5, "2 rows rejected");
    state.begin_run("transform", "ann", base::from_ms(3000));
  }
  const auto runs = StateFile(file_).runs(10);
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(runs[0].step, "transform");
  EXPECT_FALSE(runs[0].ended) << "a run that was killed has no end";
  EXPECT_EQ(runs[1].user, "me");
  EXPECT_EQ(base::to_ms(*runs[1].ended), 2500);
  EXPECT_EQ(runs[1].exit_code, 5);
  EXPECT_EQ(runs[1].note, "2 rows rejected");
}

TEST_F(StateFileTest, GivesNoMoreRunsThanAsked) {
  StateFile state(file_);
  for (int i = 0; i < 5; ++i) state.begin_run("poll", "me", base::from_ms(i));
  EXPECT_EQ(state.runs(3).size(), 3u);
}

TEST_F(StateFileTest, GivesTheNewestRunOfAStepAndAUser) {
  StateFile state(file_);
  state.end_run(state.begin_run("poll", "me", base::from_ms(1)), base::from_ms(2), 4, "429");
  state.begin_run("poll", "ann", base::from_ms(3));
  state.begin_run("load", "me", base::from_ms(4));
  EXPECT_EQ(state.newest("poll", "me")->exit_code, 4);
  EXPECT_EQ(state.newest("poll", "")->user, "ann");
  EXPECT_FALSE(state.newest("poll", "bob"));
  EXPECT_FALSE(state.newest("train", ""));
}

TEST_F(StateFileTest, KeepsEachBuildOnce) {
  StateFile state(file_);
  state.record_build(2, base::from_ms(20), "a");
  state.record_build(1, base::from_ms(10), "b");
  state.record_build(2, base::from_ms(30), "c");
  const auto builds = state.builds();
  ASSERT_EQ(builds.size(), 2u);
  EXPECT_EQ(builds[1].number, 2);
  EXPECT_EQ(base::to_ms(builds[1].passed), 30);
  EXPECT_EQ(builds[1].inputs, "c");
}

TEST_F(StateFileTest, TwoAtOnceWriteOneFile) {
  StateFile one(file_), other(file_);
  one.begin_run("poll", "me", base::from_ms(1));
  other.begin_run("load", "me", base::from_ms(2));
  EXPECT_EQ(one.runs(10).size(), 2u);
}

TEST_F(StateFileTest, RefusesAFileThatIsNone) {
  std::filesystem::create_directories(file_.parent_path());
  std::ofstream(file_) << std::string(4096, 'x');
  try {
    StateFile state(file_);
    FAIL();
  } catch (const base::Error& error) {
    EXPECT_EQ(error.fault(), base::Fault::usage);
    EXPECT_NE(std::string(error.what()).find("delete it"), std::string::npos) << error.what();
  }
}

// Runs `work` in a child process that is no superuser; returns its result.
bool as_nobody(const std::function<bool()>& work) {
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 && setuid(65534) != 0) _exit(2);
    bool good = false;
    try {
      good = work();
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
    }
    _exit(good ? 0 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  return status == 0;
}

TEST_F(StateFileTest, ShowsWhatItHoldsWhereNothingCanBeWritten) {
  namespace fs = std::filesystem;
  fs::permissions(folder_.path(), fs::perms{0755});
  StateFile(file_).begin_run("poll", "me", base::from_ms(1));
  fs::permissions(file_, fs::perms{0444});
  fs::permissions(file_.parent_path(), fs::perms{0555});
  EXPECT_TRUE(as_nobody([&] { return StateFile::to_look_at(file_).runs(10).size() == 1; }));
  EXPECT_TRUE(as_nobody([&] { return StateFile::to_look_at(file_.parent_path() / "none.db").runs(10).empty(); }));
  EXPECT_TRUE(as_nobody([&] { return StateFile::to_look_at(folder_.path() / "no" / "home.db").runs(10).empty(); }));
  EXPECT_TRUE(as_nobody([&] {
    try {
      StateFile state(file_);
    } catch (const base::Error& error) {
      const std::string said = error.what();
      return error.fault() == base::Fault::usage && said.find("another user") != said.npos &&
             said.find("delete") == said.npos;
    }
    return false;
  }));
  fs::permissions(file_.parent_path(), fs::perms{0755});
}

TEST_F(StateFileTest, SaysThatAFolderStandsInItsPlace) {
  std::filesystem::create_directories(file_);
  try {
    StateFile state(file_);
    FAIL();
  } catch (const base::Error& error) {
    EXPECT_NE(std::string(error.what()).find("is a folder"), std::string::npos) << error.what();
  }
}

// A poll from cron and a person's command may be the first two of a new home.
TEST(StateFile, ManyProcessesMayOpenANewFileAtOnce) {
  const base::TemporaryFolder folder;
  for (int round = 0; round < 15; ++round) {
    const auto file = folder.path() / ("new" + std::to_string(round)) / "state.db";
    std::vector<pid_t> children;
    for (int i = 0; i < 6; ++i) {
      children.push_back(fork());
      if (children.back() != 0) continue;
      try {
        StateFile(file).begin_run("poll", "me", base::from_ms(1));
        _exit(0);
      } catch (const std::exception&) {
        _exit(1);
      }
    }
    for (const pid_t child : children) {
      int status = -1;
      waitpid(child, &status, 0);
      EXPECT_EQ(status, 0) << "round " << round;
    }
    EXPECT_EQ(StateFile(file).runs(100).size(), children.size());
  }
}

}  // namespace
}  // namespace segue::state
