// One thread's walk over lists. Workers change the same rows without a lock (Recht et al. 2011, Hogwild): two that meet
// in a row may lose a step of one of them.
#pragma once
#include <vector>

#include "embed/lists.h"
#include "embed/negatives.h"
#include "embed/options.h"
#include "vectors/kernels.h"

namespace segue::embed {

// What all workers share.
struct Field {
  const Lists& lists;
  const TrainOptions& options;
  const vectors::Kernels& kernels;
  const NegativeTable& negatives;
  const std::vector<float>& keep;  // of each recording: chance to be kept; empty = all are
  Matrix& input;
  Matrix& output;
};

class Worker {
 public:
  Worker(const Field& field, std::uint64_t seed);
  void learn(std::uint32_t list, float rate);

  struct Loss {
    double sum = 0;  // −ln of the guesses of pairs that were seen, of one block in sixteen
    std::uint64_t pairs = 0;
  };
  const Loss& loss() const { return loss_; }

 private:
  void keep_places(std::uint32_t list);
  void skip_gram();
  void centre(std::size_t at);
  void belong_together(std::uint32_t recording, std::uint32_t token);
  void one_pair(std::uint32_t input, std::uint32_t seen);
  void centroid();
  void target(std::size_t at, bool is_shown, std::size_t others);

  // Each of `inputs_` against `seen` and draws, which at most `sharing` inputs share.
  void learn_inputs(std::uint32_t seen, bool new_draws);
  void learn_block(float* const* inputs, std::size_t count);

  const Field& field_;
  Random random_;
  NegativeStream stream_;
  std::vector<Place> kept_;
  std::vector<float*> inputs_, outputs_;
  std::vector<std::uint32_t> draws_;
  std::vector<float> steps_, gradient_;
  std::vector<float> sum_, mean_, total_, own_;  // centroid's: of inputs, of one target's others, of gradients
  std::vector<char> shown_;
  std::vector<std::uint32_t> met_;  // of each recording: the number of the list that it was last met in, for centroids
  std::uint32_t lists_ = 0, blocks_ = 0;
  float rate_ = 0, keep_row_ = 1;
  Loss loss_;
};

}  // namespace segue::embed
