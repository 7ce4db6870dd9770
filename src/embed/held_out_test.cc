#include "embed/held_out.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "embed/random.h"

namespace segue::embed {
namespace {

constexpr std::uint32_t kSongs = 60;

// 40 lists of 30 places each, songs drawn by a seed.
Lists some_lists() {
  Lists lists;
  Random random(5);
  for (int list = 0; list < 40; ++list) {
    for (int place = 0; place < 30; ++place) lists.places.push_back({random.below(kSongs), 60, kNone});
    lists.starts.push_back(lists.places.size());
  }
  return lists;
}

TEST(HidePlaces, TakesAboutSoManyOut) {
  Lists lists = some_lists();
  const auto before = lists.places;
  const Hidden hidden = hide_places(lists, kSongs, 60, 1);
  std::size_t taken = 0;
  std::vector<std::uint64_t> counts(kSongs);
  for (std::size_t p = 0; p < before.size(); ++p) {
    const Place& place = lists.places[p];
    if (place.recording == kNone) {
      ++taken;
      EXPECT_EQ(place.artist, kNone);
    } else {
      EXPECT_EQ(place.recording, before[p].recording);
      ++counts[place.recording];
    }
  }
  EXPECT_GE(taken, 40u);
  EXPECT_LE(taken, 80u);
  EXPECT_LE(hidden.questions.size(), taken);
  EXPECT_GE(hidden.questions.size(), taken / 2);
  EXPECT_EQ(hidden.counts, counts);  // popularity does not count hidden places
}

TEST(HidePlaces, QuestionsShowFourOthersAndNeverTheAnswer) {
  Lists lists = some_lists();
  const Hidden hidden = hide_places(lists, kSongs, 200, 2);
  ASSERT_FALSE(hidden.questions.empty());
  for (const HeldOutQuestion& question : hidden.questions) {
    const std::set<std::uint32_t> context(question.context.begin(), question.context.end());
    EXPECT_GE(context.size(), 4u);
    EXPECT_LE(question.context.size(), 20u);
    EXPECT_FALSE(context.contains(question.answer));
    EXPECT_FALSE(context.contains(kNone));
    EXPECT_LT(question.answer, kSongs);
  }
}

TEST(HidePlaces, SameSeedSamePlaces) {
  Lists one = some_lists(), other = some_lists(), third = some_lists();
  EXPECT_EQ(hide_places(one, kSongs, 60, 1).counts, hide_places(other, kSongs, 60, 1).counts);
  EXPECT_NE(hide_places(third, kSongs, 60, 2).counts, hide_places(other, kSongs, 0, 1).counts);
}

TEST(HidePlaces, HidesNothingOfNothing) {
  Lists none;
  EXPECT_TRUE(hide_places(none, kSongs, 60, 1).questions.empty());
  Lists lists = some_lists();
  EXPECT_TRUE(hide_places(lists, kSongs, 0, 1).questions.empty());
}

// Songs in even rows have one direction, songs in odd rows another; popularity falls with the row.
Model two_ways() {
  Model model;
  model.options.dimension = 8;
  for (std::uint32_t row = 0; row < kSongs; ++row) {
    model.vocabulary.kinds.push_back(TokenKind::recording);
    model.vocabulary.keys.push_back("song " + std::to_string(row));
    model.vocabulary.counts.push_back(100 - row);
    for (std::uint32_t i = 0; i < 8; ++i) {
      model.input.push_back(i == row % 2 ? 1.0f : 0.0f);
      model.output.push_back(i == row % 2 ? 1.0f : 0.0f);
    }
  }
  model.vocabulary.index();
  return model;
}

Hidden asked(const Model& model, std::vector<HeldOutQuestion> questions) {
  return {std::move(questions), model.vocabulary.counts};
}

TEST(Measure, CountsHitsAmongTen) {
  const Model model = two_ways();
  // Context odd; of the odd rows 1 … 59 the ten best by either rule are 1 … 27 (less the context), so 17 hits and 59
  // does not.
  const HeldOutQuestion near{{1, 3, 5, 7}, 17}, far{{1, 3, 5, 7}, 59};
  const HeldOut result = measure(model, asked(model, {near, near, near, far, near, near, near, near}));
  EXPECT_EQ(result.questions, 4u);  // every other one chooses the rule
  EXPECT_DOUBLE_EQ(result.hit_rate, 0.75);
  EXPECT_DOUBLE_EQ(result.popularity_hit_rate, 0);  // the ten most popular outside the context are 0 … 14
  const HeldOutQuestion popular{{1, 3, 5, 7}, 2};
  EXPECT_DOUBLE_EQ(measure(model, asked(model, {near, popular})).popularity_hit_rate, 1);
}

TEST(Measure, TheOtherHalfChoosesTheRule) {
  Model model = two_ways();
  for (float& x : model.output) x = -x;  // outputs point away: input-output guesses wrong
  const HeldOutQuestion near{{1, 3, 5, 7}, 17};
  const HeldOut result = measure(model, asked(model, {near, near}));
  EXPECT_EQ(result.scoring, "input-input");
  EXPECT_DOUBLE_EQ(result.input_output, 0);
  EXPECT_DOUBLE_EQ(result.hit_rate, 1);
}

TEST(Measure, WhatIsNoNumberIsNoHit) {
  Model model = two_ways();
  for (float& x : model.input) x = std::nanf("");
  const HeldOutQuestion near{{1, 3, 5, 7}, 17};
  EXPECT_DOUBLE_EQ(measure(model, asked(model, {near, near})).hit_rate, 0);
}

TEST(Measure, NoQuestionNoRate) {
  const Model model = two_ways();
  EXPECT_EQ(measure(model, asked(model, {})).questions, 0u);
  EXPECT_EQ(measure(model, asked(model, {{{1, 3, 5, 7}, 17}})).questions, 0u);
}

}  // namespace
}  // namespace segue::embed
