// Adds the flags of a training, the same to every command that trains.
#pragma once
#include <CLI/CLI.hpp>

#include <memory>
#include <optional>

#include "embed/trainer.h"

namespace segue::cli {

// Returns options that start with the values of `start` and are filled when the command line is parsed.
std::shared_ptr<embed::TrainOptions> add_train_flags(CLI::App& command, embed::TrainOptions start = {});

// Shows the line of a running training on a terminal.
void show_training(const embed::Progress& at, std::optional<double> hit_rate = {});

}  // namespace segue::cli
