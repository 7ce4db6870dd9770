// How it works: for each candidate row, two vectors of 16 lanes sum its products with 32 contexts, so a number of the
// row is read once for all contexts. Several rows are done at once where a unit has the registers, so that the contexts
// are read once for all of them.
#include "embed/score_block.h"

#include <string_view>

#include "vectors/kernels.h"

namespace segue::embed {
namespace {

using Lanes [[gnu::vector_size(64), gnu::may_alias]] = float;

// Works on as many rows at a time as the unit has registers for their sums.
template <int Rows>
[[gnu::always_inline]] inline void some_rows(const float* matrix, std::size_t n, const float* contexts, float* out) {
  Lanes left[Rows] = {}, right[Rows] = {};
  for (std::size_t i = 0; i < n; ++i) {
    const Lanes* lanes = reinterpret_cast<const Lanes*>(contexts + i * kContexts);
    for (int r = 0; r < Rows; ++r) {
      const float number = matrix[static_cast<std::size_t>(r) * n + i];
      left[r] += number * lanes[0];
      right[r] += number * lanes[1];
    }
  }
  Lanes* to = reinterpret_cast<Lanes*>(out);
  for (int r = 0; r < Rows; ++r) {
    to[2 * r] = left[r];
    to[2 * r + 1] = right[r];
  }
}

template <int Rows>
[[gnu::always_inline]] inline void all_rows(const float* matrix, std::size_t rows, std::size_t n, const float* contexts,
                                            float* out) {
  std::size_t r = 0;
  for (; r + Rows <= rows; r += Rows) some_rows<Rows>(matrix + r * n, n, contexts, out + r * kContexts);
  for (; r < rows; ++r) some_rows<1>(matrix + r * n, n, contexts, out + r * kContexts);
}

void plain(const float* matrix, std::size_t rows, std::size_t n, const float* contexts, float* out) {
  all_rows<1>(matrix, rows, n, contexts, out);
}

#if defined(__x86_64__)
[[gnu::target("avx2,fma")]] void avx2(const float* matrix, std::size_t rows, std::size_t n, const float* contexts,
                                      float* out) {
  all_rows<3>(matrix, rows, n, contexts, out);
}
[[gnu::target("avx512f,avx512dq,avx2,fma,prefer-vector-width=512")]] void avx512(const float* matrix, std::size_t rows,
                                                                                 std::size_t n, const float* contexts,
                                                                                 float* out) {
  all_rows<6>(matrix, rows, n, contexts, out);
}
#endif

}  // namespace

void score_block(const float* matrix, std::size_t rows, std::size_t n, const float* contexts, float* out) {
  static const auto chosen = [] {
#if defined(__x86_64__)
    const std::string_view unit = vectors::kernels().unit;
    if (unit == "amx" || unit == "avx512") return avx512;
    if (unit == "avx2") return avx2;
#endif
    return plain;
  }();
  chosen(matrix, rows, n, contexts, out);
}

}  // namespace segue::embed
