// The hot loops, one table of functions for each vector unit. Sums run in another order on each unit, so results agree
// to rounding only; on one unit they are the same bytes every time.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace segue::vectors {

// One row x against `count` rows of an output matrix, the first `seen` of which were seen beside it.
struct LogisticStep {
  const float* x;
  float* const* rows;  // changed: row ← keep · row + step · x
  std::size_t count, seen;
  std::size_t n;         // numbers a row
  const float* weights;  // of each row: learning rate × pairs that it stands for
  float keep;            // 1 − rate × L2
  float* steps;          // out: weight × (truth − guess), guess = 1 / (1 + exp(−x · row)); a multiple of 16 long
  float* gradient;       // out: Σ step · row, of the rows as they were
};

struct Kernels {
  const char* unit;  // "avx512", "avx2", "plain"
  float (*dot)(const float* a, const float* b, std::size_t n);
  // out[i] = rows[i] · x
  void (*dots)(const float* const* rows, std::size_t count, const float* x, std::size_t n, float* out);
  // out[i] = row i of a matrix, its rows `stride` floats apart, · x
  void (*scan)(const float* matrix, std::size_t stride, std::size_t count, const float* x, std::size_t n, float* out);
  // y ← keep · y + scale · x
  void (*add)(float* y, float keep, const float* x, float scale, std::size_t n);
  // All guesses are made with old values, then rows change in their order.
  void (*logistic)(const LogisticStep& step);
};

extern const Kernels kPlain, kAvx2, kAvx512;

// Units that this processor has, the widest first; "plain" is always among them.
std::vector<std::string> units();

// The widest unit of this processor, or the one that SEGUE_VECTOR_UNIT names. Throws Error(usage) for one that is not
// there.
const Kernels& kernels();
const Kernels& kernels_of(const std::string& unit);

}  // namespace segue::vectors
