// What a training can be told. Each: default, unit, reason to change. docs/training.md says what each was measured to
// do.
#pragma once
#include <cstdint>
#include <string_view>

namespace segue::embed {

// skip_gram: a recording predicts each of those around it. centroid: the mean of the others of its list predicts a
// recording (continuous bag of words over the list).
enum class Objective : std::uint8_t { skip_gram, centroid };
// How far a centre's window reaches: 1 … window drawn for each centre, always window, or the whole list.
enum class Reach : std::uint8_t { sampled, fixed, whole };

struct TrainOptions {
  Objective objective = Objective::skip_gram;
  std::uint32_t dimension = 64;  // numbers a vector, a multiple of 4; more for larger corpora
  Reach reach = Reach::sampled;  // whole for lists without an order
  std::uint32_t window = 6;      // places to each side
  std::uint32_t negatives = 8;   // draws that each pair is scored against
  std::uint32_t sharing = 8;    // a shared draw stands for so many pairs at most; 1 = fresh draws for each pair, 0 = as
                                // many pairs as a centre has: fastest
  std::uint32_t block = 1;      // centres in a row that share their draws; more is faster and costs quality
  float exponent = 0.75f;       // negatives are drawn by count^exponent; below .5 for recommendation
  std::uint32_t epochs = 20;    // passes over all lists
  float rate = 0.05f;           // falls linearly to a thousandth of it
  float pair_exponent = 0;      // a pair weighs (length of its list − 1)^this; −½ keeps long lists from ruling
  float dropout = 0;            // of the places of a list that are left out of a centroid, or of a centre's contexts
  float l2 = 0;                 // rows shrink by rate × this each time they are learnt
  float token_share = 1.0f;     // of places whose artist and album tokens are trained, too
  float subsample = 1e-3f;      // recordings more frequent than this share of all places are thinned out
  std::uint32_t min_count = 2;  // rarer recordings get no vector
  std::uint32_t most_places = 250;  // longer lists are cut
  std::uint64_t seed = 1;
  std::uint32_t threads = 1;  // more are faster, and no two runs then give the same bytes
};

// Throws Error(usage) naming the option and its bounds.
void check(const TrainOptions& options);

std::string_view text_of(Objective objective);  // "skip-gram", "centroid"
std::string_view text_of(Reach reach);          // "sampled", "fixed", "whole"
// Throw Error(usage) for another word, naming those that there are.
Objective objective_of(std::string_view text);
Reach reach_of(std::string_view text);

}  // namespace segue::embed
