// The folder of models: files named by time and content, and `current`, which names the one in use.
#pragma once
#include <filesystem>
#include <string>

#include "base/clock.h"
#include "embed/model.h"

namespace segue::pipeline {

// Writes the model and points `current` to it; gives its file name. A served file is never changed.
std::string keep_model(const embed::Model& model, const std::filesystem::path& folder, const base::Clock& clock);

struct NamedModel {
  std::string name;  // its file name
  embed::Model model;
};
// Throws Error(usage) when nothing is trained yet.
NamedModel current_model(const std::filesystem::path& folder);

}  // namespace segue::pipeline
