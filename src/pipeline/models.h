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

// Writes the model, beside it an index of its recordings when there are kIndexed or more, and points `current` to it;
// gives its file name. A served file is never changed.
std::string keep_model(const embed::Model& model, const std::filesystem::path& folder, const base::Clock& clock);

// From so many recordings on an index pays: below, looking at all of them takes about a millisecond.
inline constexpr std::uint32_t kIndexed = 50'000;

struct NamedModel {
  std::string name;  // its file name
  embed::Model model;
  std::filesystem::path index;  // "" = it has none
};
// The model in use, with the recordings of `published` under their keys of now: one that was merged or split since it
// was trained, and has no row, has that of its tracks, of several the one with most places. Throws Error(usage) when
// nothing is trained yet.
NamedModel current_model(const std::filesystem::path& folder, warehouse::Connection& published);

// Over the input rows of the model's recordings, which must outlive it: its index, or where it has none all rows are
// looked at. Throws Error(input) for an index that is damaged or another model's.
std::unique_ptr<neighbors::Index> neighbors_in(const NamedModel& named);

}  // namespace segue::pipeline
