#include "vectors/bytes.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/error.h"
#include "vectors/kernels.h"

namespace segue::vectors {
namespace {

std::vector<std::int8_t> noise(std::size_t count, unsigned seed) {
  std::vector<std::int8_t> numbers(count);
  std::uint64_t state = seed;
  for (auto& x : numbers) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    x = static_cast<std::int8_t>(static_cast<int>((state >> 33) % 255) - 127);
  }
  return numbers;
}

std::int32_t product(const std::int8_t* a, const std::int8_t* b, std::size_t n) {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

class EachTableOfBytes : public testing::TestWithParam<ByteKernels> {
 protected:
  const ByteKernels& kernels_ = GetParam();
};

TEST_P(EachTableOfBytes, DotIsTheSumOfProductsAtEachLength) {
  for (std::size_t n = 0; n <= 200; ++n) {
    const auto a = noise(n, 1), b = noise(n, 2);
    EXPECT_EQ(kernels_.dot(a.data(), b.data(), n), product(a.data(), b.data(), n)) << n;
  }
}

TEST_P(EachTableOfBytes, NothingOverflowsAtTheEnds) {
  const std::vector<std::int8_t> most(4096, 127), least(4096, -127);
  EXPECT_EQ(kernels_.dot(most.data(), most.data(), 4096), 4096 * 127 * 127);
  EXPECT_EQ(kernels_.dot(most.data(), least.data(), 4096), -4096 * 127 * 127);
}

TEST_P(EachTableOfBytes, ScanGivesDotOfEachRowAndTouchesNothingBehind) {
  for (const std::size_t n : {8u, 37u, 64u, 100u, 128u}) {
    for (std::size_t count = 0; count <= 9; ++count) {
      const auto matrix = noise(count * n, 3), x = noise(n, 4);
      std::vector<std::int32_t> out(count + 1, 77);
      kernels_.scan(matrix.data(), count, x.data(), n, out.data());
      for (std::size_t r = 0; r < count; ++r)
        EXPECT_EQ(out[r], product(matrix.data() + r * n, x.data(), n)) << n << " row " << r;
      EXPECT_EQ(out[count], 77);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Tables, EachTableOfBytes, testing::ValuesIn(byte_tables()),
                         [](const auto& one) { return std::to_string(one.index) + "_" + one.param.unit; });

TEST(ByteKernels, EachUnitHasItsTable) {
  // AMX has no table of its own.
  for (const auto& unit : units()) EXPECT_EQ(byte_kernels_of(unit).unit, unit == "amx" ? "avx512" : unit);
}

TEST(ByteKernels, AUnitThatIsNotThereIsRefused) {
  EXPECT_THROW(byte_kernels_of("avx1024"), base::Error);
  EXPECT_THROW(byte_kernels_of(""), base::Error);
}

}  // namespace
}  // namespace segue::vectors
