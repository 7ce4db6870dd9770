#include "evaluation/model_contender.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/error.h"
#include "embed/random.h"

namespace segue::evaluation {

ModelContender::ModelContender(embed::Model model, std::size_t items, const std::string& file)
    : model_(std::move(model)), row_of_(items, embed::kNone) {
  const auto& keys = model_.vocabulary.keys;
  for (std::uint32_t row = 0; row < model_.vocabulary.recordings; ++row) {
    Item item = 0;
    const char* last = keys[row].data() + keys[row].size();
    const auto [end, fault] = std::from_chars(keys[row].data(), last, item);
    if (fault != std::errc{} || end != last || item >= items)
      throw base::Error(base::Fault::input, fmt::format("{}: its recording {} has the key \"{}\", which is not a track "
                                                        "of this set: give a model whose keys are the set's track ids",
                                                        file, row, keys[row]));
    row_of_[item] = row;
    item_of_.push_back(item);
  }
}

Answers ModelContender::answer(const std::vector<Question>& questions, const Asked& asked,
                               const ScoringOptions& options) const {
  std::vector<embed::ScoringContext> contexts(questions.size());
  for (std::size_t q = 0; q < questions.size(); ++q) {
    embed::ScoringContext& context = contexts[q];
    const List& items = questions[q].context;
    for (std::size_t i = 0; i < items.size(); ++i) {
      // An item without a vector is left out but keeps its place, so that the weights of the others do not change.
      if (row_of_[items[i]] == embed::kNone) continue;
      context.rows.push_back(row_of_[items[i]]);
      if (options.decay != 1)
        context.weights.push_back(std::pow(options.decay, static_cast<float>(items.size() - 1 - i)));
    }
    if (asked.repeats) continue;
    context.left_out = context.rows;
    std::sort(context.left_out.begin(), context.left_out.end());
  }
  const embed::Scorer scorer(embed::sides_of(model_, options.rule, options.popularity));
  Answers answers;
  for (const auto& best : scorer.best(contexts, asked.most, options.threads)) {
    List& list = answers.emplace_back();
    for (const auto& one : best) list.push_back(item_of_[one.candidate]);
  }
  return answers;
}

embed::ListBuilder builder_of(const std::vector<List>& lists, const std::function<Keys(Item)>& keys) {
  embed::ListBuilder builder;
  for (const List& list : lists) {
    for (const Item item : list) {
      const Keys of_item = keys(item);
      builder.add({of_item.recording, of_item.artist, of_item.album, ""});
    }
    builder.end_list();
  }
  return builder;
}

std::vector<List> shuffled(std::vector<List> lists, std::uint64_t seed) {
  embed::Random random(seed);
  for (List& list : lists)
    for (std::size_t i = list.size(); i > 1; --i)
      std::swap(list[i - 1], list[random.below(static_cast<std::uint32_t>(i))]);
  return lists;
}

}  // namespace segue::evaluation
