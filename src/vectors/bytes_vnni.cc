// AVX-512 with VNNI: one instruction multiplies 64 unsigned bytes by 64 signed bytes. A row's bytes are made unsigned
// by adding 128 (flipping the highest bit); at the end 128 times the sum of x is subtracted.
#include "vectors/bytes.h"
#include "vectors/bytes_totals.h"

namespace segue::vectors {
namespace {

constexpr std::size_t kWide = 64;

inline __mmask64 mask_of(std::size_t count) {
  return count >= kWide ? ~__mmask64{0} : (__mmask64{1} << count) - 1;
}
inline __m512i load(const std::int8_t* from, __mmask64 mask) {
  return _mm512_maskz_loadu_epi8(mask, from);
}
inline __m512i with_row(__m512i sum, const std::int8_t* row, __mmask64 mask, __m512i x) {
  return _mm512_dpbusd_epi32(sum, _mm512_xor_si512(load(row, mask), _mm512_set1_epi8(-128)), x);
}

std::int32_t offset_of(const std::int8_t* x, std::size_t n) {
  __m512i sum = _mm512_setzero_si512();
  for (std::size_t i = 0; i < n; i += kWide)
    sum = _mm512_dpbusd_epi32(sum, _mm512_set1_epi8(1), load(x + i, mask_of(n - i)));
  return 128 * _mm512_reduce_add_epi32(sum);
}

std::int32_t dot(const std::int8_t* a, const std::int8_t* b, std::size_t n) {
  __m512i sum = _mm512_setzero_si512();
  for (std::size_t i = 0; i < n; i += kWide) {
    const __mmask64 mask = mask_of(n - i);
    sum = with_row(sum, a + i, mask, load(b + i, mask));
  }
  return _mm512_reduce_add_epi32(sum) - offset_of(b, n);
}

// Works on four rows at a time, which share x and the final additions.
void scan(const std::int8_t* matrix, std::size_t count, const std::int8_t* x, std::size_t n, std::int32_t* out) {
  const std::int32_t offset = offset_of(x, n);
  std::size_t row = 0;
  for (; row + 4 <= count; row += 4) {
    const std::int8_t* rows = matrix + row * n;
    __m512i sums[4] = {_mm512_setzero_si512(), _mm512_setzero_si512(), _mm512_setzero_si512(), _mm512_setzero_si512()};
    for (std::size_t i = 0; i < n; i += kWide) {
      const __mmask64 mask = mask_of(n - i);
      const __m512i wide = load(x + i, mask);
      for (std::size_t k = 0; k < 4; ++k) sums[k] = with_row(sums[k], rows + k * n + i, mask, wide);
    }
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out + row), _mm_sub_epi32(four_totals(sums), _mm_set1_epi32(offset)));
  }
  for (; row < count; ++row) out[row] = dot(matrix + row * n, x, n);
}

}  // namespace

extern const ByteKernels kVnniBytes;
const ByteKernels kVnniBytes{"avx512", dot, scan};

}  // namespace segue::vectors
