// The product of rows with 32 columns, for a Kernels table; the rules of kernels_body.h hold here, too.
// How it works: six rows and two vectors of columns make twelve sums, which stay in registers together with a number of
// a row and the numbers of the columns; sixteen registers, the fewest that a unit has, are enough. A vector has the
// width of its unit: a wider one would live in memory.
#pragma once
#include "vectors/kernels_body.h"

namespace segue::vectors {
namespace {

template <std::size_t Rows>
inline void product_of_rows(const float* matrix, std::size_t n, const float* columns, float* out) {
  for (std::size_t at = 0; at < kColumns; at += 2 * kWidth) {
    Floats left[Rows] = {}, right[Rows] = {};
    for (std::size_t i = 0; i < n; ++i) {
      const Floats first = load(columns + i * kColumns + at), second = load(columns + i * kColumns + at + kWidth);
#pragma GCC unroll 6
      for (std::size_t r = 0; r < Rows; ++r) {
        const float number = matrix[r * n + i];
        left[r] += number * first;
        right[r] += number * second;
      }
    }
    for (std::size_t r = 0; r < Rows; ++r) {
      store(out + r * kColumns + at, left[r]);
      store(out + r * kColumns + at + kWidth, right[r]);
    }
  }
}

// The columns stay in the nearest cache while the rows pass by.
void product(const float* matrix, std::size_t rows, std::size_t n, const float* columns, float* out) {
  constexpr std::size_t kRows = 6;
  std::size_t r = 0;
  for (; r + kRows <= rows; r += kRows) product_of_rows<kRows>(matrix + r * n, n, columns, out + r * kColumns);
  for (; r < rows; ++r) product_of_rows<1>(matrix + r * n, n, columns, out + r * kColumns);
}

}  // namespace
}  // namespace segue::vectors
