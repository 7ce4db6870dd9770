// Inner loops over rows of floats for code that is not hot. They add in one fixed order, in eight sums side by side, so
// that the result is the same on every machine and vector unit.
#pragma once
#include <cmath>
#include <cstddef>

namespace segue::vectors {

inline float dot(const float* a, const float* b, std::size_t n) {
  float sums[8] = {};
  const std::size_t whole = n - n % 8;
  for (std::size_t i = 0; i < whole; i += 8)
    for (std::size_t k = 0; k < 8; ++k) sums[k] += a[i + k] * b[i + k];
  for (std::size_t i = whole; i < n; ++i) sums[i - whole] += a[i] * b[i];
  return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

// y += scale · x
inline void add_scaled(float* y, const float* x, float scale, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) y[i] += scale * x[i];
}

// Scales each row to length 1; a row of zeros stays.
inline void normalise(float* first, std::size_t rows, std::size_t n) {
  for (float* row = first; row < first + rows * n; row += n) {
    const float length = std::sqrt(dot(row, row, n));
    for (std::size_t i = 0; length > 0 && i < n; ++i) row[i] /= length;
  }
}

}  // namespace segue::vectors
