// A search has two stages. Cells of 8-bit rows give twice as many candidates as wanted and some more, quickly but with
// rounding errors; exact cosines from the model's own rows then choose among them. A filter is tried on a sample first:
// if it admits few rows, searching just those is cheaper, and exact.
#include "neighbors/approximate.h"

#include <algorithm>
#include <cmath>

#include "neighbors/best.h"

namespace segue::neighbors {
namespace {

constexpr std::uint32_t kSample = 1024;  // rows on which a filter is tried
constexpr std::uint32_t kFew = 20;       // fewer admitted than this: searching all admitted rows is cheaper

void prefetch(std::span<const float> row) {
  for (std::size_t i = 0; i < row.size(); i += 16) __builtin_prefetch(row.data() + i);
}

}  // namespace

void ApproximateIndex::write(const std::filesystem::path& path, const IndexOf& of, std::span<const float> matrix,
                             const CellOptions& options) {
  const BuiltCells built(matrix, of.rows, of.dimension, options);
  write_index_file(path, of, built.view().parts());
}

ApproximateIndex::ApproximateIndex(const std::filesystem::path& path, const IndexOf& of, std::span<const float> matrix)
    : of_(of), matrix_(matrix), file_(path, of), cells_(Cells::of(file_, of)), kernels_(&vectors::kernels()) {}

float ApproximateIndex::length(const float* vector) const {
  return std::sqrt(kernels_->dot(vector, vector, of_.dimension));
}

float ApproximateIndex::cosine_with(const float* unit, std::uint32_t r) const {
  const float* at = row(r).data();
  const float of_row = length(at);
  return of_row > 0 ? kernels_->dot(unit, at, of_.dimension) / of_row : 0;
}

bool ApproximateIndex::admits_few(const Filter& admits) const {
  const std::uint32_t step = std::max(1u, of_.rows / kSample);
  std::uint32_t let_through = 0;
  for (std::uint32_t row = 0; row < of_.rows && let_through < kFew; row += step) let_through += admits(row) ? 1 : 0;
  return let_through < kFew;
}

std::vector<Neighbor> ApproximateIndex::all_that(std::span<const float> unit, std::size_t most,
                                                 const Filter& admits) const {
  Best best(most);
  for (std::uint32_t r = 0; r < of_.rows; ++r)
    if (admits(r)) best.offer({r, cosine_with(unit.data(), r)});
  return best.take();
}

std::vector<Neighbor> ApproximateIndex::nearest(std::span<const float> query, std::size_t most,
                                                const Filter& admits) const {
  const float query_length = length(query.data());
  if (most == 0 || query_length == 0) return {};
  std::vector<float> unit(query.begin(), query.end());
  for (float& x : unit) x /= query_length;
  if (admits && admits_few(admits)) return all_that(unit, most, admits);
  const auto candidates = cells_.near(unit.data(), 2 * most + 20, breadth, admits);
  Best best(most);
  // The rows are far apart in memory: all are fetched before the first is needed.
  for (const std::uint32_t r : candidates) prefetch(row(r));
  for (const std::uint32_t r : candidates) best.offer({r, cosine_with(unit.data(), r)});
  return best.take();
}

float ApproximateIndex::cosine(std::uint32_t a, std::uint32_t b) const {
  const float of_a = length(row(a).data());
  return of_a > 0 ? cosine_with(row(a).data(), b) / of_a : 0;
}

std::uint32_t ApproximateIndex::nearer(std::uint32_t of, float than) const {
  const float of_query = length(row(of).data());
  std::uint32_t count = 0;
  for (std::uint32_t r = 0; r < of_.rows && of_query > 0; ++r)
    if (r != of && cosine_with(row(of).data(), r) / of_query > than) ++count;
  return count;
}

}  // namespace segue::neighbors
