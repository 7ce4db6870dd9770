#include "cli/train_flags.h"

#include <fmt/core.h>

namespace segue::cli {

std::shared_ptr<embed::TrainOptions> add_train_flags(CLI::App& command, embed::TrainOptions start) {
  auto options = std::make_shared<embed::TrainOptions>(start);
  const auto add = [&](const char* name, auto& value, const char* what) {
    command.add_option(name, value, fmt::format("{} (default {})", what, value));
  };
  command.add_option_function<std::string>(
      "--objective", [options](const std::string& text) { options->objective = embed::objective_of(text); },
      fmt::format("skip-gram, or centroid: the mean of a list's others predicts a song (default {})",
                  embed::text_of(start.objective)));
  command.add_option_function<std::string>(
      "--reach", [options](const std::string& text) { options->reach = embed::reach_of(text); },
      fmt::format("of the window: sampled, fixed, whole list (default {})", embed::text_of(start.reach)));
  add("--dimension", options->dimension, "numbers a vector");
  add("--window", options->window, "places to each side");
  add("--negatives", options->negatives, "draws that a pair is scored against");
  add("--sharing", options->sharing, "pairs that a draw stands for at most; 0 = all of a centre");
  add("--block", options->block, "centres in a row that share draws; more: faster, worse");
  add("--exponent", options->exponent, "of counts in those draws");
  add("--epochs", options->epochs, "passes over all lists");
  add("--rate", options->rate, "learning rate at the start");
  add("--pair-exponent", options->pair_exponent, "a pair weighs (length of its list - 1)^this");
  add("--dropout", options->dropout, "share of contexts left out at random");
  add("--l2", options->l2, "rows shrink by rate x this when learnt");
  add("--token-share", options->token_share, "of places that train artist and album, too");
  add("--subsample", options->subsample, "thins out more frequent songs; 0 = none");
  add("--min-count", options->min_count, "rarer songs get no vector");
  add("--most-places", options->most_places, "longer lists are cut");
  add("--seed", options->seed, "same seed, same bytes with one thread");
  add("--threads", options->threads, "more are faster, and no two runs give the same");
  return options;
}

}  // namespace segue::cli
