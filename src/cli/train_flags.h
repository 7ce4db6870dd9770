// The flags of a training, the same for every command that trains.
#pragma once
#include <CLI/CLI.hpp>

#include <memory>
#include <optional>

#include "embed/trainer.h"

namespace segue::cli {

// Options with defaults of `start`, filled when the command line is parsed.
std::shared_ptr<embed::TrainOptions> add_train_flags(CLI::App& command, embed::TrainOptions start = {});

// The line that a terminal shows while a training runs.
void show_training(const embed::Progress& at, std::optional<double> hit_rate = {});

}  // namespace segue::cli
