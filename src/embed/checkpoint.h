// Stores the state of a training at the end of an epoch, so that a killed run can go on. The file is for the same build
// on the same machine; its format may change.
#pragma once
#include <filesystem>
#include <string>

#include "embed/lists.h"
#include "embed/matrix.h"
#include "embed/options.h"

namespace segue::embed {

// Returns a hash of everything that determines the vectors. read_checkpoint() ignores a checkpoint with another
// fingerprint.
std::string fingerprint(const Vocabulary& vocabulary, const Lists& lists, const TrainOptions& options,
                        const char* vector_unit);

void write_checkpoint(const std::filesystem::path& file, const std::string& fingerprint, std::uint32_t epochs_done,
                      const Matrix& input, const Matrix& output);
// Fills both matrices and returns how many epochs are done. Returns 0 and fills nothing if there is no checkpoint, it
// is of another training, or it is damaged.
std::uint32_t read_checkpoint(const std::filesystem::path& file, const std::string& fingerprint, Matrix& input,
                              Matrix& output);

}  // namespace segue::embed
