// A vector in 8 bits a number, with one factor for all of it.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace segue::neighbors {

// Gives the numbers of `from` as whole ones in -127 … 127, each to be multiplied with the factor returned. Zeros stay.
inline float quantise(const float* from, std::size_t n, std::int8_t* to) {
  float largest = 0;
  for (std::size_t i = 0; i < n; ++i) largest = std::max(largest, std::fabs(from[i]));
  if (!(largest > 0)) {
    std::memset(to, 0, n);
    return 0;
  }
  const float per = 127 / largest;
  for (std::size_t i = 0; i < n; ++i) to[i] = static_cast<std::int8_t>(std::lrint(from[i] * per));
  return largest / 127;
}

}  // namespace segue::neighbors
