// The options of a training, each with default, unit and a reason to change it. docs/training.md has the measurements.
#pragma once
#include <cstdint>
#include <string_view>

namespace segue::embed {

// skip_gram: a recording predicts each recording around it. centroid: the mean of the other recordings of a list
// predicts a recording (continuous bag of words over the list).
enum class Objective : std::uint8_t { skip_gram, centroid };
// How far a centre's window reaches. sampled: 1 … window, drawn for each centre; fixed: always window; whole: the list.
enum class Reach : std::uint8_t { sampled, fixed, whole };

struct TrainOptions {
  Objective objective = Objective::skip_gram;
  std::uint32_t dimension = 64;  // numbers per vector, a multiple of 4; raise it for larger corpora
  Reach reach = Reach::sampled;  // take whole for lists without an order
  std::uint32_t window = 6;      // places on each side
  std::uint32_t negatives = 8;   // negatives that each pair is scored against
  std::uint32_t sharing = 8;     // most pairs that share one set of negatives; 1 = a set per pair, 0 = per centre
  std::uint32_t block = 1;       // successive centres that share their draws; more is faster and costs quality
  float exponent = 0.75f;        // negatives are drawn by count^exponent; take less than .5 for recommendation
  std::uint32_t epochs = 20;     // passes over all lists
  float rate = 0.05f;            // learning rate at the start; falls linearly to a thousandth of it
  float pair_exponent = 0;   // a pair has the weight (length of its list − 1)^this; −½ keeps long lists from dominating
  float dropout = 0;         // share of a list's places that is left out of the centroid, or of a centre's contexts
  float l2 = 0;              // rows shrink by rate × this at each step
  float token_share = 1.0f;  // share of places whose artist and album tokens are trained, too
  float subsample = 1e-3f;   // recordings more frequent than this share of all places are thinned out
  std::uint32_t min_count = 2;      // rarer recordings get no vector
  std::uint32_t most_places = 250;  // longer lists are cut
  std::uint64_t seed = 1;
  std::uint32_t threads = 1;  // more are faster, but then no two runs give the same bytes
};

// Return what docs/training.md found best for lists without an order: centroids, and skip-gram over whole lists. Both
// keep every recording and train no tokens.
TrainOptions for_centroids();
TrainOptions for_whole_lists();

// Throws Error(usage) that names the option and its bounds.
void check(const TrainOptions& options);

std::string_view text_of(Objective objective);  // "skip-gram", "centroid"
std::string_view text_of(Reach reach);          // "sampled", "fixed", "whole"
// Both throw Error(usage) for another word; the message lists the words allowed.
Objective objective_of(std::string_view text);
Reach reach_of(std::string_view text);

}  // namespace segue::embed
