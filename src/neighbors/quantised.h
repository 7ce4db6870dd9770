// Stores a vector as 8-bit numbers and one common factor.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace segue::neighbors {

// Scales `from` to length 1; zeros stay zeros.
template <class Number>
void to_unit(const Number* from, std::size_t n, float* unit) {
  double squares = 0;
  for (std::size_t i = 0; i < n; ++i) squares += static_cast<double>(from[i]) * static_cast<double>(from[i]);
  const double scale = squares > 0 ? 1 / std::sqrt(squares) : 0;
  for (std::size_t i = 0; i < n; ++i) unit[i] = static_cast<float>(static_cast<double>(from[i]) * scale);
}

// Rounds a vector of length 1 (or zeros) to whole numbers in -127 … 127. Returns the factor by which they must be
// multiplied.
inline float quantise(const float* unit, std::size_t n, std::int8_t* to) {
  float largest = 0;
  for (std::size_t i = 0; i < n; ++i) largest = std::max(largest, std::fabs(unit[i]));
  if (!(largest > 0)) {
    std::memset(to, 0, n);
    return 0;
  }
  const float per = 127 / largest;
  for (std::size_t i = 0; i < n; ++i) to[i] = static_cast<std::int8_t>(std::lrint(unit[i] * per));
  return largest / 127;
}

}  // namespace segue::neighbors
