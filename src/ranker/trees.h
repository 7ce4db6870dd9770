// Gradient-boosted trees that order candidates (LambdaMART, by LightGBM).
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace segue::ranker {

// Questions, one after the other; each has its candidates in one block of rows.
struct Examples {
  std::size_t width = 0;            // numbers in a row
  std::vector<float> numbers;       // rows of `width`
  std::vector<float> labels;        // one per row: 1 = it was hidden there
  std::vector<std::int32_t> sizes;  // rows of each question
};

struct TreesOptions {
  std::uint32_t trees = 300;
  std::uint32_t leaves = 31;
  double rate = 0.05;
  std::uint32_t least_rows = 60;  // in a leaf
  double features_a_tree = 0.5;   // share
  double rows_a_tree = 0.6;       // share
  std::uint32_t bins = 63;
  double l2 = 5;
  std::uint32_t truncation = 15;  // pairs count down to this rank
  std::uint64_t seed = 1;
  std::uint32_t threads = 1;
};

class Trees {
 public:
  // Trains on the examples; `on_tree` hears how many trees stand. One seed gives the same trees, on any number of
  // threads. Throws Error(internal) with LightGBM's words.
  static Trees train(const Examples& examples, const std::vector<std::string>& names, const TreesOptions& options,
                     const std::function<void(std::uint32_t)>& on_tree);
  // Reads what text() returned. Throws Error(input) if it is no such text.
  static Trees from_text(const std::string& text);

  // Returns a score for each row of `numbers`; the best candidate of a question has the highest.
  std::vector<float> scores(std::span<const float> numbers, std::size_t width) const;
  std::string text() const;
  // Returns how much each feature lowered the loss, in the order of the names.
  std::vector<double> gains() const;

 private:
  struct Free {
    void operator()(void* booster) const;
  };
  std::unique_ptr<void, Free> booster_;
};

}  // namespace segue::ranker
