// Shows on stderr what a step reports while it works.
#pragma once
#include "pipeline/observer.h"

namespace segue::cli {

class Terminal final : public pipeline::Observer {
 public:
  void notice(const std::string& line) override;
  // Replaces one line; does nothing if stderr is no terminal.
  void progress(const std::string& text) override;
  void training(const embed::Progress& at, std::optional<double> hit_rate) override;
  void progress_ended() override;
};

}  // namespace segue::cli
