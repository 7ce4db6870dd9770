#include <cstddef>

#include "vectors/bytes_totals.h"

namespace segue::vectors {
namespace {

using Vector = __m256i;
constexpr std::size_t kWide = 16;

inline Vector zero() {
  return _mm256_setzero_si256();
}
inline Vector widened(const signed char* from) {
  return _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
}
inline Vector sum_of(Vector a, Vector b) {
  return _mm256_add_epi32(a, b);
}
inline Vector added(Vector sum, Vector a, Vector b) {
  return sum_of(sum, _mm256_madd_epi16(a, b));
}
inline void totals(const Vector* four, int* out) {
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), four_totals(four[0], four[1], four[2], four[3]));
}
inline int total(Vector v) {
  const Vector four[4] = {v, zero(), zero(), zero()};
  int sums[4];
  totals(four, sums);
  return sums[0];
}

}  // namespace
}  // namespace segue::vectors

#include "vectors/bytes_body.h"

namespace segue::vectors {

extern const ByteKernels kAvx2Bytes;
const ByteKernels kAvx2Bytes{"avx2", dot, scan};

}  // namespace segue::vectors
