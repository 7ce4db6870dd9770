#include "embed/trainer.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "base/error.h"
#include "embed/random.h"
#include "vectors/arithmetic.h"

namespace segue::embed {
namespace {

using vectors::add_scaled;
using vectors::dot;

// Draws rows by count^exponent in constant time (Vose's alias method).
class NegativeTable {
 public:
  NegativeTable(const std::vector<std::uint64_t>& counts, float exponent)
      : share_(counts.size()), other_(counts.size()) {
    std::vector<double> weights(counts.size());
    for (std::size_t i = 0; i < counts.size(); ++i)
      weights[i] = std::pow(static_cast<double>(counts[i]), static_cast<double>(exponent));
    const double mean = std::accumulate(weights.begin(), weights.end(), 0.0) / static_cast<double>(counts.size());
    std::vector<std::uint32_t> poor, rich;
    for (std::uint32_t i = 0; i < counts.size(); ++i) {
      weights[i] /= mean;
      (weights[i] < 1 ? poor : rich).push_back(i);
      share_[i] = 1;
      other_[i] = i;
    }
    while (!poor.empty() && !rich.empty()) {
      const std::uint32_t low = poor.back(), high = rich.back();
      poor.pop_back();
      share_[low] = static_cast<float>(weights[low]);
      other_[low] = high;
      weights[high] -= 1 - weights[low];
      if (weights[high] < 1) {
        rich.pop_back();
        poor.push_back(high);
      }
    }
  }
  std::uint32_t draw(Random& random) const {
    const std::uint32_t row = random.below(static_cast<std::uint32_t>(share_.size()));
    return random.unit() < share_[row] ? row : other_[row];
  }

 private:
  std::vector<float> share_;
  std::vector<std::uint32_t> other_;
};

float sigmoid(float x) {
  return 1.0f / (1.0f + std::exp(-std::clamp(x, -12.0f, 12.0f)));
}

// A shared negative stands for so many pairs at most: with more, large windows ran away to infinity.
constexpr std::size_t kMostPairs = 8;

class Training {
 public:
  Training(const Vocabulary& vocabulary, const Lists& lists, const TrainOptions& options)
      : lists_(lists), options_(options), random_(options.seed), negatives_(vocabulary.counts, options.exponent) {
    model_.vocabulary = vocabulary;
    model_.options = options;
    const std::size_t numbers = std::size_t{vocabulary.size()} * options.dimension;
    model_.output.assign(numbers, 0.0f);
    model_.input.resize(numbers);
    for (float& x : model_.input) x = (random_.unit() - 0.5f) / static_cast<float>(options.dimension);
    gradient_.resize(options.dimension);
    keep_.resize(vocabulary.size(), 1.0f);
    const double places = static_cast<double>(lists.places.size());
    for (std::uint32_t row = 0; row < vocabulary.recordings; ++row) {
      const double share = static_cast<double>(vocabulary.counts[row]) / places;
      if (options.subsample > 0)
        keep_[row] = static_cast<float>(std::min(1.0, std::sqrt(static_cast<double>(options.subsample) / share)));
    }
  }

  Model run(const std::function<void(const Progress&)>& on_epoch) {
    std::vector<std::uint32_t> order(lists_.size());
    std::iota(order.begin(), order.end(), 0u);
    const double total = static_cast<double>(lists_.places.size()) * options_.epochs;
    for (std::uint32_t epoch = 0; epoch < options_.epochs; ++epoch) {
      const auto start = std::chrono::steady_clock::now();
      for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[random_.below(static_cast<std::uint32_t>(i))]);
      loss_ = 0;
      pairs_ = 0;
      for (const std::uint32_t list : order) {
        rate_ = options_.rate * static_cast<float>(std::max(0.001, 1 - done_ / total));
        one_list(list);
      }
      const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
      on_epoch({epoch + 1, options_.epochs, pairs_ > 0 ? loss_ / static_cast<double>(pairs_) : 0,
                static_cast<double>(lists_.places.size()) / std::max(took.count(), 1e-9)});
    }
    for (const auto* matrix : {&model_.input, &model_.output})
      if (!std::all_of(matrix->begin(), matrix->end(), [](float x) { return std::isfinite(x); }))
        throw base::Error(base::Fault::usage, "the training ran away to infinity: lower --rate or --negatives");
    return std::move(model_);
  }

 private:
  void one_list(std::uint32_t list) {
    kept_.clear();
    for (std::uint64_t p = lists_.starts[list]; p < lists_.starts[list + 1]; ++p) {
      const Place& place = lists_.places[p];
      if (place.recording == kNone || random_.unit() < keep_[place.recording]) kept_.push_back(place);
    }
    done_ += static_cast<double>(lists_.starts[list + 1] - lists_.starts[list]);
    for (std::size_t i = 0; i < kept_.size(); ++i) one_centre(i);
  }

