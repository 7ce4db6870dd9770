// Rows of whole numbers, -127 … 127, each row with a factor by which its numbers are multiplied.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "vectors/bytes.h"

namespace segue::neighbors {

struct ByteRows {
  std::span<const std::int8_t> numbers;
  std::span<const float> factors;
  std::uint32_t count() const { return static_cast<std::uint32_t>(factors.size()); }
};

struct OwnByteRows {
  std::vector<std::int8_t> numbers;
  std::vector<float> factors;
  OwnByteRows() = default;
  OwnByteRows(std::uint32_t count, std::size_t n) : numbers(count * n), factors(count) {}
  ByteRows view() const { return {numbers, factors}; }
};

// Calls `visit(row, product)` for rows first … last - 1, in order, with the row's product with the query. The query's
// own factor is left out.
template <class Visit>
void each_product(const vectors::ByteKernels& kernels, const ByteRows& rows, std::uint32_t first, std::uint32_t last,
                  std::span<const std::int8_t> query, Visit visit) {
  constexpr std::uint32_t kBlock = 256;  // products that are computed before the first is visited
  std::array<std::int32_t, kBlock> whole;
  std::array<float, kBlock> products;
  for (std::uint32_t from = first; from < last; from += kBlock) {
    const std::uint32_t count = std::min(kBlock, last - from);
    kernels.scan(rows.numbers.data() + from * query.size(), count, query.data(), query.size(), whole.data());
    const float* factors = rows.factors.data() + from;
    for (std::uint32_t i = 0; i < count; ++i) products[i] = factors[i] * static_cast<float>(whole[i]);
    for (std::uint32_t i = 0; i < count; ++i) visit(from + i, products[i]);
  }
}

}  // namespace segue::neighbors
