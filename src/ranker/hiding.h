// Makes questions out of lists: hides some of their places, which are the right answers.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "signals/item.h"

namespace segue::ranker {

struct Puzzle {
  signals::ListContext context;
  signals::List answers;  // sorted; what was hidden
};

struct PuzzleSet {
  std::vector<signals::List> lists;  // as they were, without the hidden places
  std::vector<Puzzle> puzzles;
};

struct HidingOptions {
  std::size_t puzzles = 25'000;    // at most; and at most half of the lists
  double ordered_share = 1.0 / 3;  // of the puzzles, as far as there are ordered lists and others
  std::size_t least_length = 10;   // of a list from which places are hidden
  std::size_t most_context = 250;  // of a longer list, the last so many
  double share = 0.2;              // of a list's places
  std::size_t least_answers = 2;
  std::uint64_t seed = 1;
};

// Draws lists by the seed. Of a list in order the tail is hidden, of another random places.
PuzzleSet hide(std::vector<signals::List> lists, const std::vector<bool>& ordered, const HidingOptions& options);

// Makes a puzzle of each place but the first of each session: the session up to there, and what comes next. Returns
// `most` of them, drawn by the seed, in the order of the sessions.
std::vector<Puzzle> next_puzzles(std::span<const signals::List> sessions, std::size_t most, std::uint64_t seed);

}  // namespace segue::ranker
