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

TEST_P(EachUnit, ScanAndDotsGiveDotOfEachRow) {
  const std::size_t n = 37, stride = 48;
  const auto matrix = noise(5 * stride, 3), x = noise(n, 4);
  std::vector<const float*> rows;
  for (std::size_t r = 0; r < 5; ++r) rows.push_back(matrix.data() + (4 - r) * stride);
  std::vector<float> scanned(5), gathered(5);
  kernels_.scan(matrix.data(), stride, 5, x.data(), n, scanned.data());
  kernels_.dots(rows.data(), 5, x.data(), n, gathered.data());
  for (std::size_t r = 0; r < 5; ++r) {
    EXPECT_EQ(scanned[r], kernels_.dot(matrix.data() + r * stride, x.data(), n));
    EXPECT_EQ(gathered[4 - r], scanned[r]);
  }
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

// One step, against the formula in double precision.
void expect_step(const Kernels& kernels, std::size_t n, std::size_t count, std::size_t seen, float keep) {
  auto matrix = noise(count * (n + 1), 7);
  const auto before = matrix, x = noise(n, 8);
  std::vector<float*> rows;
  for (std::size_t r = 0; r < count; ++r) rows.push_back(matrix.data() + r * (n + 1));
  std::vector<float> weights((count + 15) / 16 * 16, 0.0f), steps(weights.size()), gradient(n);
  for (std::size_t r = 0; r < count; ++r) weights[r] = 0.1f * static_cast<float>(r + 1);
  kernels.logistic({x.data(), rows.data(), count, seen, n, weights.data(), keep, steps.data(), gradient.data()});
  std::vector<double> expected(n, 0.0);
  for (std::size_t r = 0; r < count; ++r) {
    const float* old = before.data() + r * (n + 1);
    double product = 0;
    for (std::size_t i = 0; i < n; ++i) product += static_cast<double>(old[i]) * static_cast<double>(x[i]);
    const double guess = 1 / (1 + std::exp(-std::clamp(product, -12.0, 12.0)));
    const double step = static_cast<double>(weights[r]) * ((r < seen ? 1 : 0) - guess);
    EXPECT_NEAR(steps[r], step, 1e-5) << n << " row " << r;
    for (std::size_t i = 0; i < n; ++i) {
      expected[i] += step * static_cast<double>(old[i]);
      EXPECT_NEAR(rows[r][i], static_cast<double>(keep * old[i]) + step * static_cast<double>(x[i]), 1e-5);
    }
    EXPECT_EQ(rows[r][n], old[n]) << "the number behind a row";
  }
  for (std::size_t i = 0; i < n; ++i) EXPECT_NEAR(gradient[i], expected[i], 1e-4) << n << " number " << i;
}

TEST_P(EachUnit, LogisticStepIsItsFormula) {
  for (const std::size_t n : {1u, 4u, 8u, 16u, 31u, 64u, 100u, 112u, 128u, 250u})
    for (const std::size_t count : {1u, 3u, 16u, 17u, 40u})
      expect_step(kernels_, n, count, count / 2, n % 2 == 0 ? 1.0f : 0.9f);
}

TEST_P(EachUnit, GuessesStayInsideZeroAndOne) {
  for (const float far : {1e9f, -1e9f, 30.0f, -30.0f}) {
    std::vector<float> row{far}, x{1.0f}, weights(16, 0.0f), steps(16), gradient(1);
    weights[0] = 1;
    float* rows[] = {row.data()};
    kernels_.logistic({x.data(), rows, 1, 1, 1, weights.data(), 1.0f, steps.data(), gradient.data()});
    EXPECT_GE(steps[0], 0.0f);
    EXPECT_LE(steps[0], 1.0f);
    EXPECT_NEAR(steps[0], far > 0 ? 0.0f : 1.0f, 1e-5f);
  }
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
