// Measures scoring on one thread with the unit that SEGUE_VECTOR_UNIT names: score-block-bench NUMBERS. Prints one line
// of JSON: the CPU seconds of the products of 7,500 contexts and 20,635 rows alone, in the blocks in which Scorer asks
// for them, and of Scorer::best, which also takes the means of the contexts and finds the ten best of each.
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "embed/random.h"
#include "embed/scoring.h"
#include "vectors/kernels.h"

namespace {

using namespace segue;

constexpr std::uint32_t kContexts = 7'500, kRows = 20'635;
constexpr std::size_t kTile = 48, kBlocks = 4, kColumns = 32;

struct alignas(64) Line {
  float numbers[16];
};

template <class Work>
double cpu_seconds(const Work& work) {
  const auto now = [] {
    timespec spent{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) * 1e-9;
  };
  const double start = now();
  work();
  return now() - start;
}

embed::Sides random_sides(std::size_t n) {
  embed::Random random(1);
  embed::Sides sides{n, std::vector<float>(kContexts * n), std::vector<float>(kRows * n), std::vector<float>(kRows)};
  for (auto* numbers : {&sides.contexts, &sides.candidates, &sides.bias})
    for (float& x : *numbers) x = random.unit() - 0.5f;
  return sides;
}

// The contexts of each group are the same ones, which changes no time.
void multiply(const embed::Sides& sides, const vectors::Kernels& kernels) {
  std::vector<Line> columns(kBlocks * sides.n * kColumns / 16, Line{}), out(kTile * kColumns / 16);
  for (std::size_t first = 0; first < kContexts; first += kBlocks * kColumns)
    for (std::size_t at = 0; at < kRows; at += kTile)
      for (std::size_t c = first; c < std::min<std::size_t>(first + kBlocks * kColumns, kContexts); c += kColumns)
        kernels.product(sides.candidates.data() + at * sides.n, std::min(kTile, kRows - at), sides.n,
                        columns.front().numbers + (c - first) * sides.n, out.front().numbers);
}

}  // namespace

int main(int count, char** arguments) {
  const std::size_t n = count == 2 ? std::strtoul(arguments[1], nullptr, 10) : 0;
  if (n == 0 || n > 4096) {
    fmt::print(stderr, "usage: score-block-bench NUMBERS (of a row, 1 to 4096)\n");
    return 2;
  }
  const auto& kernels = vectors::kernels();
  const embed::Scorer scorer(random_sides(n));
  std::vector<embed::ScoringContext> contexts;
  for (std::uint32_t row = 0; row < kContexts; ++row) contexts.push_back({{row}, {}, {}});
  const embed::Sides sides = random_sides(n);
  const double product = cpu_seconds([&] { multiply(sides, kernels); });
  const double best = cpu_seconds([&] { scorer.best(contexts, 10, 1); });
  fmt::print("{{\"unit\":\"{}\",\"numbers\":{},\"product_cpu_seconds\":{:.4f},\"best_cpu_seconds\":{:.4f}}}\n",
             kernels.unit, n, product, best);
}
