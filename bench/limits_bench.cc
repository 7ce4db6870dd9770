// Measures what one core of this machine can do for a trainer: multiply-adds a second, and bytes a second in a row and
// at random. Prints one line of JSON; each figure is the best of five.
#include <sys/mman.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Floats [[gnu::vector_size(64)]] = float;

constexpr std::size_t kRow = 112;  // floats: 100 numbers, filled up to whole cache lines

template <class Work>
double best_seconds(const Work& work) {
  double best = 1e9;
  for (int round = 0; round < 5; ++round) {
    const auto start = Clock::now();
    work();
    best = std::min(best, std::chrono::duration<double>(Clock::now() - start).count());
  }
  return best;
}

// Measures with sixteen sums that do not wait for each other.
double gigaflops() {
  constexpr int kRounds = 20'000'000, kSums = 16;
  Floats sums[kSums] = {};
  Floats x = Floats{} + 0.999f;
  const double seconds = best_seconds([&] {
    for (int i = 0; i < kRounds; ++i) {
      asm volatile("" : "+v"(x));
#pragma GCC unroll 16
      for (int k = 0; k < kSums; ++k) sums[k] = sums[k] * x + x;
    }
  });
  float seen = 0;
  for (const Floats& sum : sums) seen += sum[0];
  return seen == 0 ? 0 : 2.0 * kSums * 16 * kRounds / seconds / 1e9;
}

float* memory(std::size_t floats) {
  void* all = mmap(nullptr, floats * sizeof(float), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  madvise(all, floats * sizeof(float), MADV_HUGEPAGE);
  float* numbers = static_cast<float*>(all);
  std::fill(numbers, numbers + floats, 1.0f);
  return numbers;
}

double streaming(const float* numbers, std::size_t floats) {
  float seen = 0;
  const double seconds = best_seconds([&] {
    Floats sum{};
    for (std::size_t i = 0; i < floats; i += 16) sum += *reinterpret_cast<const Floats*>(numbers + i);
    seen += sum[0];
  });
  return seen == 0 ? 0 : static_cast<double>(floats * sizeof(float)) / seconds / 1e9;
}

// Reads and writes rows in an order that no prefetcher guesses; returns nanoseconds for each row.
double random_rows(float* numbers, std::size_t rows) {
  constexpr std::size_t kTouched = 2'000'000;
  std::vector<std::uint32_t> order(kTouched);
  std::uint64_t state = 1;
  for (auto& row : order) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    row = static_cast<std::uint32_t>((state >> 33) % rows);
  }
  const double seconds = best_seconds([&] {
    for (const std::uint32_t row : order) {
      float* at = numbers + std::size_t{row} * kRow;
      for (std::size_t i = 0; i < kRow; i += 16) *reinterpret_cast<Floats*>(at + i) *= 1.0001f;
    }
  });
  return seconds * 1e9 / kTouched;
}

}  // namespace

int main() {
  const std::size_t many = 200'000 * kRow;  // 90 MB, a matrix of the benchmark's
  float* numbers = memory(many);
  std::printf(
      "{\"gigaflops\":%.1f,\"streaming_gb_per_second\":%.1f,\"ns_per_random_row\":{\"4000 rows\":%.1f,"
      "\"50000 rows\":%.1f,\"200000 rows\":%.1f},\"row_bytes\":%zu}\n",
      gigaflops(), streaming(numbers, many), random_rows(numbers, 4'000), random_rows(numbers, 50'000),
      random_rows(numbers, 200'000), kRow * sizeof(float));
}
