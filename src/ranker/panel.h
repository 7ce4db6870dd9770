// The signals that are asked for one context, each with how many candidates it proposes.
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "ranker/item_facts.h"
#include "signals/signal.h"

namespace segue::ranker {

struct PanelMember {
  std::string name;           // snake_case; part of the features' names
  std::size_t proposals = 0;  // its best so many are candidates; 0 = it only scores those of others
  std::unique_ptr<signals::Signal> signal;
};

// One panel serves one thread.
using Panel = std::vector<PanelMember>;

// The signals of one set of lists; read by any number of threads.
class PanelSource {
 public:
  virtual ~PanelSource() = default;
  // The panel refers to this object.
  virtual Panel panel() const = 0;
  virtual const ItemFacts& facts() const = 0;
  // Whether items of the context may be candidates.
  virtual bool repeats() const = 0;
};

}  // namespace segue::ranker
