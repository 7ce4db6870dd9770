// The work of one thread on lists. Workers change shared rows without locks (Hogwild, Recht et al. 2011): if two change
// one row at the same moment, one step may be lost, which is rare enough not to matter.
#pragma once
#include <vector>

#include "embed/lists.h"
#include "embed/negatives.h"
#include "embed/options.h"
#include "vectors/kernels.h"

namespace segue::embed {

// The state that all workers share.
struct Field {
  const Lists& lists;
  const TrainOptions& options;
  const vectors::Kernels& kernels;
  const NegativeTable& negatives;
  const std::vector<float>& keep;  // each recording's chance to be kept; empty = 1
  Matrix& input;
  Matrix& output;
};

class Worker {
 public:
  Worker(const Field& field, std::uint64_t seed);
  void learn(std::uint32_t list, float rate);

  struct Loss {
    double sum = 0;  // sum of −ln(guess) over the seen pairs of every sixteenth block
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

  // Learns each of `inputs_` with `seen` and negatives; at most `sharing` inputs share the same negatives.
  void learn_inputs(std::uint32_t seen, bool new_draws);
  void learn_block(float* const* inputs, std::size_t count);

  const Field& field_;
  Random random_;
  NegativeStream stream_;
  std::vector<Place> kept_;
  std::vector<float*> inputs_, outputs_;
  std::vector<std::uint32_t> draws_;
  std::vector<float> steps_, gradient_;
  std::vector<float> sum_, mean_, total_, own_;  // for centroid(); see there
  std::vector<char> shown_;
  std::vector<std::uint32_t> met_;  // for centroid(): the number of the list in which each recording was last met
  std::uint32_t lists_ = 0, blocks_ = 0;
  float rate_ = 0, keep_row_ = 1;
  Loss loss_;
};

}  // namespace segue::embed
