// The table of AVX-512, but larger blocks of the logistic loss run on AMX tiles, which multiply small matrices of
// bfloat16 numbers (8 bits of precision) and add in single precision. Rows stay in single precision; rounding changes a
// step by at most 0.4 %, without bias.
#include <cstddef>
#define SEGUE_WIDTH 16
#include "vectors/kernels_body.h"
#include "vectors/product_body.h"

namespace segue::vectors {
namespace {

constexpr std::size_t kSide = 16;  // rows of a tile, and 32-bit words of a row
constexpr std::size_t kMostGroups = 4, kMostN = 256;
constexpr std::size_t kFewInputs = 8, kFewOutputs = 9;  // below these, tiles are mostly empty and AVX-512 is faster

using Words [[gnu::vector_size(64)]] = unsigned;
using Half [[gnu::vector_size(32)]] = unsigned;
struct alignas(64) Tile {
  Words row[kSide];
};
// Narrow has half the width, Low half the height of a Tile: the two factors of a product over 16 numbers.
struct alignas(64) Narrow {
  Half row[kSide];
};
struct alignas(64) Low {
  Words row[kSide / 2];
};

// The working memory of a block, in one piece so that it stays in the nearest cache. A word holds two numbers. In
// `within` they are numbers d and d + 16 of each 32 of one row; "between" means number d of rows p and p + 8 of 16
// rows. Wide: how many tiles side by side the numbers of a row fill; 0 = known only at run time.
template <std::size_t Wide>
struct Room {
  Room(const LogisticBlock& b, std::byte* first)
      : some_width(b.n / kSide), groups((b.input_count + kSide - 1) / kSide) {
    const auto take = [&]<typename T>(T*& part, std::size_t count) {
      part = reinterpret_cast<T*>(first);
      first += count * sizeof(T);
    };
    take(within, groups * words());
    take(turned, words());
    take(outputs, width());
    take(inputs, groups * width());
    take(products, groups);
    take(by_input, groups);
    take(by_output, groups);
    take(changes, (groups + 1) * width());
  }
  std::size_t width() const { return Wide > 0 ? Wide : some_width; }
  std::size_t words() const { return (width() + 1) / 2; }

