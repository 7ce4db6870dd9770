// The bodies of a Kernels table. Each kernels_*.cc defines SEGUE_WIDTH (floats a vector), includes this once and is
// built with its unit's flags. Everything here is local to that file, and nothing of the standard library is called: an
// inline function shared with other files could be linked in its wide form, and end the program on a smaller processor.
#ifndef SEGUE_WIDTH
#error "define SEGUE_WIDTH first"
#endif
#include "vectors/kernels.h"

namespace segue::vectors {
namespace {

constexpr std::size_t kWidth = SEGUE_WIDTH;
using Floats [[gnu::vector_size(kWidth * sizeof(float))]] = float;
using Ints [[gnu::vector_size(kWidth * sizeof(int))]] = int;
using Loose [[gnu::vector_size(kWidth * sizeof(float)), gnu::aligned(4), gnu::may_alias]] = float;

inline Floats load(const float* from) {
  return *reinterpret_cast<const Loose*>(from);
}
inline void store(float* to, Floats value) {
  *reinterpret_cast<Loose*>(to) = value;
}

inline float sum(Floats v) {
#if SEGUE_WIDTH == 16
  v += __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
  v += __builtin_shufflevector(v, v, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11);
  v += __builtin_shufflevector(v, v, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
#elif SEGUE_WIDTH == 8
  v += __builtin_shufflevector(v, v, 4, 5, 6, 7, 0, 1, 2, 3);
  v += __builtin_shufflevector(v, v, 2, 3, 0, 1, 6, 7, 4, 5);
#else
  v += __builtin_shufflevector(v, v, 2, 3, 0, 1);
#endif
  return v[0] + v[1];
}

inline float dot(const float* a, const float* b, std::size_t n) {
  Floats one{}, two{};
  std::size_t i = 0;
  for (; i + 2 * kWidth <= n; i += 2 * kWidth) {
    one += load(a + i) * load(b + i);
    two += load(a + i + kWidth) * load(b + i + kWidth);
  }
  if (i + kWidth <= n) {
    one += load(a + i) * load(b + i);
    i += kWidth;
  }
  float rest = 0;
  for (; i < n; ++i) rest += a[i] * b[i];
  return sum(one + two) + rest;
}

void dots(const float* const* rows, std::size_t count, const float* x, std::size_t n, float* out) {
  for (std::size_t r = 0; r < count; ++r) out[r] = dot(rows[r], x, n);
}

void scan(const float* matrix, std::size_t stride, std::size_t count, const float* x, std::size_t n, float* out) {
  for (std::size_t r = 0; r < count; ++r) out[r] = dot(matrix + r * stride, x, n);
}

void add(float* y, float keep, const float* x, float scale, std::size_t n) {
  std::size_t i = 0;
  for (; i + kWidth <= n; i += kWidth) store(y + i, keep * load(y + i) + scale * load(x + i));
  for (; i < n; ++i) y[i] = keep * y[i] + scale * x[i];
}

// 1 / (1 + exp(−x)), x held to ±12: 2^t by its whole part in the exponent's bits and a polynomial of the rest (relative
// error below 3e-7; coefficients are those of Taylor's series of 2^f on ±½).
inline Floats logistic_of(Floats x) {
  const Floats low = Floats{} - 12.0f, high = Floats{} + 12.0f;
  x = x < low ? low : x > high ? high : x;
  const Floats t = x * -1.44269504f;
  const Floats shifted = t + 12582912.0f;  // 1.5 · 2^23: rounds to a whole number
  const Floats whole = shifted - 12582912.0f, f = t - whole;
  Floats power = Floats{} + 1.54035304e-4f;
  power = power * f + 1.33335581e-3f;
  power = power * f + 9.61812911e-3f;
  power = power * f + 5.55041087e-2f;
  power = power * f + 2.40226507e-1f;
  power = power * f + 6.93147181e-1f;
  power = power * f + 1.0f;
  const Ints exponent = (__builtin_convertvector(whole, Ints) + 127) << 23;
  const Floats scale = __builtin_bit_cast(Floats, exponent);
  return 1.0f / (1.0f + power * scale);
}

// Numbers from `at` on, `Vectors` vectors of them, of all rows: x and the gradient stay in registers.
template <int Vectors>
inline void change_rows(const LogisticStep& step, std::size_t at) {
  Floats x[Vectors], gradient[Vectors];
  for (int v = 0; v < Vectors; ++v) {
    x[v] = load(step.x + at + static_cast<std::size_t>(v) * kWidth);
    gradient[v] = Floats{};
  }
  const float keep = step.keep;
  for (std::size_t r = 0; r < step.count; ++r) {
    float* row = step.rows[r] + at;
    const float change = step.steps[r];
    for (int v = 0; v < Vectors; ++v) {
      const Floats old = load(row + static_cast<std::size_t>(v) * kWidth);
      gradient[v] += change * old;
      store(row + static_cast<std::size_t>(v) * kWidth, keep * old + change * x[v]);
    }
  }
  for (int v = 0; v < Vectors; ++v) store(step.gradient + at + static_cast<std::size_t>(v) * kWidth, gradient[v]);
}

void change_rest(const LogisticStep& step, std::size_t at) {
  for (; at < step.n; ++at) {
    float gradient = 0;
    for (std::size_t r = 0; r < step.count; ++r) {
      float& number = step.rows[r][at];
      gradient += step.steps[r] * number;
      number = step.keep * number + step.steps[r] * step.x[at];
    }
    step.gradient[at] = gradient;
  }
}

void logistic(const LogisticStep& step) {
  dots(step.rows, step.count, step.x, step.n, step.steps);
  for (std::size_t r = 0; r < step.count; r += kWidth) {
    const Floats guess = logistic_of(load(step.steps + r));
    store(step.steps + r, -load(step.weights + r) * guess);
  }
  for (std::size_t r = 0; r < step.seen; ++r) step.steps[r] += step.weights[r];
  constexpr int kMost = kWidth == 16 ? 8 : 4;  // of vectors in registers, twice
  std::size_t at = 0;
  for (; at + kMost * kWidth <= step.n; at += kMost * kWidth) change_rows<kMost>(step, at);
  switch ((step.n - at) / kWidth) {
    case 7:
      change_rows<7>(step, at);
      break;
    case 6:
      change_rows<6>(step, at);
      break;
    case 5:
      change_rows<5>(step, at);
      break;
    case 4:
      change_rows<4>(step, at);
      break;
    case 3:
      change_rows<3>(step, at);
      break;
    case 2:
      change_rows<2>(step, at);
      break;
    case 1:
      change_rows<1>(step, at);
      break;
    default:
      break;
  }
  change_rest(step, at + (step.n - at) / kWidth * kWidth);
}

}  // namespace
}  // namespace segue::vectors
