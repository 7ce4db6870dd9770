// How it works: k-means on a sample of 32 rows per centre, started from evenly spaced rows. To find the nearest of many
// centres quickly, the centres are themselves clustered into about √centres groups, after each round. Everything is in
// whole numbers or summed in one order, so that threads and vector units do not change the result.
#include "neighbors/centres.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "neighbors/parts.h"
#include "neighbors/quantised.h"

namespace segue::neighbors {
namespace {

constexpr std::uint32_t kSampleOfCentre = 32;
constexpr std::uint32_t kUngrouped = 1024;  // up to this many centres are searched one by one, without groups

std::uint32_t groups_for(std::uint32_t centres) {
  return centres <= kUngrouped ? 1 : static_cast<std::uint32_t>(std::sqrt(static_cast<double>(centres)));
}

}  // namespace

std::vector<Neighbor> Centres::nearest(const vectors::ByteKernels& kernels, std::span<const std::int8_t> query,
                                       std::size_t wanted, std::size_t part) const {
  // Enough groups for twice as many centres as wanted, and some more, because groups differ in size.
  const std::size_t looked = 4 + groups.count() / part + 2 * wanted * groups.count() / centres.count();
  Best best(wanted), best_groups(wanted >= centres.count() ? groups.count() : looked);
  each_product(kernels, groups, 0, groups.count(), query,
               [&](std::uint32_t group, float product) { best_groups.offer({group, product}); });
  for (const auto& [group, product] : best_groups.take())
    each_product(kernels, centres, first[group], first[group + 1], query,
                 [&](std::uint32_t centre, float cosine) { best.offer({centre, cosine}); });
  return best.take();
}

Means::Means(const ByteRows& rows, std::size_t n, std::uint32_t centres, std::uint32_t rounds, std::uint32_t threads)
    : rows_(rows), n_(n), threads_(threads) {
  // The sample takes rows at even distances: they are sorted by falling count, so it has frequent and rare ones.
  const auto size = std::min<std::uint64_t>(rows_.count(), std::uint64_t{centres} * kSampleOfCentre);
  for (std::uint64_t i = 0; i < size; ++i) sample_.push_back(static_cast<std::uint32_t>(i * rows_.count() / size));
  start(centres);
  group();
  for (std::uint32_t round = 0; round < rounds; ++round) {
    move();
    group();
  }
}

std::vector<std::uint32_t> Means::of_all_rows() const {
  std::vector<std::uint32_t> all(rows_.count());
  std::iota(all.begin(), all.end(), 0u);
  return nearest_of(all);
}

void Means::start(std::uint32_t centres) {
  centres_ = OwnByteRows(centres, n_);
  for (std::uint32_t c = 0; c < centres; ++c) take_row(c, sample_[std::size_t{c} * sample_.size() / centres]);
}

void Means::take_row(std::uint32_t centre, std::uint32_t row) {
  std::copy_n(rows_.numbers.data() + row * n_, n_, centres_.numbers.data() + centre * n_);
  centres_.factors[centre] = rows_.factors[row];
}

std::vector<std::uint32_t> Means::nearest_of(const std::vector<std::uint32_t>& rows) const {
  const auto& kernels = vectors::byte_kernels();
  const Centres centres = view();
  std::vector<std::uint32_t> nearest(rows.size());
  in_parts(static_cast<std::uint32_t>(rows.size()), threads_, [&](std::uint32_t first, std::uint32_t last) {
    for (std::uint32_t i = first; i < last; ++i)
      nearest[i] = centres.nearest(kernels, rows_.numbers.subspan(rows[i] * n_, n_), 1, 8).front().row;
  });
  return nearest;
}

void Means::move() {
  const auto nearest = nearest_of(sample_);
  const auto count = static_cast<std::uint32_t>(centres_.factors.size());
  std::vector<double> sums(count * n_, 0.0);
  std::vector<bool> taken(count, false);
  for (std::size_t i = 0; i < sample_.size(); ++i) {
    double* sum = sums.data() + nearest[i] * n_;
    const std::int8_t* row = rows_.numbers.data() + sample_[i] * n_;
    const auto factor = static_cast<double>(rows_.factors[sample_[i]]);
    for (std::size_t k = 0; k < n_; ++k) sum[k] += factor * row[k];
    taken[nearest[i]] = true;
  }
  std::vector<float> unit(n_);
  for (std::uint32_t c = 0; c < count; ++c) {
    if (taken[c]) {
      to_unit(sums.data() + c * n_, n_, unit.data());
      centres_.factors[c] = quantise(unit.data(), n_, centres_.numbers.data() + c * n_);
    } else {
      take_row(c, sample_[c * std::size_t{2654435761} % sample_.size()]);  // no rows: start at another row
    }
  }
}

// Clusters the centres themselves into groups, and sorts the centres by group.
void Means::group() {
  const auto count = static_cast<std::uint32_t>(centres_.factors.size());
  const std::uint32_t groups = groups_for(count);
  if (groups == 1) {
    groups_ = OwnByteRows(1, n_);
    first_ = {0, count};
    return;
  }
  // The same algorithm one level up, with four rounds.
  const Means above(centres_.view(), n_, groups, 4, threads_);
  const auto group_of = above.of_all_rows();
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return group_of[a] < group_of[b]; });
  OwnByteRows sorted(count, n_);
  first_.assign(groups + 1, 0);
  for (std::uint32_t c = 0; c < count; ++c) {
    std::copy_n(centres_.numbers.data() + order[c] * n_, n_, sorted.numbers.data() + c * n_);
    sorted.factors[c] = centres_.factors[order[c]];
    ++first_[group_of[c] + 1];
  }
  std::partial_sum(first_.begin(), first_.end(), first_.begin());
  centres_ = std::move(sorted);
  groups_ = above.centres_;
}

}  // namespace segue::neighbors
