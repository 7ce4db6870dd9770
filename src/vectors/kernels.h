// The hot loops, one table of functions for each vector unit. Sums run in another order on each unit, so results agree
// to rounding only; on one unit they are the same bytes every time.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace segue::vectors {

// Each of some input rows against each of some output rows: the first output was seen beside all inputs, the others
// were not. Both sides change by the gradient of the logistic loss, taken with old values throughout. A row may stand
// twice.
struct LogisticBlock {
  float* const* inputs;
  std::size_t input_count;
  float* const* outputs;
  std::size_t output_count;
  std::size_t n;    // numbers a row, a multiple of 16
  float rate;       // of learning
  float keep;       // rows are multiplied by it when they change: 1 − rate × L2
  float* steps;     // room for input_count × padded(output_count) + 16: rate × (truth − guess), inputs row by row
  float* gradient;  // room for input_count × n; where there is one input: what was added to it
};
inline std::size_t padded(std::size_t count) {
  return count <= 8 ? 8 : (count + 15) / 16 * 16;
}

struct Kernels {
  const char* unit;  // "amx", "avx512", "avx2", "plain"
  float (*dot)(const float* a, const float* b, std::size_t n);
  // out[i] = row i of a matrix, its rows `stride` floats apart, · x
  void (*scan)(const float* matrix, std::size_t stride, std::size_t count, const float* x, std::size_t n, float* out);
  // y ← keep · y + scale · x
  void (*add)(float* y, float keep, const float* x, float scale, std::size_t n);
  void (*logistic)(const LogisticBlock& block);
};

extern const Kernels kPlain, kAvx2, kAvx512, kAmx;

// Units that this processor has, the widest first; "plain" is always among them.
std::vector<std::string> units();

// The widest unit of this processor, or the one that SEGUE_VECTOR_UNIT names. Throws Error(usage) for one that is not
// there.
const Kernels& kernels();
const Kernels& kernels_of(const std::string& unit);

}  // namespace segue::vectors
