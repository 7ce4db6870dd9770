// The folder of models: files named by time and content, and `current`, which names the one in use.
#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "base/clock.h"
#include "embed/model.h"
#include "neighbors/index.h"
#include "warehouse/connection.h"

namespace segue::pipeline {

// Writes the model, an index beside it if it has kIndexed recordings or more, and its file name into `current`; returns
// the name. A file in use is never changed.
std::string keep_model(const embed::Model& model, const std::filesystem::path& folder, const base::Clock& clock);

// From so many recordings on an index is worth it: with fewer, a search over all takes about a millisecond.
inline constexpr std::uint32_t kIndexed = 50'000;

struct NamedModel {
  std::string name;  // its file name
  embed::Model model;
  std::filesystem::path index;  // "" = it has none
};
// Returns the model in use, in which recordings of `published` are found by their current keys. A recording that was
// merged or split after the training, and so has no row, gets a row of its tracks, of several the one with most places.
// Throws Error(usage) if nothing is trained yet.
NamedModel current_model(const std::filesystem::path& folder, warehouse::Connection& published);

// Returns a search over the input rows of the model's recordings: by the model's index, or over all rows if it has
// none. The model must outlive it. Throws Error(input) for an index that is damaged or of another model.
std::unique_ptr<neighbors::Index> neighbors_in(const NamedModel& named);

}  // namespace segue::pipeline
