// What a training can be told. Each: default, unit, reason to change.
#pragma once
#include <cstdint>

namespace segue::embed {

struct TrainOptions {
  std::uint32_t dimension = 64;     // numbers a vector, a multiple of 8; more for larger corpora
  std::uint32_t window = 6;         // places to each side, drawn from 1 … window for each centre
  std::uint32_t negatives = 8;      // draws a pair, shared by the pairs of one centre
  float exponent = 0.75f;           // negatives are drawn by count^exponent
  std::uint32_t epochs = 20;        // passes over all lists
  float rate = 0.05f;               // falls linearly to a thousandth of it
  float token_share = 1.0f;         // of places whose artist and album tokens are trained, too
  float subsample = 1e-3f;          // recordings more frequent than this share of all places are thinned out
  std::uint32_t min_count = 2;      // rarer recordings get no vector
  std::uint32_t most_places = 250;  // longer lists are cut
  std::uint64_t seed = 1;
};

// Throws Error(usage) naming the option and its bounds.
void check(const TrainOptions& options);

}  // namespace segue::embed
