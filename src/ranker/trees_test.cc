#include "ranker/trees.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace segue::ranker {
namespace {

// Of ten candidates the one whose first number is greatest is right; the second number says nothing.
Examples examples() {
  Examples examples;
  examples.width = 2;
  for (std::uint32_t q = 0; q < 200; ++q) {
    for (std::uint32_t c = 0; c < 10; ++c) {
      const std::uint32_t place = (q * 3 + c * 7) % 10;
      examples.numbers.push_back(static_cast<float>(place));
      examples.numbers.push_back(static_cast<float>((q * 31 + c * 17) % 23));
      examples.labels.push_back(place == 9 ? 1 : 0);
    }
    examples.sizes.push_back(10);
  }
  return examples;
}

TreesOptions few_trees(unsigned threads = 1) {
  TreesOptions options;
  options.trees = 20;
  options.least_rows = 20;
  options.threads = threads;
  return options;
}

TEST(Trees, LearnTheOrder) {
  std::uint32_t heard = 0;
  const Trees trees =
      Trees::train(examples(), {"place", "noise"}, few_trees(), [&](std::uint32_t tree) { heard = tree; });
  EXPECT_EQ(heard, 20u);
  const auto scores = trees.scores(std::vector<float>{9, 1, 0, 1, 9, 22}, 2);
  ASSERT_EQ(scores.size(), 3u);
  EXPECT_GT(scores[0], scores[1]);
  EXPECT_GT(scores[2], scores[1]);
  EXPECT_GT(trees.gains()[0], trees.gains()[1]);
  EXPECT_TRUE(trees.scores({}, 2).empty());
}

TEST(Trees, OneSeedGivesTheSameBytesOnAnyNumberOfThreads) {
  const auto text = [](unsigned threads) {
    std::string all = Trees::train(examples(), {"place", "noise"}, few_trees(threads), [](std::uint32_t) {}).text();
    return all.substr(0, all.find("\nparameters:"));
  };
  EXPECT_EQ(text(1), text(1));
  EXPECT_EQ(text(1), text(2));
}

TEST(Trees, AreReadBack) {
  const Trees trees = Trees::train(examples(), {"place", "noise"}, few_trees(), [](std::uint32_t) {});
  const std::vector<float> rows{9, 1, 0, 1, 5, 5};
  EXPECT_EQ(Trees::from_text(trees.text()).scores(rows, 2), trees.scores(rows, 2));
}

TEST(Trees, AForeignTextIsRefused) {
  try {
    Trees::from_text("these are no trees");
    FAIL();
  } catch (const base::Error& error) {
    EXPECT_EQ(error.fault(), base::Fault::input);
  }
}

}  // namespace
}  // namespace segue::ranker
