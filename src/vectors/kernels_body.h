// The functions of a Kernels table. Each kernels_*.cc defines SEGUE_WIDTH (floats per vector), includes this file once
// and is compiled with the flags of its unit. Everything here is local to the including file and calls nothing of the
// standard library: the linker keeps one copy of an inline function that several files share, and a copy compiled for a
// wide unit would crash the program on a smaller processor.
#pragma once
#ifndef SEGUE_WIDTH
#error "define SEGUE_WIDTH first"
#endif
#if defined(__AVX__)  // intrinsics are always inlined, so nothing of them is linked
#include <immintrin.h>
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

void scan(const float* matrix, std::size_t stride, std::size_t count, const float* x, std::size_t n, float* out) {
  for (std::size_t r = 0; r < count; ++r) out[r] = dot(matrix + r * stride, x, n);
}

void add(float* y, float keep, const float* x, float scale, std::size_t n) {
  std::size_t i = 0;
  for (; i + kWidth <= n; i += kWidth) store(y + i, keep * load(y + i) + scale * load(x + i));
  for (; i < n; ++i) y[i] = keep * y[i] + scale * x[i];
}

#if SEGUE_WIDTH == 16
inline Floats held(Floats x, Floats low, Floats high) {
  return _mm512_min_ps(_mm512_max_ps(x, low), high);
}
inline Floats about_inverse(Floats x) {
  return _mm512_rcp14_ps(x);
}
#elif SEGUE_WIDTH == 8
inline Floats held(Floats x, Floats low, Floats high) {
  return _mm256_min_ps(_mm256_max_ps(x, low), high);
}
inline Floats about_inverse(Floats x) {
  return _mm256_rcp_ps(x);
}
#else
inline Floats held(Floats x, Floats low, Floats high) {
  return x < low ? low : x > high ? high : x;
}
inline Floats about_inverse(Floats x) {
  return 1.0f / x;
}
#endif

// Returns 1 / (1 + exp(−x)) with x clamped to ±12; relative error below 1e-6. exp(−x) is 2^t: the whole part of t goes
// into the exponent bits, the rest f (in ±½) into the Taylor polynomial of 2^f. The division is an approximate inverse
// and one step of Newton's method.
inline Floats logistic_of(Floats x) {
  x = held(x, Floats{} - 12.0f, Floats{} + 12.0f);
  const Floats t = x * -1.44269504f;
  const Floats shifted = t + 12582912.0f;  // adding 1.5 · 2^23 rounds to a whole number
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
  const Floats below = 1.0f + power * scale, inverse = about_inverse(below);
  return inverse * (2.0f - below * inverse);
}

