// Inner loops over rows of floats whose length is a multiple of 8. Eight sums side by side, so that the compiler may
// use vectors without reordering what we wrote: the same bytes on every build of one vector unit.
#pragma once
#include <cstddef>

namespace segue::base {

inline float dot(const float* a, const float* b, std::size_t n) {
  float sums[8] = {};
  for (std::size_t i = 0; i < n; i += 8)
    for (std::size_t k = 0; k < 8; ++k) sums[k] += a[i + k] * b[i + k];
  return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

// y += scale · x
inline void add_scaled(float* y, const float* x, float scale, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) y[i] += scale * x[i];
}

}  // namespace segue::base
