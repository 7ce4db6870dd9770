#include "ranker/hiding.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace segue::ranker {
namespace {

using signals::Item;
using signals::List;

std::vector<List> many_lists() {
  std::vector<List> lists;
  for (Item i = 0; i < 100; ++i) {
    List& list = lists.emplace_back();
    for (Item k = 0; k < 20; ++k) list.push_back(i * 20 + k);
  }
  return lists;
}

std::vector<bool> first_are_ordered(std::size_t count) {
  std::vector<bool> ordered(100, false);
  std::fill(ordered.begin(), ordered.begin() + static_cast<std::ptrdiff_t>(count), true);
  return ordered;
}

TEST(Hiding, WhatIsHiddenIsInNoListAndNoContext) {
  const PuzzleSet hidden = hide(many_lists(), first_are_ordered(40), {.puzzles = 30});
  ASSERT_EQ(hidden.puzzles.size(), 30u);
  std::size_t ordered = 0;
  for (const Puzzle& puzzle : hidden.puzzles) {
    ASSERT_EQ(puzzle.answers.size(), 4u);
    EXPECT_EQ(puzzle.context.items.size(), 16u);
    ordered += puzzle.context.is_ordered;
    for (const Item answer : puzzle.answers)
      for (const List& list : hidden.lists) EXPECT_EQ(std::count(list.begin(), list.end(), answer), 0);
    if (!puzzle.context.is_ordered) continue;
    EXPECT_GT(puzzle.answers.front(), puzzle.context.items.back()) << "the tail is hidden";
  }
  EXPECT_EQ(ordered, 10u);
}

TEST(Hiding, OneKindFillsUpForTheOther) {
  EXPECT_EQ(hide(many_lists(), first_are_ordered(4), {.puzzles = 30}).puzzles.size(), 30u);
  EXPECT_EQ(hide(many_lists(), first_are_ordered(96), {.puzzles = 30}).puzzles.size(), 30u);
}

TEST(Hiding, AtMostHalfOfTheListsAndNoneThatIsShort) {
  EXPECT_EQ(hide(many_lists(), first_are_ordered(0), {}).puzzles.size(), 50u);
  EXPECT_TRUE(hide({{1, 2, 3}, {4, 5}}, {false, false}, {}).puzzles.empty());
}

TEST(Hiding, TheSeedDecides) {
  const auto answers = [](std::uint64_t seed) {
    return hide(many_lists(), first_are_ordered(10), {.puzzles = 5, .seed = seed}).puzzles.front().answers;
  };
  EXPECT_EQ(answers(1), answers(1));
  EXPECT_NE(answers(1), answers(2));
}

TEST(NextPuzzles, AreDrawnInOrder) {
  const auto all = next_puzzles(std::vector<List>{{1, 2, 3}, {4}, {5, 6}}, 10, 1);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[1].context.items, (List{1, 2}));
  EXPECT_EQ(all[1].answers, List{3});
  EXPECT_EQ(all[2].context.items, List{5});
  EXPECT_EQ(next_puzzles(many_lists(), 100, 1).size(), 100u);
}

}  // namespace
}  // namespace segue::ranker
