// The questions of a protocol and the answers of a contender.
#pragma once
#include <cstdint>
#include <vector>

#include "signals/item.h"

namespace segue::evaluation {

using signals::Item;  // a track's id in its set
using signals::List;

struct Question {
  List context{};  // the oldest first, if `is_ordered`
  List answers{};  // sorted
  char kind = 0;   // a mark of the protocol's own
  bool is_ordered = false;
  std::uint32_t list = 0;  // the number of the list that it was made of, if the protocol numbers them
};

// One list per question, the best first.
using Answers = std::vector<List>;

struct Asked {
  std::size_t most = 10;  // answers per question
  bool repeats = false;   // whether an answer may be in the context
};

}  // namespace segue::evaluation
