// A model whose recordings' keys are item ids, as text, answers questions.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "embed/scoring.h"
#include "embed/trainer.h"
#include "evaluation/questions.h"

namespace segue::evaluation {

struct ScoringOptions {
  embed::Rule rule = embed::Rule::input_output_popular;
  float popularity = 0.3f;  // how much ln(count) counts, where the rule has it
  float decay = 1;          // a context's item weighs so much of the one behind it: 1 = all alike, 0 = the last alone
  unsigned threads = 1;     // the answers are the same with any number
};

class ModelContender {
 public:
  // `file` names the model in messages. Throws Error(input) when a key is no id below `items`.
  ModelContender(embed::Model model, std::size_t items, const std::string& file);
  Answers answer(const std::vector<Question>& questions, const Asked& asked, const ScoringOptions& options) const;
  const embed::Model& model() const { return model_; }

 private:
  embed::Model model_;
  List item_of_;                       // by row
  std::vector<std::uint32_t> row_of_;  // by item
};

// What a trainer calls an item: keys, "" = none.
struct Keys {
  std::string recording, artist, album;
};
embed::ListBuilder builder_of(const std::vector<List>& lists, const std::function<Keys(Item)>& keys);
// The same lists, the items of each in an order drawn by the seed: for sets whose lists have none.
std::vector<List> shuffled(std::vector<List> lists, std::uint64_t seed);

}  // namespace segue::evaluation