  void one_centre(std::size_t at) {
    const Place& centre = kept_[at];
    const std::size_t reach = 1 + random_.below(options_.window);
    const std::size_t from = at > reach ? at - reach : 0;
    const std::size_t to = std::min(kept_.size(), at + reach + 1);
    const bool with_tokens = random_.unit() < options_.token_share;
    contexts_.clear();
    for (std::size_t j = from; j < to; ++j)
      if (j != at && kept_[j].recording != kNone && kept_[j].recording != centre.recording)
        contexts_.push_back(kept_[j].recording);
    if (!contexts_.empty()) {
      draw_negatives();
      if (centre.recording != kNone) learn(centre.recording);
      if (with_tokens && centre.artist != kNone) learn(centre.artist);
    }
    if (with_tokens && centre.recording != kNone) {
      belong_together(centre.recording, centre.artist);
      belong_together(centre.recording, centre.album);
    }
  }

  void belong_together(std::uint32_t recording, std::uint32_t token) {
    if (token == kNone) return;
    one_pair(token, recording);
    one_pair(recording, token);
  }
  void one_pair(std::uint32_t input, std::uint32_t context) {
    contexts_.assign(1, context);
    draw_negatives();
    learn(input);
  }

  void draw_negatives() {
    const std::size_t pairs = contexts_.size() * options_.negatives;
    const std::size_t draws = std::max<std::size_t>(options_.negatives, (pairs + kMostPairs - 1) / kMostPairs);
    drawn_.clear();
    while (drawn_.size() < draws) drawn_.push_back(negatives_.draw(random_));
    weight_ = static_cast<float>(pairs) / static_cast<float>(draws);
  }

  // One input row against its contexts, and against negatives that all of them share, each standing for `weight_`
  // pairs: gradient of the logistic loss, the input row's old value used throughout.
  void learn(std::uint32_t input) {
    const std::size_t n = options_.dimension;
    float* row = model_.input.data() + std::size_t{input} * n;
    std::fill(gradient_.begin(), gradient_.end(), 0.0f);
    const auto towards = [&](std::uint32_t target, float truth, float weight) {
      float* other = model_.output.data() + std::size_t{target} * n;
      const float guess = sigmoid(dot(row, other, n));
      const float step = rate_ * weight * (truth - guess);
      add_scaled(gradient_.data(), other, step, n);
      add_scaled(other, row, step, n);
      return guess;
    };
    float product = 1;  // of the probabilities of what was seen; its logarithm is the loss
    for (const std::uint32_t context : contexts_) {
      product *= std::max(1e-3f, towards(context, 1.0f, 1.0f));
      if (product < 1e-30f) {
        loss_ -= std::log(static_cast<double>(product));
        product = 1;
      }
    }
    loss_ -= std::log(static_cast<double>(product));
    for (const std::uint32_t target : drawn_)
      if (std::find(contexts_.begin(), contexts_.end(), target) == contexts_.end()) towards(target, 0.0f, weight_);
    add_scaled(row, gradient_.data(), 1.0f, n);
    pairs_ += contexts_.size();
  }

  const Lists& lists_;
  const TrainOptions options_;
  Random random_;
  NegativeTable negatives_;
  Model model_;
  std::vector<float> gradient_, keep_;
  std::vector<Place> kept_;
  std::vector<std::uint32_t> contexts_, drawn_;
  double done_ = 0, loss_ = 0;
  std::uint64_t pairs_ = 0;
  float rate_ = 0, weight_ = 1;
};

}  // namespace

void check(const TrainOptions& o) {
  const auto require = [](bool holds, const char* what) {
    if (!holds) throw base::Error(base::Fault::usage, what);
  };
  require(o.dimension >= 8 && o.dimension <= 1024 && o.dimension % 8 == 0,
          "dimension must be a multiple of 8 from 8 to 1024");
  require(o.window >= 1 && o.window <= 1000, "window must be from 1 to 1000");
  require(o.negatives >= 1 && o.negatives <= 1000, "negatives must be from 1 to 1000");
  require(o.epochs >= 1 && o.epochs <= 10'000, "epochs must be from 1 to 10000");
  require(o.rate > 0 && o.rate <= 1, "rate must be above 0 and at most 1");
  require(o.exponent >= -1 && o.exponent <= 1, "exponent must be from -1 to 1");
  require(o.token_share >= 0 && o.token_share <= 1, "token_share must be from 0 to 1");
  require(o.subsample >= 0 && o.subsample <= 1, "subsample must be from 0 (none) to 1");
  require(o.min_count >= 1, "min_count must be at least 1");
  require(o.most_places >= 2, "most_places must be at least 2");
  require(o.seed <= 0xFFFFFFFF, "seed must be below 2^32");
}

Model train(const Vocabulary& vocabulary, const Lists& lists, const TrainOptions& options,
            const std::function<void(const Progress&)>& on_epoch) {
  check(options);
  if (vocabulary.recordings < 2 || lists.size() == 0)
    throw base::Error(
        base::Fault::usage,
        "there is too little to learn from: add playlists of other people (`segue corpus add PATH`) or import a "
        "history, then `segue transform`");
  return Training(vocabulary, lists, options).run(on_epoch);
}

}  // namespace segue::embed
