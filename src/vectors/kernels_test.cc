#include "vectors/kernels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/error.h"

namespace segue::vectors {
namespace {

// Numbers in ±1 that look like noise, the same every time.
std::vector<float> noise(std::size_t count, unsigned seed) {
  std::vector<float> numbers(count);
  std::uint64_t state = seed;
  for (float& x : numbers) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    x = static_cast<float>(state >> 40) * 0x1p-23f - 1;
  }
  return numbers;
}

class EachUnit : public testing::TestWithParam<std::string> {
 protected:
  const Kernels& kernels_ = kernels_of(GetParam());
};

TEST_P(EachUnit, DotIsTheSumOfProductsAtEachLength) {
  for (std::size_t n = 1; n <= 130; ++n) {
    const auto a = noise(n, 1), b = noise(n, 2);
    double expected = 0;
    for (std::size_t i = 0; i < n; ++i) expected += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    EXPECT_NEAR(kernels_.dot(a.data(), b.data(), n), expected, 1e-5) << n;
  }
}

TEST_P(EachUnit, ScanGivesDotOfEachRow) {
  const std::size_t n = 37, stride = 48;
  const auto matrix = noise(5 * stride, 3), x = noise(n, 4);
  std::vector<float> scanned(5);
  kernels_.scan(matrix.data(), stride, 5, x.data(), n, scanned.data());
  for (std::size_t r = 0; r < 5; ++r) EXPECT_EQ(scanned[r], kernels_.dot(matrix.data() + r * stride, x.data(), n));
}

TEST_P(EachUnit, AddKeepsAndAddsAndTouchesNothingBehind) {
  for (const std::size_t n : {1u, 15u, 16u, 17u, 100u}) {
    auto y = noise(n + 1, 5);
    const auto before = y, x = noise(n, 6);
    kernels_.add(y.data(), 0.5f, x.data(), 3.0f, n);
    for (std::size_t i = 0; i < n; ++i) EXPECT_NEAR(y[i], 0.5f * before[i] + 3 * x[i], 1e-6f);
    EXPECT_EQ(y[n], before[n]);
  }
}

TEST_P(EachUnit, ProductIsTheSumOfProductsAndTouchesNothingBehind) {
  for (const std::size_t rows : {1u, 2u, 5u, 6u, 33u})
    for (const std::size_t n : {1u, 63u, 64u, 100u, 128u}) {
      const auto matrix = noise(rows * n, 9), columns = noise(n * kColumns, 10);
      std::vector<float> out(rows * kColumns + 1, 7);
      kernels_.product(matrix.data(), rows, n, columns.data(), out.data());
      for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < kColumns; ++c) {
          double expected = 0;
          for (std::size_t i = 0; i < n; ++i)
            expected += static_cast<double>(matrix[r * n + i]) * static_cast<double>(columns[i * kColumns + c]);
          EXPECT_NEAR(out[r * kColumns + c], expected, 1e-5) << rows << " × " << n << ": " << r << ", " << c;
        }
      EXPECT_EQ(out.back(), 7);
    }
}

// A row's products do not depend on how many rows are multiplied at once.
TEST_P(EachUnit, ProductOfARowIsTheSameBesideOthers) {
  const std::size_t n = 100, rows = 11;
  const auto matrix = noise(rows * n, 11), columns = noise(n * kColumns, 12);
  std::vector<float> all(rows * kColumns), one(kColumns);
  kernels_.product(matrix.data(), rows, n, columns.data(), all.data());
  for (std::size_t r = 0; r < rows; ++r) {
    kernels_.product(matrix.data() + r * n, 1, n, columns.data(), one.data());
    for (std::size_t c = 0; c < kColumns; ++c) EXPECT_EQ(one[c], all[r * kColumns + c]) << r << ", " << c;
  }
}

// One block, against the formula in double precision.
struct Within {
  double step, row;  // how far from the formula
};

