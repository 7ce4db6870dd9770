// Limits progress that comes thousands of times a second.
#pragma once
#include <chrono>

namespace segue::pipeline {

class Seldom {
 public:
  // Returns true at most five times a second, and at the first call.
  bool is_due() {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) return false;
    next_ = now + std::chrono::milliseconds(200);
    return true;
  }

 private:
  std::chrono::steady_clock::time_point next_ = std::chrono::steady_clock::time_point::min();
};

}  // namespace segue::pipeline
