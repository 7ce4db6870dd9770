#include "embed/scoring.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"
#include "embed/random.h"

namespace segue::embed {
namespace {

// Four recordings and an artist, four numbers each.
Model small_model() {
  Model model;
  model.vocabulary.kinds = {TokenKind::recording, TokenKind::recording, TokenKind::recording, TokenKind::recording,
                            TokenKind::artist};
  model.vocabulary.keys = {"a", "b", "c", "d", "artist"};
  model.vocabulary.counts = {1000, 100, 10, 1, 7};
  model.vocabulary.index();
  model.options.dimension = 4;
  model.input = {1, 0, 0, 0,   // a
                 0, 1, 0, 0,   // b
                 9, 1, 0, 0,   // c: its direction is that of a
                 0, 0, 1, 0,   // d
                 0, 0, 0, 5};  // artist
  model.output = {0, 0, 0, 1,  // a
                  2, 0, 0, 9,  // b: large, hardly towards a
                  1, 0, 0, 0,  // c: of length 1, all towards a
                  1, 0, 0, 1,  // d
                  9, 9, 9, 9};
  return model;
}

std::vector<std::uint32_t> best_by(ScoringRule rule, const ScoringContext& context, std::size_t most = 4,
                                   float popularity = 0.3f) {
  const Scorer scorer(sides_of(small_model(), rule, popularity));
  const auto best = scorer.best({&context, 1}, most, 1);
  std::vector<std::uint32_t> rows;
  for (const Scored& one : best.at(0)) rows.push_back(one.candidate);
  return rows;
}

using Rows = std::vector<std::uint32_t>;

TEST(Scoring, EachRuleComparesItsOwnTwoSides) {
  const ScoringContext a{{0}, {}, {}};
  EXPECT_EQ(best_by(ScoringRule::input_output, a), (Rows{1, 2, 3, 0}));                            // 2, 1, 1, 0
  EXPECT_EQ(best_by(ScoringRule::input_normed, a), (Rows{2, 3, 1, 0}));                            // 1, .71, .22, 0
  EXPECT_EQ(best_by(ScoringRule::input_input, a), (Rows{0, 2, 1, 3}));                             // 1, .994, 0, 0
  EXPECT_EQ(best_by(ScoringRule::output_input, ScoringContext{{1}, {}, {}}), (Rows{2, 0, 1, 3}));  // 18, 2, 0, 0
}

TEST(Scoring, PopularityAddsTheLogarithmOfTheCount) {
  const ScoringContext a{{0}, {}, {}};
  // 0 + ln 1000, 2 + ln 100, 1 + ln 10, 1 + ln 1, each logarithm times the weight
  EXPECT_EQ(best_by(ScoringRule::input_output_popular, a, 4, 0.3f), (Rows{1, 0, 2, 3}));
  EXPECT_EQ(best_by(ScoringRule::input_output_popular, a, 4, 1.0f), (Rows{0, 1, 2, 3}));
  const Scorer scorer(sides_of(small_model(), ScoringRule::input_output_popular, 0.3f));
  EXPECT_NEAR(scorer.best({&a, 1}, 1, 1)[0][0].score, 2 + 0.3 * std::log(100.0), 1e-5);
}

TEST(Scoring, ACountOfNoneCountsAsOne) {
  Model model = small_model();
  model.vocabulary.counts[3] = 0;
  EXPECT_EQ(sides_of(model, ScoringRule::input_output_popular, 0.3f).bias[3], 0.0f);
}

TEST(Scoring, WhatIsLeftOutIsNoAnswer) {
  EXPECT_EQ(best_by(ScoringRule::input_output, {{0}, {}, {1, 3}}), (Rows{2, 0}));
  EXPECT_EQ(best_by(ScoringRule::input_output, {{0}, {}, {0, 1, 2, 3}}), Rows{});
}

TEST(Scoring, ACentroidIsAMeanAndWeightsCount) {
  // a and d: (½, 0, ½, 0); against inputs: a .5, b 0, c 4.5 / 9.06, d .5
  EXPECT_EQ(best_by(ScoringRule::input_input, {{0, 3}, {}, {}}, 3), (Rows{0, 3, 2}));
  EXPECT_EQ(best_by(ScoringRule::input_input, {{0, 3}, {0, 1}, {}}, 1), (Rows{3}));
  EXPECT_EQ(best_by(ScoringRule::input_input, {{0, 3}, {1, 0.5f}, {}}, 3), (Rows{0, 2, 3}));
}

TEST(Scoring, TokensOfAnyKindMayStandInAContextAndOnlyRecordingsAnswer) {
  EXPECT_EQ(best_by(ScoringRule::input_output, {{4}, {}, {}}, 9), (Rows{1, 0, 3, 2}));  // 45, 5, 5, 0
}

TEST(Scoring, WithoutAContextBiasAndThenTheOrderDecide) {
  EXPECT_EQ(best_by(ScoringRule::input_output, {}), (Rows{0, 1, 2, 3}));
  EXPECT_EQ(best_by(ScoringRule::input_output_popular, {}, 4, -1), (Rows{3, 2, 1, 0}));
  EXPECT_EQ(best_by(ScoringRule::input_output, {{0}, {0}, {}}), (Rows{0, 1, 2, 3})) << "weights of nothing";
}

TEST(Scoring, NobodyIsAskedForNone) {
  EXPECT_EQ(best_by(ScoringRule::input_output, {{0}, {}, {}}, 0), Rows{});
  EXPECT_TRUE(Scorer(sides_of(small_model(), ScoringRule::input_output, 0)).best({}, 5, 2).empty());
}

Sides random_sides(std::size_t n, std::uint32_t rows) {
  Random random(7);
  Sides sides{n, std::vector<float>(rows * n), std::vector<float>(rows * n), std::vector<float>(rows)};
  for (auto* numbers : {&sides.contexts, &sides.candidates, &sides.bias})
    for (float& x : *numbers) x = random.unit() - 0.5f;
  return sides;
}

float score(const Sides& sides, std::uint32_t context, std::uint32_t candidate) {
  float sum = sides.bias[candidate];
  for (std::size_t i = 0; i < sides.n; ++i)
    sum += sides.contexts[context * sides.n + i] * sides.candidates[candidate * sides.n + i];
  return sum;
}

TEST(Scoring, BlocksTilesAndThreadsGiveWhatPlainLoopsGive) {
  // Candidates: six tiles and a rest that no unit's rows divide. Contexts: two groups, a block and a rest.
  constexpr std::uint32_t kMany = 301;
  for (const std::size_t n : {4u, 12u, 64u}) {
    const Sides sides = random_sides(n, kMany);
    std::vector<ScoringContext> contexts;
    for (std::uint32_t c = 0; c < kMany; ++c) contexts.push_back({{c}, {}, {c}});
    const Scorer scorer(sides);
    const auto one = scorer.best(contexts, 7, 1), three = scorer.best(contexts, 7, 3);
    for (std::uint32_t c = 0; c < kMany; ++c) {
      ASSERT_EQ(one[c].size(), 7u);
      for (std::size_t k = 0; k < 7; ++k) {
        EXPECT_EQ(one[c][k].candidate, three[c][k].candidate);
        EXPECT_EQ(one[c][k].score, three[c][k].score);
        EXPECT_NEAR(one[c][k].score, score(sides, c, one[c][k].candidate), 1e-4);
        EXPECT_LE(one[c][k].score, one[c][k > 0 ? k - 1 : 0].score);
        EXPECT_NE(one[c][k].candidate, c);
      }
      std::size_t better = 0;
      for (std::uint32_t other = 0; other < kMany; ++other)
        better += other != c && score(sides, c, other) > one[c][6].score + 1e-4f;
      EXPECT_LE(better, 6u) << "a better one is missing";
    }
  }
}

TEST(Scoring, ARankCountsWhatIsBetterAndHalfOfWhatIsEqual) {
  Sides sides{4, {1, 0, 0, 0}, {}, std::vector<float>(5, 0)};
  for (const float x : {3.0f, 1.0f, 2.0f, 1.0f, 1.0f}) sides.candidates.insert(sides.candidates.end(), {x, 0, 0, 0});
  const Scorer scorer(sides);
  const auto rank = [&](std::uint32_t candidate, Rows left_out) {
    const ScoringContext context{{0}, {}, std::move(left_out)};
    return scorer.ranks({&context, 1}, {&candidate, 1}, 1).at(0);
  };
  EXPECT_EQ(rank(0, {}), 1);
  EXPECT_EQ(rank(2, {}), 2);
  EXPECT_EQ(rank(3, {}), 4);  // two are better, two equal
  EXPECT_EQ(rank(3, {0, 4}), 2.5);
}

TEST(Rule, WordsAreReadBackAndOthersNameThoseThatThereAre) {
  for (const ScoringRule rule : kRules) EXPECT_EQ(rule_of(text_of(rule)), rule);
  for (const char* bad : {"", "input", "INPUT-OUTPUT", "input_output", "output-output"}) try {
      rule_of(bad);
      ADD_FAILURE() << bad;
    } catch (const base::Error& error) {
      EXPECT_EQ(error.fault(), base::Fault::usage);
      EXPECT_NE(std::string(error.what()).find("input-normed"), std::string::npos);
    }
}

}  // namespace
}  // namespace segue::embed