void expect_block(const Kernels& kernels, std::size_t n, std::size_t inputs, std::size_t outputs, float keep,
                  Within within) {
  const float rate = 0.3f;
  auto in = noise(inputs * (n + 1), 7), out = noise(outputs * (n + 1), 8);
  const auto old_in = in, old_out = out;
  std::vector<float*> in_rows, out_rows;
  for (std::size_t r = 0; r < inputs; ++r) in_rows.push_back(in.data() + r * (n + 1));
  for (std::size_t r = 0; r < outputs; ++r) out_rows.push_back(out.data() + r * (n + 1));
  std::vector<float> steps(inputs * padded(outputs) + 16), gradient(inputs * n);
  kernels.logistic({in_rows.data(), inputs, out_rows.data(), outputs, n, rate, keep, steps.data(), gradient.data()});
  std::vector<double> new_in(old_in.begin(), old_in.end()), new_out(old_out.begin(), old_out.end());
  for (std::size_t r = 0; r < inputs; ++r)
    for (std::size_t k = 0; k < n; ++k) new_in[r * (n + 1) + k] *= static_cast<double>(keep);
  for (std::size_t r = 0; r < outputs; ++r)
    for (std::size_t k = 0; k < n; ++k) new_out[r * (n + 1) + k] *= static_cast<double>(keep);
  for (std::size_t i = 0; i < inputs; ++i)
    for (std::size_t j = 0; j < outputs; ++j) {
      double product = 0;
      for (std::size_t k = 0; k < n; ++k)
        product += static_cast<double>(old_in[i * (n + 1) + k]) * static_cast<double>(old_out[j * (n + 1) + k]);
      const double step =
          static_cast<double>(rate) * ((j == 0 ? 1 : 0) - 1 / (1 + std::exp(-std::clamp(product, -12.0, 12.0))));
      EXPECT_NEAR(steps[i * padded(outputs) + j], step, within.step) << n << ": " << i << ", " << j;
      for (std::size_t k = 0; k < n; ++k) {
        new_in[i * (n + 1) + k] += step * static_cast<double>(old_out[j * (n + 1) + k]);
        new_out[j * (n + 1) + k] += step * static_cast<double>(old_in[i * (n + 1) + k]);
      }
    }
  for (std::size_t i = 0; i < in.size(); ++i) EXPECT_NEAR(in[i], new_in[i], within.row) << n << ": input number " << i;
  for (std::size_t i = 0; i < out.size(); ++i)
    EXPECT_NEAR(out[i], new_out[i], within.row) << n << ": output number " << i;
}

TEST_P(EachUnit, LogisticBlockIsItsFormula) {
  for (const std::size_t n : {16u, 32u, 48u, 64u, 112u, 128u, 256u})
    for (const std::size_t inputs : {1u, 2u, 7u})
      for (const std::size_t outputs : {1u, 2u, 3u, 6u, 7u, 8u, 9u, 11u, 16u, 17u, 40u})
        expect_block(kernels_, n, inputs, outputs, inputs == 2 ? 0.9f : 1.0f, {1e-5, 2e-4});
}

// Sizes that tiles take. Rows of numbers up to 1 and of 256 of them, rounded to 8 bits: products are off by 0.02 or so.
TEST_P(EachUnit, LargeLogisticBlockIsItsFormula) {
  const Within within = GetParam() == "amx" ? Within{4e-3, 2e-2} : Within{1e-5, 2e-4};
  for (const std::size_t n : {16u, 48u, 64u, 80u, 112u, 128u, 256u, 272u})
    for (const std::size_t inputs : {8u, 9u, 16u, 17u, 40u, 64u, 65u})
      for (const std::size_t outputs : {9u, 11u, 16u, 17u})
        expect_block(kernels_, n, inputs, outputs, inputs == 17 ? 0.9f : 1.0f, within);
}

