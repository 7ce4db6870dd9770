// The inner loop of scoring: multiplies rows of a matrix with 32 contexts at once.
#pragma once
#include <cstddef>

namespace segue::embed {

inline constexpr std::size_t kContexts = 32;

// out[r · 32 + c] = Σ over i of matrix[r · n + i] · contexts[i · 32 + c], on the vector unit of vectors::kernels().
// `contexts` and `out` must be aligned to 64 bytes.
void score_block(const float* matrix, std::size_t rows, std::size_t n, const float* contexts, float* out);

}  // namespace segue::embed
