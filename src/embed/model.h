// A trained model and its file; docs/formats/model.md describes every byte.
#pragma once
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "embed/lists.h"
#include "embed/options.h"

namespace segue::embed {

struct Model {
  Vocabulary vocabulary;
  TrainOptions options;
  std::vector<float> input;       // vocabulary.size() × dimension numbers, row by row
  std::vector<float> output;      // the same shape
  std::string provenance = "{}";  // JSON: what it was trained on

  std::span<const float> input_row(std::uint32_t row) const {
    return {input.data() + std::size_t{row} * options.dimension, options.dimension};
  }
  std::span<const float> output_row(std::uint32_t row) const {
    return {output.data() + std::size_t{row} * options.dimension, options.dimension};
  }
};

std::string to_bytes(const Model& model);
// Throws Error(input) if the file is damaged, is no model, or is of a newer version.
Model from_bytes(std::string_view bytes, const std::string& name);

// Return the sum that identifies a model: the SHA-256 at the end of its file. sum_of() reads nothing else; it throws
// Error(usage) if it cannot be read.
std::string_view sum_in(std::string_view bytes);
std::string sum_of(const std::filesystem::path& file);

void save(const Model& model, const std::filesystem::path& file);
Model load(const std::filesystem::path& file);

}  // namespace segue::embed
