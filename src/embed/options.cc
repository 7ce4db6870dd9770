#include "embed/options.h"

#include <fmt/core.h>

#include <array>

#include "base/error.h"

namespace segue::embed {
namespace {

constexpr std::array<std::string_view, 2> kObjectives{"skip-gram", "centroid"};
constexpr std::array<std::string_view, 3> kReaches{"sampled", "fixed", "whole"};

template <class Choice, std::size_t N>
Choice choice_of(const std::array<std::string_view, N>& words, std::string_view text, std::string_view option) {
  std::string there;
  for (std::size_t i = 0; i < N; ++i) {
    if (words[i] == text) return static_cast<Choice>(i);
    there += fmt::format("{}{}", i > 0 ? ", " : "", words[i]);
  }
  throw base::Error(base::Fault::usage, fmt::format("{} is '{}': choose from {}", option, text, there));
}

}  // namespace

std::string_view text_of(Objective objective) {
  return kObjectives.at(static_cast<std::size_t>(objective));
}
std::string_view text_of(Reach reach) {
  return kReaches.at(static_cast<std::size_t>(reach));
}
Objective objective_of(std::string_view text) {
  return choice_of<Objective>(kObjectives, text, "objective");
}
Reach reach_of(std::string_view text) {
  return choice_of<Reach>(kReaches, text, "reach");
}

TrainOptions for_centroids() {
  TrainOptions options;
  options.objective = Objective::centroid;
  options.dimension = 128;
  options.negatives = 20;
  options.exponent = 0.25f;
  options.epochs = 30;
  options.rate = 0.25f;
  options.dropout = 0.5f;
  options.l2 = 1e-4f;
  options.token_share = 0;
  options.subsample = 0;
  options.min_count = 1;
  return options;
}

TrainOptions for_whole_lists() {
  TrainOptions options;
  options.reach = Reach::whole;
  options.dimension = 128;
  options.negatives = 10;
  options.sharing = 0;
  options.epochs = 12;
  options.rate = 1;
  options.pair_exponent = -1;
  options.token_share = 0;
  options.subsample = 0;
  options.min_count = 1;
  return options;
}

void check(const TrainOptions& o) {
  const auto require = [](bool holds, const char* what) {
    if (!holds) throw base::Error(base::Fault::usage, what);
  };
  require(o.dimension >= 8 && o.dimension <= 1024 && o.dimension % 4 == 0,
          "dimension must be a multiple of 4 from 8 to 1024");
  require(o.window >= 1 && o.window <= 1000, "window must be from 1 to 1000");
  require(o.negatives >= 1 && o.negatives <= 1000, "negatives must be from 1 to 1000");
  require(o.sharing <= 1000, "sharing must be from 0 (all pairs of a centre) to 1000");
  require(o.block >= 1 && o.block <= 1000, "block must be from 1 to 1000");
  require(o.epochs >= 1 && o.epochs <= 10'000, "epochs must be from 1 to 10000");
  require(o.rate > 0 && o.rate <= 1, "rate must be above 0 and at most 1");
  require(o.exponent >= -1 && o.exponent <= 1, "exponent must be from -1 to 1");
  require(o.pair_exponent >= -2 && o.pair_exponent <= 0, "pair_exponent must be from -2 to 0");
  require(o.dropout >= 0 && o.dropout < 1, "dropout must be from 0 to below 1");
  require(o.l2 >= 0 && o.l2 <= 1, "l2 must be from 0 to 1");
  require(o.token_share >= 0 && o.token_share <= 1, "token_share must be from 0 to 1");
  require(o.subsample >= 0 && o.subsample <= 1, "subsample must be from 0 (none) to 1");
  require(o.min_count >= 1, "min_count must be at least 1");
  require(o.most_places >= 2, "most_places must be at least 2");
  require(o.seed <= 0xFFFFFFFF, "seed must be below 2^32");
  require(o.threads >= 1 && o.threads <= 64, "threads must be from 1 to 64");
}

}  // namespace segue::embed