// Like above, because the tolerance of tiles would hide that nothing runs on them.
TEST(Kernels, TilesRoundWhatVectorsDoNot) {
  if (units().front() != "amx") GTEST_SKIP() << "this processor has no tiles";
  std::vector<float> changed[2];
  for (const std::size_t unit : {0u, 1u}) {
    auto in = noise(8 * 64, 1), out = noise(11 * 64, 2);
    std::vector<float*> in_rows, out_rows;
    for (std::size_t r = 0; r < 8; ++r) in_rows.push_back(in.data() + 64 * r);
    for (std::size_t r = 0; r < 11; ++r) out_rows.push_back(out.data() + 64 * r);
    std::vector<float> steps(8 * 16 + 16), gradient(8 * 64);
    kernels_of(unit == 0 ? "amx" : "avx512")
        .logistic({in_rows.data(), 8, out_rows.data(), 11, 64, 0.3f, 1.0f, steps.data(), gradient.data()});
    changed[unit] = in;
  }
  EXPECT_NE(changed[0], changed[1]);
}

TEST_P(EachUnit, GuessesStayInsideZeroAndOne) {
  for (const float far : {1e9f, -1e9f, 30.0f, -30.0f}) {
    std::vector<float> x(16, 0.0f), row(16, 0.0f), steps(32), gradient(16);
    x[3] = 1;
    row[3] = far;
    float *inputs[] = {x.data()}, *outputs[] = {row.data()};
    kernels_.logistic({inputs, 1, outputs, 1, 16, 1.0f, 1.0f, steps.data(), gradient.data()});
    EXPECT_GE(steps[0], 0.0f);
    EXPECT_LE(steps[0], 1.0f);
    EXPECT_NEAR(steps[0], far > 0 ? 0.0f : 1.0f, 1e-5f);
  }
}

// A row that occurs twice gets both changes, on either side.
TEST_P(EachUnit, ARowMayStandTwice) {
  std::vector<float> x(16, 0.0f), seen(16, 0.0f), other(16, 0.0f), steps(48), gradient(32);
  x[0] = seen[0] = other[0] = 1;
  float *inputs[] = {x.data(), x.data()}, *outputs[] = {seen.data(), other.data(), other.data()};
  kernels_.logistic({inputs, 2, outputs, 3, 16, 0.5f, 1.0f, steps.data(), gradient.data()});
  const float guess = 1 / (1 + std::exp(-1.0f));
  EXPECT_NEAR(seen[0], 1 + 2 * 0.5f * (1 - guess), 1e-5f);
  EXPECT_NEAR(other[0], 1 - 4 * 0.5f * guess, 1e-5f);
  EXPECT_NEAR(x[0], 1 + 2 * 0.5f * ((1 - guess) - 2 * guess), 1e-5f);
}

TEST_P(EachUnit, SameNumbersTwice) {
  const auto a = noise(100, 1), b = noise(100, 2);
  EXPECT_EQ(kernels_.dot(a.data(), b.data(), 100), kernels_.dot(a.data(), b.data(), 100));
}

INSTANTIATE_TEST_SUITE_P(Units, EachUnit, testing::ValuesIn(units()), [](const auto& one) { return one.param; });

TEST(Kernels, AUnitThatIsNotThereIsRefusedByName) {
  try {
    kernels_of("avx9000");
    FAIL();
  } catch (const base::Error& error) {
    EXPECT_EQ(error.fault(), base::Fault::usage);
    EXPECT_NE(std::string(error.what()).find("avx9000"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("plain"), std::string::npos);
  }
}

TEST(Kernels, TheEnvironmentForcesAUnit) {
  setenv("SEGUE_VECTOR_UNIT", "plain", 1);
  EXPECT_STREQ(kernels().unit, "plain");
  setenv("SEGUE_VECTOR_UNIT", "", 1);
  EXPECT_EQ(kernels().unit, units().front());
  unsetenv("SEGUE_VECTOR_UNIT");
}

}  // namespace
}  // namespace segue::vectors
