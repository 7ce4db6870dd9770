// The folder of models: files named by time and content, and `current`, which names the one in use.
#pragma once
#include <filesystem>
#include <string>

#include "base/clock.h"
#include "embed/model.h"
#include "warehouse/connection.h"

namespace segue::pipeline {

// Writes the model and points `current` to it; gives its file name. A served file is never changed.
std::string keep_model(const embed::Model& model, const std::filesystem::path& folder, const base::Clock& clock);

struct NamedModel {
  std::string name;  // its file name
  embed::Model model;
};
// The model in use, with the recordings of `published` under their keys of now: one that was merged or split since it
// was trained, and has no row, has that of its tracks, of several the one with most places. Throws Error(usage) when
// nothing is trained yet.
NamedModel current_model(const std::filesystem::path& folder, warehouse::Connection& published);

}  // namespace segue::pipeline
