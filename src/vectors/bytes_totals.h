// Adds up four vectors of eight numbers each into four sums. For the files of AVX2 and wider units only, and local to
// each, as in bytes_body.h.
#pragma once
#include <immintrin.h>

namespace segue::vectors {
namespace {

inline __m128i four_totals(__m256i a, __m256i b, __m256i c, __m256i d) {
  const __m256i all = _mm256_hadd_epi32(_mm256_hadd_epi32(a, b), _mm256_hadd_epi32(c, d));
  return _mm_add_epi32(_mm256_castsi256_si128(all), _mm256_extracti128_si256(all, 1));
}

#ifdef __AVX512F__
inline __m256i half(__m512i v) {
  return _mm256_add_epi32(_mm512_castsi512_si256(v), _mm512_extracti64x4_epi64(v, 1));
}
inline __m128i four_totals(const __m512i* four) {
  return four_totals(half(four[0]), half(four[1]), half(four[2]), half(four[3]));
}
#endif

}  // namespace
}  // namespace segue::vectors
