// How a search works: the query is quantised like the rows. Cells are searched from the nearest centre outwards, and a
// heap keeps the best rows by 8-bit product, until the admitted share of the cells adds up to `breadth`. The caller
// computes exact cosines of what is found.
#include "neighbors/cells.h"

#include <algorithm>

#include "neighbors/best.h"
#include "neighbors/quantised.h"

namespace segue::neighbors {
namespace {

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
  // Searches one cell and returns the share of its rows that were admitted.
  const auto look_into = [&](std::uint32_t cell) {
    const std::uint32_t first = starts[cell], last = starts[cell + 1];
    std::uint32_t admitted = 0;
    each_product(*kernels, places, first, last, query, [&](std::uint32_t place, float product) {
      if (admits && !admits(rows[place])) return;
      ++admitted;
      best.offer({rows[place], product});
    });
    return first == last ? 1.0 : static_cast<double>(admitted) / (last - first);
  };
  // Sorting all cells would cost too much: only as many as wanted are sorted, four times more whenever a filter admits
  // too few rows.
  const std::size_t cells = starts.size() - 1;
  std::vector<bool> seen(cells, false);
  double looked = 0;
  for (std::size_t wanted = breadth; looked < static_cast<double>(breadth); wanted *= 4) {
    for (const auto& [cell, product] : centres.nearest(*kernels, query, wanted, 3)) {
      if (looked >= static_cast<double>(breadth)) break;
      if (!seen[cell]) looked += look_into(cell);
      seen[cell] = true;
    }
    // Every cell was searched.
    if (wanted >= cells) break;
  }
  std::vector<std::uint32_t> found;
  for (const auto& one : best.take()) found.push_back(one.row);
  return found;
}

std::vector<std::string_view> Cells::parts() const {
  return {bytes_of(centres.groups.factors),
          bytes_of(centres.groups.numbers),
          bytes_of(centres.first),
          bytes_of(centres.centres.factors),
          bytes_of(centres.centres.numbers),
          bytes_of(starts),
          bytes_of(rows),
          bytes_of(places.factors),
          bytes_of(places.numbers)};
}

namespace {

// True if `starts` rises from 0 to `end` and has one number more than there are runs.
bool are_starts(std::span<const std::uint32_t> starts, std::size_t runs, std::size_t end) {
  return runs > 0 && starts.size() == runs + 1 && starts.front() == 0 && starts.back() == end &&
         std::is_sorted(starts.begin(), starts.end());
}

}  // namespace

Cells Cells::of(const IndexFile& file, const IndexOf& of) {
  const auto& parts = file.parts();
  if (parts.size() != 9) file.refuse("has parts that do not fit together");
  Cells cells;
  cells.dimension = of.dimension;
  cells.centres.groups = {numbers_of<std::int8_t>(parts[1]), numbers_of<float>(parts[0])};
  cells.centres.first = numbers_of<std::uint32_t>(parts[2]);
  cells.centres.centres = {numbers_of<std::int8_t>(parts[4]), numbers_of<float>(parts[3])};
  cells.starts = numbers_of<std::uint32_t>(parts[5]);
  cells.rows = numbers_of<std::uint32_t>(parts[6]);
  cells.places = {numbers_of<std::int8_t>(parts[8]), numbers_of<float>(parts[7])};
  const auto fit = [&](const ByteRows& rows) {
    return rows.numbers.size() == std::size_t{rows.count()} * of.dimension;
  };
  const auto& [centres, groups, first] = cells.centres;
  const bool all_fit = fit(groups) && fit(centres) && fit(cells.places) && cells.places.count() == of.rows &&
                       cells.rows.size() == of.rows && are_starts(first, groups.count(), centres.count()) &&
                       are_starts(cells.starts, centres.count(), of.rows) &&
                       std::all_of(cells.rows.begin(), cells.rows.end(), [&](auto row) { return row < of.rows; });
  if (!all_fit) file.refuse("has parts that do not fit together");
  return cells;
}

}  // namespace segue::neighbors
