#include "evaluation/metrics.h"

#include <gtest/gtest.h>

namespace segue::evaluation {
namespace {

TEST(AveragePrecision, ByHand) {
  EXPECT_DOUBLE_EQ(average_precision({7, 1, 8, 2}, {1, 2, 3}, 10), (1.0 / 2 + 2.0 / 4) / 3);
  EXPECT_DOUBLE_EQ(average_precision({1, 2, 3}, {1, 2, 3}, 10), 1);
  EXPECT_DOUBLE_EQ(average_precision({9, 1}, {1}, 10), 0.5);
}

TEST(AveragePrecision, MoreAnswersThanRanksAreMeasuredByTheRanks) {
  EXPECT_DOUBLE_EQ(average_precision({1, 2}, {1, 2, 3, 4}, 2), 1);
  EXPECT_DOUBLE_EQ(average_precision({1, 9}, {1, 2, 3, 4}, 2), 0.5);
}

TEST(AveragePrecision, NothingFoundNothingAskedNothingAnswered) {
  EXPECT_EQ(average_precision({7, 8}, {1}, 10), 0);
  EXPECT_EQ(average_precision({7, 8}, {}, 10), 0);
  EXPECT_EQ(average_precision({}, {1}, 10), 0);
  EXPECT_EQ(average_precision({7, 8, 1}, {1}, 2), 0) << "beyond the last rank";
}

TEST(Hit, IsAmongTheFirstOrNot) {
  EXPECT_EQ(hit({5, 6, 7}, {7}, 3), 1);
  EXPECT_EQ(hit({5, 6, 7}, {7}, 2), 0);
  EXPECT_EQ(hit({}, {7}, 2), 0);
  EXPECT_EQ(hit({5, 6}, {5, 6}, 2), 1) << "two are no more than one";
}

TEST(ReciprocalRank, IsThatOfTheFirst) {
  EXPECT_DOUBLE_EQ(reciprocal_rank({5, 6, 7}, {6, 7}, 3), 0.5);
  EXPECT_EQ(reciprocal_rank({5, 6, 7}, {7}, 2), 0);
  EXPECT_EQ(reciprocal_rank({5}, {}, 2), 0);
}

TEST(Bootstrap, HoldsTheMeanAndNarrowsWithMoreValues) {
  std::vector<double> few, many;
  for (int i = 0; i < 4000; ++i) (i < 100 ? few : many).push_back(i % 2);
  const Interval wide = bootstrap(few, 1), narrow = bootstrap(many, 1);
  EXPECT_DOUBLE_EQ(wide.mean, 0.5);
  EXPECT_LT(wide.low, 0.45);  // a standard deviation of means is .05
  EXPECT_GT(wide.low, 0.35);
  EXPECT_GT(wide.high, 0.55);
  EXPECT_LT(wide.high, 0.65);
  EXPECT_LT(narrow.high - narrow.low, (wide.high - wide.low) / 4);
}

TEST(Bootstrap, OneSeedOneInterval) {
  std::vector<double> values;
  for (int i = 0; i < 101; ++i) values.push_back(1.0 / (1 + i));
  EXPECT_EQ(bootstrap(values, 3).low, bootstrap(values, 3).low);
  EXPECT_NE(bootstrap(values, 3, 50).low, bootstrap(values, 4, 50).low);
}

TEST(Bootstrap, OfNothingAndOfTheSame) {
  EXPECT_EQ(bootstrap({}, 1).high, 0);
  const std::vector<double> same{0.25, 0.25, 0.25};
  EXPECT_EQ(bootstrap(same, 1).low, 0.25);
  EXPECT_EQ(bootstrap(same, 1).high, 0.25);
}

}  // namespace
}  // namespace segue::evaluation
