// The hot loops, one table of functions for each vector unit. Each unit adds in another order, so results of two units
// agree only up to rounding; on one unit they are the same bytes every time.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace segue::vectors {

// One step of learning for some input rows and some output rows. The first output was seen beside all inputs, the other
// outputs are negatives. Rows of both sides move along the gradient of the logistic loss, computed from the old values
// of all rows. A row may occur twice.
struct LogisticBlock {
  float* const* inputs;
  std::size_t input_count;
  float* const* outputs;
  std::size_t output_count;
  std::size_t n;  // numbers per row, a multiple of 16
  float rate;     // learning rate
  float keep;     // rows are multiplied by this when they change: 1 − rate × L2
  float* steps;   // room for input_count × padded(output_count) + 16 numbers; gets rate × (truth − guess), one row per
                  // input
  float* gradient;  // room for input_count × n; if there is one input, gets what was added to it
};
inline std::size_t padded(std::size_t count) {
  return count <= 8 ? 8 : (count + 15) / 16 * 16;
}

inline constexpr std::size_t kColumns = 32;  // of Kernels::product

struct Kernels {
  const char* unit;  // "amx", "avx512", "avx2", "plain"
  float (*dot)(const float* a, const float* b, std::size_t n);
  // out[i] = (row i of a matrix whose rows are `stride` floats apart) · x
  void (*scan)(const float* matrix, std::size_t stride, std::size_t count, const float* x, std::size_t n, float* out);
  // y ← keep · y + scale · x
  void (*add)(float* y, float keep, const float* x, float scale, std::size_t n);
  void (*logistic)(const LogisticBlock& block);
  // out[r · 32 + c] = Σ over i of matrix[r · n + i] · columns[i · 32 + c], summed in the order of i. It is fastest if
  // `columns` and `out` are aligned to 64 bytes.
  void (*product)(const float* matrix, std::size_t rows, std::size_t n, const float* columns, float* out);
};

extern const Kernels kPlain, kAvx2, kAvx512, kAmx;

// Returns the units of this processor, the widest first; "plain" is always the last.
std::vector<std::string> units();

// Returns the table of the unit that SEGUE_VECTOR_UNIT names, by default the widest. Throws Error(usage) for a unit
// that this processor lacks.
const Kernels& kernels();
const Kernels& kernels_of(const std::string& unit);

}  // namespace segue::vectors