  std::size_t some_width, groups;  // groups of 16 inputs
  Tile* within;                    // of each group; pack_all() first uses it for the outputs
  Tile* turned;                    // row d has word d of each output
  Low *outputs, *inputs;           // packed "between" rows
  Tile* products;                  // each group × the outputs
  Narrow *by_input, *by_output;    // each group's steps, packed between outputs and between inputs
  Tile* changes;                   // of each group's inputs, then of the outputs
};
constexpr std::size_t kMostBytes =
    (kMostGroups + 1) * (kMostN / 32 * sizeof(Tile) + kMostN / kSide * (sizeof(Low) + sizeof(Tile))) +
    kMostGroups * (sizeof(Tile) + 2 * sizeof(Narrow));
alignas(64) constexpr float kZeros[kMostN] = {};

// The use of each tile register; the last two have half the width and half the height. These are macros because the
// intrinsics paste the digit into assembler text, where a C++ name would stay a name.
#define SEGUE_SUMS 0
#define SEGUE_LEFT 1
#define SEGUE_RIGHT 2
#define SEGUE_HALF_LEFT 3
#define SEGUE_HALF_RIGHT 4

struct Shape {
  unsigned char palette = 1, start = 0, nothing[14] = {};
  unsigned short bytes[16] = {64, 64, 64, 32, 64};
  unsigned char rows[16] = {16, 16, 16, 16, 8};
};

// Returns the working memory of the calling thread. Setting the shape of tiles takes as long as a block, so it is done
// once per thread.
std::byte* room() {
  alignas(64) static thread_local std::byte bytes[kMostBytes];
  static thread_local bool is_set = false;
  if (!is_set) {
    static constexpr Shape shape;  // static because g++ 12 stores only eight bytes of a local one
    _tile_loadconfig(&shape);
    is_set = true;
  }
  return bytes;
}

// Rounds both to the nearest bfloat16 and joins them in words.
inline Words joined(Floats low, Floats high) {
  const Words rounded_low = __builtin_bit_cast(Words, low) + 0x8000u;
  const Words rounded_high = __builtin_bit_cast(Words, high) + 0x8000u;
  return (rounded_high & 0xFFFF0000u) | (rounded_low >> 16);
}
inline Half joined_halves(Floats numbers) {
  const Words rounded = __builtin_bit_cast(Words, numbers) + 0x8000u;
  const Half low = __builtin_shufflevector(rounded, rounded, 0, 1, 2, 3, 4, 5, 6, 7);
  const Half high = __builtin_shufflevector(rounded, rounded, 8, 9, 10, 11, 12, 13, 14, 15);
  return (high & 0xFFFF0000u) | (low >> 16);
}

inline __m512i four_lanes(const Words* rows, std::size_t first, std::size_t lane) {
  const auto at = [&](std::size_t r) {
    return _mm_load_si128(reinterpret_cast<const __m128i*>(rows + first + r) + lane);
  };
  __m512i v = _mm512_castsi128_si512(at(0));
  v = _mm512_inserti32x4(v, at(4), 1);
  v = _mm512_inserti32x4(v, at(8), 2);
  return _mm512_inserti32x4(v, at(12), 3);
}

// Transposes: to[c] = word 4 · lane + c of each of 16 rows.
inline void turn_lane(const Words* rows, std::size_t lane, Words* to) {
  const __m512i a = four_lanes(rows, 0, lane), b = four_lanes(rows, 1, lane), c = four_lanes(rows, 2, lane),
                d = four_lanes(rows, 3, lane);
  const __m512i ab = _mm512_unpacklo_epi32(a, b), cd = _mm512_unpacklo_epi32(c, d);
  const __m512i ab_high = _mm512_unpackhi_epi32(a, b), cd_high = _mm512_unpackhi_epi32(c, d);
  to[0] = reinterpret_cast<Words>(_mm512_unpacklo_epi64(ab, cd));
  to[1] = reinterpret_cast<Words>(_mm512_unpackhi_epi64(ab, cd));
  to[2] = reinterpret_cast<Words>(_mm512_unpacklo_epi64(ab_high, cd_high));
  to[3] = reinterpret_cast<Words>(_mm512_unpackhi_epi64(ab_high, cd_high));
}

// Packs up to 16 rows. Old words behind them in `within` make only sums that nobody reads. `between` is filled up with
// zeros, because products add up over its rows.
template <std::size_t Wide>
void pack(float* const* rows, std::size_t count, const Room<Wide>& room, Tile* within, Low* between) {
  for (std::size_t p = 0; p < kSide / 2; ++p) {
    if (p >= count) {
      for (std::size_t v = 0; v < room.width(); ++v) between[v].row[p] = Words{};
      continue;
    }
    const float* low = rows[p];
    const float* high = p + 8 < count ? rows[p + 8] : kZeros;
    for (std::size_t t = 0; t < room.width() / 2; ++t) {
      const Floats low_first = load(low + 32 * t), low_second = load(low + 32 * t + kWidth);
      const Floats high_first = load(high + 32 * t), high_second = load(high + 32 * t + kWidth);
      within[t].row[p] = joined(low_first, low_second);
      within[t].row[p + 8] = joined(high_first, high_second);
      between[2 * t].row[p] = joined(low_first, high_first);
      between[2 * t + 1].row[p] = joined(low_second, high_second);
    }
    if (room.width() % 2 == 0) continue;
    const std::size_t last = room.width() - 1;
    const Floats low_last = load(low + kWidth * last), high_last = load(high + kWidth * last);
    within[last / 2].row[p] = joined(low_last, Floats{});
    within[last / 2].row[p + 8] = joined(high_last, Floats{});
    between[last].row[p] = joined(low_last, high_last);
  }
}

template <std::size_t Wide>
void pack_all(const LogisticBlock& b, const Room<Wide>& room) {
  pack(b.outputs, b.output_count, room, room.within, room.outputs);
  for (std::size_t t = 0; t < room.words(); ++t)
    for (std::size_t lane = 0; lane < 4; ++lane) turn_lane(room.within[t].row, lane, room.turned[t].row + 4 * lane);
  for (std::size_t g = 0; g < room.groups; ++g)
    pack(b.inputs + g * kSide, b.input_count - g * kSide, room, room.within + g * room.words(),
         room.inputs + g * room.width());
}

template <std::size_t Wide>
void take_products(const Room<Wide>& room, std::size_t group) {
  _tile_zero(SEGUE_SUMS);
  for (std::size_t t = 0; t < room.words(); ++t) {
    _tile_loadd(SEGUE_LEFT, &room.within[group * room.words() + t], 64);
    _tile_loadd(SEGUE_RIGHT, &room.turned[t], 64);
    _tile_dpbf16ps(SEGUE_SUMS, SEGUE_LEFT, SEGUE_RIGHT);
  }
  _tile_stored(SEGUE_SUMS, &room.products[group], 64);
}

// Returns 1 / (1 + exp(−x)) with a relative error of at most 1e-4, which is less than bfloat16's 4e-3. The polynomial
// is fitted to 2^f on [0, 1) and exact at both ends.
inline __m512 about_logistic(__m512 x) {
  const __m512 t = x * _mm512_set1_ps(-1.44269504f);
  const __m512 f = _mm512_reduce_ps(t, 1);  // t less its floor
  __m512 power = _mm512_set1_ps(0.07802464f);
  power = power * f + _mm512_set1_ps(0.22606716f);
  power = power * f + _mm512_set1_ps(0.69583356f);
  power = power * f + _mm512_set1_ps(1.0f);
  return _mm512_rcp14_ps(_mm512_set1_ps(1.0f) + _mm512_scalef_ps(power, t));
}

// Computes the steps of a group from its products: as floats for the caller, and packed for change().
template <std::size_t Wide>
void take_steps(const LogisticBlock& b, const Room<Wide>& room, std::size_t group) {
  const std::size_t left = b.input_count - group * kSide, count = left < kSide ? left : kSide;
  const std::size_t stride = padded(b.output_count);
  const auto there = static_cast<__mmask16>((1u << b.output_count) - 1);
  const __m512 rate = _mm512_set1_ps(b.rate), seen = _mm512_maskz_mov_ps(1, rate);
  Words between[kSide] = {}, turned[4];
  Floats steps[kSide] = {};
  float* to = b.steps + group * kSide * stride;
  for (std::size_t i = 0; i < count; ++i, to += stride) {
    const __m512 guess = about_logistic(reinterpret_cast<__m512>(room.products[group].row[i]));
    const __m512 step = _mm512_maskz_fnmadd_ps(there, rate, guess, seen);
    steps[i] = reinterpret_cast<Floats>(step);
    room.by_input[group].row[i] = joined_halves(steps[i]);
    if (stride == kSide)
      _mm512_storeu_ps(to, step);
    else
      _mm256_storeu_ps(to, _mm512_castps512_ps256(step));
  }
  for (std::size_t q = 0; q < kSide / 2; ++q) between[q] = joined(steps[q], steps[q + 8]);
  for (std::size_t lane = 0; 4 * lane < b.output_count; ++lane) {
    turn_lane(between, lane, turned);
    for (std::size_t c = 0; c < 4; ++c)
      room.by_output[group].row[4 * lane + c] = __builtin_shufflevector(turned[c], turned[c], 0, 1, 2, 3, 4, 5, 6, 7);
  }
}

// changes[v] = Σ over `count` groups of steps · rows. It serves both sides: 16 inputs changed by the outputs, and the
// outputs changed by the inputs.
template <std::size_t Wide>
void change(const Room<Wide>& room, const Narrow* steps, const Low* rows, std::size_t count, Tile* changes) {
  for (std::size_t v = 0; v < room.width(); ++v) {
    _tile_zero(SEGUE_SUMS);
    for (std::size_t g = 0; g < count; ++g) {
      _tile_loadd(SEGUE_HALF_LEFT, &steps[g], 32);
      _tile_loadd(SEGUE_HALF_RIGHT, &rows[g * room.width() + v], 64);
      _tile_dpbf16ps(SEGUE_SUMS, SEGUE_HALF_LEFT, SEGUE_HALF_RIGHT);
    }
    _tile_stored(SEGUE_SUMS, &changes[v], 64);
  }
}

template <std::size_t Wide>
void add_changes(const Room<Wide>& room, const Tile* changes, float* const* rows, std::size_t count, float keep) {
  for (std::size_t r = 0; r < count; ++r)
    for (std::size_t v = 0; v < room.width(); ++v) {
      float* at = rows[r] + v * kWidth;
      const Words added = changes[r / kSide * room.width() + v].row[r % kSide];
      store(at, keep * load(at) + __builtin_bit_cast(Floats, added));
    }
}

// Runs each stage for all groups before the next stage, because a value just stored takes a while until it can be
// loaded.
template <std::size_t Wide>
void on_tiles(const LogisticBlock& b) {
  const Room<Wide> at(b, room());
  pack_all(b, at);
  for (std::size_t g = 0; g < at.groups; ++g) take_products(at, g);
  for (std::size_t g = 0; g < at.groups; ++g) take_steps(b, at, g);
  for (std::size_t g = 0; g < at.groups; ++g) change(at, at.by_input + g, at.outputs, 1, at.changes + g * at.width());
  Tile* of_outputs = at.changes + at.groups * at.width();
  change(at, at.by_output, at.inputs, at.groups, of_outputs);
  add_changes(at, at.changes, b.inputs, b.input_count, b.keep);
  add_changes(at, of_outputs, b.outputs, b.output_count, b.keep);
}

void logistic_on_tiles(const LogisticBlock& b) {
  const bool fits = b.input_count >= kFewInputs && b.output_count >= kFewOutputs && b.output_count <= kSide &&
                    b.input_count <= kMostGroups * kSide && b.n <= kMostN;
  if (!fits) return logistic(b);
  switch (b.n / kSide) {  // loops of a known length take 20 % less time
    case 4:
      return on_tiles<4>(b);
    case 7:
      return on_tiles<7>(b);
    case 8:
      return on_tiles<8>(b);
    default:
      return on_tiles<0>(b);
  }
}

}  // namespace

const Kernels kAmx{"amx", dot, scan, add, logistic_on_tiles, product};

}  // namespace segue::vectors
