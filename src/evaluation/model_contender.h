// A contender that answers with a model. The keys of the model's recordings are item ids as text.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "embed/scoring.h"
#include "embed/trainer.h"
#include "evaluation/questions.h"

namespace segue::evaluation {

struct ScoringOptions {
  embed::ScoringRule rule = embed::ScoringRule::input_output_popular;
  float popularity = 0.3f;  // weight of ln(count), for rules that use it
  float decay = 1;          // an item's weight as share of the next one's: 1 = all equal, 0 = only the last
  unsigned threads = 1;     // any number gives the same answers
};

class ModelContender {
 public:
  // `file` names the model in messages. Throws Error(input) if a key is no id below `items`.
  ModelContender(embed::Model model, std::size_t items, const std::string& file);
  Answers answer(const std::vector<Question>& questions, const Asked& asked, const ScoringOptions& options) const;
  const embed::Model& model() const { return model_; }

 private:
  embed::Model model_;
  List item_of_;                       // by row
  std::vector<std::uint32_t> row_of_;  // by item
};

// The keys of an item for the trainer; "" = none.
struct Keys {
  std::string recording, artist, album;
};
embed::ListBuilder builder_of(const std::vector<List>& lists, const std::function<Keys(Item)>& keys);
// Returns the lists, each in an order drawn by the seed. For sets whose lists have no order.
std::vector<List> shuffled(std::vector<List> lists, std::uint64_t seed);

}  // namespace segue::evaluation
