// The questions of a protocol and the answers of a contender.
#pragma once
#include <cstdint>
#include <vector>

namespace segue::evaluation {

using Item = std::uint32_t;  // a track's id in its set
using List = std::vector<Item>;

struct Question {
  List context;   // in order, if the set has an order
  List answers;   // sorted
  char kind = 0;  // a mark of the protocol's own
};

// One list per question, the best first.
using Answers = std::vector<List>;

struct Asked {
  std::size_t most = 10;  // answers per question
  bool repeats = false;   // whether an answer may be in the context
};

}  // namespace segue::evaluation
