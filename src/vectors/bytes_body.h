// The functions of a ByteKernels table, over vectors of 16-bit numbers. Each bytes_*.cc first defines Vector, kWide
// and: zero(); widened(from), which reads `kWide` bytes as 16-bit numbers; added(sum, a, b), which adds sums of
// products of neighbours; sum_of(a, b); total(v); totals(four, out). Everything here is local to the including file,
// for the reason given in kernels_body.h.
#pragma once
#include "vectors/bytes.h"

namespace segue::vectors {
namespace {

inline std::int32_t rest(const std::int8_t* a, const std::int8_t* b, std::size_t from, std::size_t n) {
  std::int32_t sum = 0;
  for (std::size_t i = from; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

std::int32_t dot(const std::int8_t* a, const std::int8_t* b, std::size_t n) {
  Vector one = zero(), two = zero();
  std::size_t i = 0;
  for (; i + 2 * kWide <= n; i += 2 * kWide) {
    one = added(one, widened(a + i), widened(b + i));
    two = added(two, widened(a + i + kWide), widened(b + i + kWide));
  }
  if (i + kWide <= n) {
    one = added(one, widened(a + i), widened(b + i));
    i += kWide;
  }
  return total(sum_of(one, two)) + rest(a, b, i, n);
}

// Works on four rows at a time, which share the widened numbers of x and the final additions.
void scan(const std::int8_t* matrix, std::size_t count, const std::int8_t* x, std::size_t n, std::int32_t* out) {
  std::size_t row = 0;
  for (; row + 4 <= count; row += 4) {
    const std::int8_t* rows = matrix + row * n;
    Vector sums[4] = {zero(), zero(), zero(), zero()};
    std::size_t i = 0;
    for (; i + kWide <= n; i += kWide) {
      const Vector wide = widened(x + i);
      for (std::size_t k = 0; k < 4; ++k) sums[k] = added(sums[k], widened(rows + k * n + i), wide);
    }
    totals(sums, out + row);
    if (i < n)
      for (std::size_t k = 0; k < 4; ++k) out[row + k] += rest(rows + k * n, x, i, n);
  }
  for (; row < count; ++row) out[row] = dot(matrix + row * n, x, n);
}

}  // namespace
}  // namespace segue::vectors
