// One listener's history and the lists of others: the set of the protocol `listener`.
#pragma once
#include <cstdint>
#include <vector>

#include "base/time.h"
#include "evaluation/questions.h"
#include "recommend/repertoire.h"

namespace segue::evaluation {

struct ListenerPlay {
  Item item = 0;
  std::uint32_t session = 0;  // rising
  base::Instant at;
  bool is_skip = false;
};

struct ListenerSet {
  recommend::Repertoire repertoire;
  std::vector<ListenerPlay> plays;  // the oldest first
};

}  // namespace segue::evaluation
