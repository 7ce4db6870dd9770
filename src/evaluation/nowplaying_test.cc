#include "evaluation/nowplaying.h"

#include <gtest/gtest.h>

#include "evaluation/folder_for_tests.h"

namespace segue::evaluation {
namespace {

std::string fault_of(const std::string& sessions, const std::string& pairs) {
  Folder folder;
  folder.file("train_sessions.txt.gz", sessions).file("test_prefix_target.tsv.gz", pairs);
  return failure([&] { read_nowplaying(folder.path()); });
}

TEST(NowPlaying, ReadsSessionsAndPairs) {
  Folder folder;
  folder.file("train_sessions.txt.gz", "1 2\n3 1 1\n").file("test_prefix_target.tsv.gz", "1 3\t2\n5\t9\n");
  const NowPlaying set = read_nowplaying(folder.path());
  EXPECT_EQ(set.sessions, (std::vector<List>{{1, 2}, {3, 1, 1}}));
  ASSERT_EQ(set.questions.size(), 2u);
  EXPECT_EQ(set.questions[0].context, (List{1, 3}));
  EXPECT_EQ(set.questions[0].answers, List{2});
  EXPECT_EQ(set.items, 10u);
}

TEST(NowPlaying, ABrokenRowIsNamed) {
  EXPECT_EQ(fault_of("1 2\n1 x\n", "1\t2\n"),
            "5 train_sessions.txt.gz, line 2, field session: \"x\" is not a whole number");
  EXPECT_EQ(fault_of("1 2\n", "1\t2\n1 2\n"), "5 test_prefix_target.tsv.gz, line 2: 1 fields, not 2");
  EXPECT_EQ(fault_of("1 2\n", "\t2\n"),
            "5 test_prefix_target.tsv.gz, line 1, field prefix: \"\" is not a whole number");
  EXPECT_EQ(fault_of("1 2\n", "1\t2 3\n"),
            "5 test_prefix_target.tsv.gz, line 1, field next: \"2 3\" is not a whole number");
  EXPECT_EQ(fault_of("", "1\t2\n"), "5 train_sessions.txt.gz has no row");
  EXPECT_EQ(fault_of("1 2\n", ""), "5 test_prefix_target.tsv.gz has no row");
}

NowPlaying many_sessions() {
  NowPlaying set{3, {}, {{{0}, {1}}}};
  for (std::uint32_t i = 0; i < 1000; ++i) set.sessions.push_back({i, i, i});
  return set;
}

TEST(NowPlaying, TheLastTenthIsSplitOffWithAllItsPrefixes) {
  const NowPlaying split = split_for_validation(many_sessions());
  ASSERT_EQ(split.sessions.size(), 900u);
  EXPECT_EQ(split.sessions.back(), (List{899, 899, 899}));
  ASSERT_EQ(split.questions.size(), 200u);
  EXPECT_EQ(split.questions[0].context, List{900});
  EXPECT_EQ(split.questions[1].context, (List{900, 900}));
  EXPECT_EQ(split.questions[1].answers, List{900});
  EXPECT_EQ(failure([] { split_for_validation(NowPlaying{3, {{1, 2}}, {}}); }).substr(0, 1), "2");
}

TEST(NowPlaying, MetricsByHand) {
  NowPlaying set{40, {}, {{{0}, {1}}, {{0}, {2}}, {{0}, {3}}, {{0}, {4}}}};
  List eleventh, beyond;
  for (Item i = 20; i < 30; ++i) eleventh.push_back(i);
  eleventh.push_back(2);
  for (Item i = 10; i < 30; ++i) beyond.push_back(i);
  beyond.push_back(3);
  const Score score = score_nowplaying("n", "", set, {{9, 1}, eleventh, beyond, {}}, 1);
  EXPECT_DOUBLE_EQ(score.metrics[0].second.mean, 0.25);
  EXPECT_DOUBLE_EQ(score.metrics[1].second.mean, 0.5);
  EXPECT_DOUBLE_EQ(score.metrics[2].second.mean, (1.0 / 2 + 1.0 / 11) / 4);
}

}  // namespace
}  // namespace segue::evaluation
