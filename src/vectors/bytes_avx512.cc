#include <cstddef>

#include "vectors/bytes_totals.h"

namespace segue::vectors {
namespace {

using Vector = __m512i;
constexpr std::size_t kWide = 32;

inline Vector zero() {
  return _mm512_setzero_si512();
}
inline Vector widened(const signed char* from) {
  return _mm512_cvtepi8_epi16(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)));
}
inline Vector sum_of(Vector a, Vector b) {
  return _mm512_add_epi32(a, b);
}
inline Vector added(Vector sum, Vector a, Vector b) {
  return sum_of(sum, _mm512_madd_epi16(a, b));
}
inline int total(Vector v) {
  return _mm512_reduce_add_epi32(v);
}
inline void totals(const Vector* four, int* out) {
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), four_totals(four));
}

}  // namespace
}  // namespace segue::vectors

#include "vectors/bytes_body.h"

namespace segue::vectors {

extern const ByteKernels kAvx512Bytes;
const ByteKernels kAvx512Bytes{"avx512", dot, scan};

}  // namespace segue::vectors
