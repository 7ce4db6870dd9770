// The state of a training at the end of an epoch. A file of its own machine and build: no format for others.
#pragma once
#include <filesystem>
#include <string>

#include "embed/lists.h"
#include "embed/matrix.h"
#include "embed/options.h"

namespace segue::embed {

// Of everything that the numbers follow from. A checkpoint of another training is never gone on with.
std::string fingerprint(const Vocabulary& vocabulary, const Lists& lists, const TrainOptions& options,
                        const char* vector_unit);

void write_checkpoint(const std::filesystem::path& file, const std::string& fingerprint, std::uint32_t epochs_done,
                      const Matrix& input, const Matrix& output);
// How many epochs are done, both matrices filled; 0 and nothing filled when there is no checkpoint, it is another
// training's, or it is damaged.
std::uint32_t read_checkpoint(const std::filesystem::path& file, const std::string& fingerprint, Matrix& input,
                              Matrix& output);

}  // namespace segue::embed
