#include <immintrin.h>

#include <cstddef>

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
inline __m256i half(Vector v) {
  return _mm256_add_epi32(_mm512_castsi512_si256(v), _mm512_extracti64x4_epi64(v, 1));
}
inline void totals(const Vector* four, int* out) {
  const __m256i pairs = _mm256_hadd_epi32(half(four[0]), half(four[1]));
  const __m256i others = _mm256_hadd_epi32(half(four[2]), half(four[3]));
  const __m256i all = _mm256_hadd_epi32(pairs, others);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out),
                   _mm_add_epi32(_mm256_castsi256_si128(all), _mm256_extracti128_si256(all, 1)));
}

}  // namespace
}  // namespace segue::vectors

#include "vectors/bytes_body.h"

namespace segue::vectors {

extern const ByteKernels kAvx512Bytes;
const ByteKernels kAvx512Bytes{"avx512", dot, scan};

}  // namespace segue::vectors
