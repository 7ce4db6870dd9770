#include "neighbors/cells.h"

#include <fmt/core.h>

#include <array>

#include "base/error.h"
#include "neighbors/best.h"
#include "neighbors/quantised.h"

namespace segue::neighbors {
namespace {

constexpr std::uint32_t kBlock = 256;  // rows whose products are taken before any is looked at

// Gives rows first … last - 1 and their products with a query to `visit(row, product)`, in order.
template <class Visit>
void each_product(const vectors::ByteKernels& kernels, const ByteRows& rows, std::uint32_t first, std::uint32_t last,
                  const std::vector<std::int8_t>& query, Visit visit) {
  std::array<std::int32_t, kBlock> products;
  for (std::uint32_t from = first; from < last; from += kBlock) {
    const std::uint32_t count = std::min(kBlock, last - from);
    kernels.scan(rows.numbers.data() + from * query.size(), count, query.data(), query.size(), products.data());
    for (std::uint32_t i = 0; i < count; ++i) visit(from + i, rows.factors[from + i] * static_cast<float>(products[i]));
  }
}

template <class T>
std::string_view bytes_of(std::span<const T> numbers) {
  return {reinterpret_cast<const char*>(numbers.data()), numbers.size_bytes()};
}

template <class T>
std::span<const T> numbers_of(std::string_view bytes) {
  return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
}

}  // namespace

std::vector<std::uint32_t> Cells::near(const float* unit, std::size_t most, std::size_t breadth,
                                       const Filter& admits) const {
  std::vector<std::int8_t> query(dimension);
  quantise(unit, dimension, query.data());
  Best best(most);
  std::size_t looked = 0;
  const auto look_into = [&](std::uint32_t cell) {
    if (!admits) looked += starts[cell + 1] - starts[cell];
    each_product(*kernels, places, starts[cell], starts[cell + 1], query, [&](std::uint32_t place, float product) {
      if (admits && !admits(rows[place])) return;
      if (admits) ++looked;
      best.offer({rows[place], product});
    });
  };
  // Of all cells only so many are put in order as will be wanted, most likely; all of them when that was too few.
  std::size_t wanted = breadth * centres.count() / std::max<std::size_t>(rows.size(), 1) + 8, done = 0;
  while (looked < breadth && done < centres.count()) {
    Best nearest(wanted);
    each_product(*kernels, centres, 0, centres.count(), query,
                 [&](std::uint32_t cell, float product) { nearest.offer({cell, product}); });
    const auto order = nearest.take();
    for (; done < order.size() && looked < breadth; ++done) look_into(order[done].row);
    wanted = centres.count();
  }
  std::vector<std::uint32_t> found;
  for (const auto& one : best.take()) found.push_back(one.row);
  return found;
}

std::vector<std::string_view> Cells::parts() const {
  return {bytes_of(centres.factors), bytes_of(centres.numbers), bytes_of(starts), bytes_of(rows),
          bytes_of(places.factors),  bytes_of(places.numbers)};
}

Cells Cells::of(const IndexFile& file, const IndexOf& of) {
  const auto& parts = file.parts();
  Cells cells;
  bool fits = parts.size() == 6;
  if (fits) {
    cells.dimension = of.dimension;
    cells.centres = {numbers_of<std::int8_t>(parts[1]), numbers_of<float>(parts[0])};
    cells.starts = numbers_of<std::uint32_t>(parts[2]);
    cells.rows = numbers_of<std::uint32_t>(parts[3]);
    cells.places = {numbers_of<std::int8_t>(parts[5]), numbers_of<float>(parts[4])};
    const std::size_t n = of.dimension, count = cells.centres.count();
    fits = count > 0 && cells.centres.numbers.size() == count * n && cells.starts.size() == count + 1 &&
           cells.rows.size() == of.rows && cells.places.count() == of.rows &&
           cells.places.numbers.size() == std::size_t{of.rows} * n && cells.starts.front() == 0 &&
           cells.starts.back() == of.rows && std::is_sorted(cells.starts.begin(), cells.starts.end()) &&
           std::all_of(cells.rows.begin(), cells.rows.end(), [&](std::uint32_t row) { return row < of.rows; });
  }
  if (!fits) file.refuse("has parts that do not fit together");
  return cells;
}

}  // namespace segue::neighbors