// Returns a vector whose lane i is the sum of v[i]. Each step adds halves of two vectors, so that all sums are done
// together.
inline Floats sums(Floats (&v)[kWidth]) {
#if SEGUE_WIDTH == 16
#pragma GCC unroll 8
  for (int i = 0; i < 8; ++i)
    v[i] = __builtin_shufflevector(v[i], v[i + 8], 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +
           __builtin_shufflevector(v[i], v[i + 8], 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
#pragma GCC unroll 4
  for (int i = 0; i < 4; ++i)
    v[i] = __builtin_shufflevector(v[i], v[i + 4], 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27) +
           __builtin_shufflevector(v[i], v[i + 4], 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31);
#pragma GCC unroll 2
  for (int i = 0; i < 2; ++i)
    v[i] = __builtin_shufflevector(v[i], v[i + 2], 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29) +
           __builtin_shufflevector(v[i], v[i + 2], 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
  return __builtin_shufflevector(v[0], v[1], 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30) +
         __builtin_shufflevector(v[0], v[1], 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31);
#elif SEGUE_WIDTH == 8
#pragma GCC unroll 4
  for (int i = 0; i < 4; ++i)
    v[i] = __builtin_shufflevector(v[i], v[i + 4], 0, 1, 2, 3, 8, 9, 10, 11) +
           __builtin_shufflevector(v[i], v[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
#pragma GCC unroll 2
  for (int i = 0; i < 2; ++i)
    v[i] = __builtin_shufflevector(v[i], v[i + 2], 0, 1, 8, 9, 4, 5, 12, 13) +
           __builtin_shufflevector(v[i], v[i + 2], 2, 3, 10, 11, 6, 7, 14, 15);
  return __builtin_shufflevector(v[0], v[1], 0, 8, 2, 10, 4, 12, 6, 14) +
         __builtin_shufflevector(v[0], v[1], 1, 9, 3, 11, 5, 13, 7, 15);
#else
#pragma GCC unroll 2
  for (int i = 0; i < 2; ++i)
    v[i] = __builtin_shufflevector(v[i], v[i + 2], 0, 1, 4, 5) + __builtin_shufflevector(v[i], v[i + 2], 2, 3, 6, 7);
  return __builtin_shufflevector(v[0], v[1], 0, 4, 2, 6) + __builtin_shufflevector(v[0], v[1], 1, 5, 3, 7);
#endif
}

// Returns x · rows[j] in lane j for `Count` rows; the other lanes are zero.
template <std::size_t N, std::size_t Count>
inline Floats products(const float* x, float* const* rows, std::size_t any) {
  const std::size_t n = N > 0 ? N : any;
  Floats total[kWidth];
  const Floats first = load(x);
#pragma GCC unroll 16
  for (std::size_t j = 0; j < kWidth; ++j) total[j] = j < Count ? first * load(rows[j < Count ? j : 0]) : Floats{};
  for (std::size_t i = kWidth; i < n; i += kWidth) {
    const Floats one = load(x + i);
#pragma GCC unroll 16
    for (std::size_t j = 0; j < Count; ++j) total[j] += one * load(rows[j] + i);
  }
  return sums(total);
}

// Stores the products of each input with `Count` outputs, beginning with output `at`.
template <std::size_t N, std::size_t Count>
void all_products(const LogisticBlock& b, std::size_t wide, std::size_t at) {
  for (std::size_t i = 0; i < b.input_count; ++i)
    store(b.steps + i * wide + at, products<N, Count>(b.inputs[i], b.outputs + at, b.n));
}

template <std::size_t N, std::size_t Count>
void last_products(const LogisticBlock& b, std::size_t wide, std::size_t at, std::size_t left) {
  if (left == Count)
    all_products<N, Count>(b, wide, at);
  else if constexpr (Count > 1)
    last_products<N, Count - 1>(b, wide, at, left);
}

// to[r] ← keep · to[r] + Σ over s of by[r · to_stride + s · from_stride] · from[s]; without `Adds` the first term is 0.
// Done for `Rows` rows and `Vectors` vectors of numbers at once, so that all sums stay in registers.
template <bool Adds, int Rows, int Vectors>
inline void combine_tile(float* const* to, float keep, const float* by, std::size_t to_stride, std::size_t from_stride,
                         float* const* from, std::size_t from_count, std::size_t at) {
  Floats total[Rows][Vectors];
  for (int r = 0; r < Rows; ++r)
    for (int v = 0; v < Vectors; ++v) {
      if constexpr (Adds)
        total[r][v] = keep * load(to[r] + at + static_cast<std::size_t>(v) * kWidth);
      else
        total[r][v] = Floats{};
    }
  for (std::size_t s = 0; s < from_count; ++s) {
    const float* row = from[s] + at;
    for (int r = 0; r < Rows; ++r) {
      const float scale = by[static_cast<std::size_t>(r) * to_stride + s * from_stride];
      for (int v = 0; v < Vectors; ++v) total[r][v] += scale * load(row + static_cast<std::size_t>(v) * kWidth);
    }
  }
  for (int r = 0; r < Rows; ++r)
    for (int v = 0; v < Vectors; ++v) store(to[r] + at + static_cast<std::size_t>(v) * kWidth, total[r][v]);
}

template <std::size_t N, bool Adds, int Rows>
inline void combine_rows(float* const* to, float keep, const float* by, std::size_t to_stride, std::size_t from_stride,
                         float* const* from, std::size_t from_count, std::size_t any) {
  const std::size_t n = N > 0 ? N : any;
  constexpr std::size_t kMost = 4 * kWidth;
  std::size_t at = 0;
  for (; at + kMost <= n; at += kMost)
    combine_tile<Adds, Rows, 4>(to, keep, by, to_stride, from_stride, from, from_count, at);
  if (n - at >= 3 * kWidth)
    combine_tile<Adds, Rows, 3>(to, keep, by, to_stride, from_stride, from, from_count, at);
  else if (n - at >= 2 * kWidth)
    combine_tile<Adds, Rows, 2>(to, keep, by, to_stride, from_stride, from, from_count, at);
  else if (n - at >= kWidth)
    combine_tile<Adds, Rows, 1>(to, keep, by, to_stride, from_stride, from, from_count, at);
}

template <std::size_t N, bool Adds>
inline void combine(float* const* to, std::size_t to_count, float keep, const float* by, std::size_t to_stride,
                    std::size_t from_stride, float* const* from, std::size_t from_count, std::size_t n) {
  std::size_t r = 0;
  for (; r + 2 <= to_count; r += 2)
    // If the two are one row, the second step must see the result of the first.
    if (to[r] != to[r + 1])
      combine_rows<N, Adds, 2>(to + r, keep, by + r * to_stride, to_stride, from_stride, from, from_count, n);
    else
      for (std::size_t one = r; one < r + 2; ++one)
        combine_rows<N, Adds, 1>(to + one, keep, by + one * to_stride, to_stride, from_stride, from, from_count, n);
  if (r < to_count)
    combine_rows<N, Adds, 1>(to + r, keep, by + r * to_stride, to_stride, from_stride, from, from_count, n);
}

#if SEGUE_WIDTH == 16
// Products of two inputs with `Count` outputs (at most eight), one input in each half of the result: summing up costs
// no more than for one input.
template <std::size_t N, std::size_t Count>
inline Floats two_products(const float* x, const float* y, float* const* rows, std::size_t any) {
  const std::size_t n = N > 0 ? N : any;
  Floats total[kWidth];
  const Floats first_x = load(x), first_y = load(y);
#pragma GCC unroll 8
  for (std::size_t j = 0; j < 8; ++j) {
    const Floats row = load(rows[j < Count ? j : 0]);
    total[j] = j < Count ? first_x * row : Floats{};
    total[j + 8] = j < Count ? first_y * row : Floats{};
  }
  for (std::size_t i = kWidth; i < n; i += kWidth) {
    const Floats one = load(x + i), other = load(y + i);
#pragma GCC unroll 8
    for (std::size_t j = 0; j < Count; ++j) {
      const Floats row = load(rows[j] + i);
      total[j] += one * row;
      total[j + 8] += other * row;
    }
  }
  return sums(total);
}

template <std::size_t N, std::size_t Count>
void few_products(const LogisticBlock& b) {
  if (b.output_count < Count) {
    if constexpr (Count > 1) few_products<N, Count - 1>(b);
    return;
  }
  for (std::size_t i = 0; i < b.input_count; i += 2)
    store(b.steps + i * 8,
          two_products<N, Count>(b.inputs[i], b.inputs[i + 1 < b.input_count ? i + 1 : i], b.outputs, b.n));
}
#endif

template <std::size_t N>
void all_guesses(const LogisticBlock& b, std::size_t wide) {
  std::size_t at = 0;
#if SEGUE_WIDTH == 16
  if (wide == 8) {
    few_products<N, 8>(b);
    at = b.output_count;
  }
#endif
  for (; at + kWidth <= b.output_count; at += kWidth) all_products<N, kWidth>(b, wide, at);
  last_products<N, kWidth - 1>(b, wide, at, b.output_count - at);
  for (std::size_t i = 0; i < b.input_count * wide; i += kWidth)
    store(b.steps + i, -b.rate * logistic_of(load(b.steps + i)));
  // The first output is the seen one: its truth is 1, so its step is rate × (1 − guess).
  for (std::size_t i = 0; i < b.input_count; ++i) b.steps[i * wide] += b.rate;
}

// N: numbers per row if known when compiling, else 0; loops of a known length are faster.
template <std::size_t N>
void logistic_of_n(const LogisticBlock& b) {
  const std::size_t wide = padded(b.output_count);
  all_guesses<N>(b, wide);
  for (std::size_t i = 0; i < b.input_count; i += 2) {
    float* to[2] = {b.gradient + i * b.n, b.gradient + (i + 1) * b.n};
    const std::size_t count = b.input_count - i < 2 ? 1 : 2;
    combine<N, false>(to, count, 1.0f, b.steps + i * wide, wide, 1, b.outputs, b.output_count, b.n);
  }
  combine<N, true>(b.outputs, b.output_count, b.keep, b.steps, 1, wide, b.inputs, b.input_count, b.n);
  const std::size_t n = N > 0 ? N : b.n;
  for (std::size_t i = 0; i < b.input_count; ++i)
    for (std::size_t at = 0; at < n; at += kWidth)
      store(b.inputs[i] + at, b.keep * load(b.inputs[i] + at) + load(b.gradient + i * n + at));
}

void logistic(const LogisticBlock& b) {
  switch (b.n) {
    case 64:
      return logistic_of_n<64>(b);
    case 112:
      return logistic_of_n<112>(b);
    case 128:
      return logistic_of_n<128>(b);
    default:
      return logistic_of_n<0>(b);
  }
}

}  // namespace
}  // namespace segue::vectors
