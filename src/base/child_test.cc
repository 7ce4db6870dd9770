#include "base/child.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "base/error.h"

namespace segue::base {
namespace {

struct Ran {
  int code = 0;
  std::vector<std::string> lines;
};

Ran run(const ChildCommand& command) {
  Ran ran;
  ran.code = run_child(command, [&](std::string_view line) { ran.lines.emplace_back(line); });
  return ran;
}

TEST(Child, GivesItsLinesAndItsExitCode) {
  const Ran ran = run({{"/bin/sh", "-c", "echo one; printf two; exit 7"}, {}, -1});
  EXPECT_EQ(ran.lines, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(ran.code, 7);
  EXPECT_EQ(run({{"/bin/sh", "-c", "kill -9 $$"}, {}, -1}).code, 128 + 9);
  EXPECT_THROW(run({{"/no/such/program"}, {}, -1}), Error);
}

TEST(Child, SeesOurEnvironmentButNoSecret) {
  ::setenv("SEGUE_KEY", "a-key", 1);
  ::setenv("SEGUE_SPOTIFY_CLIENT_SECRET", "a-secret", 1);
  ::setenv("SEGUE_USER", "ann", 1);
  const Ran ran = run({{"/usr/bin/env"}, {"DBT_MORE=1"}, -1});
  for (const char* name : {"SEGUE_KEY", "SEGUE_SPOTIFY_CLIENT_SECRET", "SEGUE_USER"}) ::unsetenv(name);
  const auto holds = [&](const char* line) { return std::count(ran.lines.begin(), ran.lines.end(), line) == 1; };
  EXPECT_TRUE(holds("SEGUE_USER=ann"));
  EXPECT_TRUE(holds("DBT_MORE=1"));
  for (const auto& line : ran.lines)
    EXPECT_EQ(line.find("a-key") == line.npos && line.find("a-secret") == line.npos, true) << line;
}

}  // namespace
}  // namespace segue::base
