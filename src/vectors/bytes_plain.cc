#include "vectors/bytes.h"

namespace segue::vectors {
namespace {

std::int32_t dot(const std::int8_t* a, const std::int8_t* b, std::size_t n) {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

void scan(const std::int8_t* matrix, std::size_t count, const std::int8_t* x, std::size_t n, std::int32_t* out) {
  for (std::size_t row = 0; row < count; ++row) out[row] = dot(matrix + row * n, x, n);
}

}  // namespace

extern const ByteKernels kPlainBytes;
const ByteKernels kPlainBytes{"plain", dot, scan};

}  // namespace segue::vectors
