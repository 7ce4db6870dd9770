#include "cli/terminal.h"

#include <fmt/core.h>

#include "cli/output.h"
#include "cli/train_flags.h"

namespace segue::cli {

void Terminal::notice(const std::string& line) {
  fmt::print(stderr, "{}\n", line);
}

void Terminal::progress(const std::string& text) {
  cli::progress(text);
}

void Terminal::training(const embed::Progress& at, std::optional<double> hit_rate) {
  show_training(at, hit_rate);
}

void Terminal::progress_ended() {
  end_progress();
}

}  // namespace segue::cli
