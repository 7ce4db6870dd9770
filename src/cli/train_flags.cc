#include "cli/train_flags.h"

#include <fmt/core.h>

#include <functional>

#include "cli/output.h"

namespace segue::cli {

std::shared_ptr<embed::TrainOptions> add_train_flags(CLI::App& command, embed::TrainOptions start) {
  auto options = std::make_shared<embed::TrainOptions>(start);
  const auto add = [&](const char* name, auto& value, const char* what) {
    command.add_option(name, value, fmt::format("{} (default {})", what, value));
  };
  const auto choose = [&](const char* name, std::function<void(const std::string&)> set, const std::string& what) {
    command
        .add_option(
            name,
            [set = std::move(set)](const CLI::results_t& given) {
              set(given.back());
              return true;
            },
            what)
        ->type_name("TEXT");
  };
  choose(
      "--objective", [options](const std::string& text) { options->objective = embed::objective_of(text); },
      fmt::format("skip-gram or centroid (default {})", embed::text_of(start.objective)));
  choose(
      "--reach", [options](const std::string& text) { options->reach = embed::reach_of(text); },
      fmt::format("window: sampled, fixed or whole (default {})", embed::text_of(start.reach)));
  add("--dimension", options->dimension, "numbers in a vector");
  add("--window", options->window, "places to each side of a centre");
  add("--negatives", options->negatives, "negative samples per pair");
  add("--sharing", options->sharing, "pairs sharing samples; 0 = all");
  add("--block", options->block, "centres sharing samples");
  add("--exponent", options->exponent, "sample negatives by count^X");
  add("--epochs", options->epochs, "passes over all lists");
  add("--rate", options->rate, "learning rate at the start");
  add("--pair-exponent", options->pair_exponent, "weigh pairs by (length - 1)^X");
  add("--dropout", options->dropout, "share of contexts left out");
  add("--l2", options->l2, "shrink learnt rows by rate x X");
  add("--token-share", options->token_share, "share of places with tokens");
  add("--subsample", options->subsample, "thin out songs above this share");
  add("--min-count", options->min_count, "fewest places of a song");
  add("--most-places", options->most_places, "cut longer lists to N places");
  add("--seed", options->seed, "same seed, same bytes (1 thread)");
  add("--threads", options->threads, "threads; more change the bytes");
  return options;
}

void show_training(const embed::Progress& at, std::optional<double> hit_rate) {
  progress(fmt::format("epoch {}/{}  {:3.0f} %  loss {:.3f}  {} places a second{}", at.epoch, at.epochs, at.share * 100,
                       at.loss, with_commas(static_cast<std::int64_t>(at.tokens_per_second)),
                       hit_rate ? fmt::format("  hits {:.2f} %", *hit_rate * 100) : ""));
}

}  // namespace segue::cli
