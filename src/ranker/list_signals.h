// The signals that continue lists.
#pragma once
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "ranker/panel.h"
#include "signals/dense.h"
#include "signals/list_index.h"
#include "signals/nearest_table.h"

namespace segue::ranker {

// Rows of a Dense signal with the signal's name.
using NamedRows = std::vector<std::pair<std::string, signals::DenseRows>>;
// Trains vectors on lists.
using VectorsOf = std::function<NamedRows(const std::vector<signals::List>&)>;

class ListSignals final : public PanelSource {
 public:
  // Counts `lists`, which are the material's lists or a part of them.
  ListSignals(const Material& material, const std::vector<signals::List>& lists, const VectorsOf& vectors_of,
              unsigned threads);
  Panel panel() const override;
  const ItemFacts& facts() const override { return facts_; }
  bool repeats() const override { return false; }

 private:
  ItemFacts facts_;
  signals::ListIndex index_;
  signals::NearestTable items_, artists_, albums_;
  NamedRows vectors_;
};

}  // namespace segue::ranker
