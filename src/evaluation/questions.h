// What a protocol asks, and what a contender answers.
#pragma once
#include <cstdint>
#include <vector>

namespace segue::evaluation {

using Item = std::uint32_t;  // a track's id in its set
using List = std::vector<Item>;

struct Question {
  List context;   // in order, where the set has one
  List answers;   // sorted
  char kind = 0;  // the protocol's own
};

// One list a question, the best first.
using Answers = std::vector<List>;

struct Asked {
  std::size_t most = 10;  // answers a question
  bool repeats = false;   // may an answer stand in the context?
};

}  // namespace segue::evaluation
