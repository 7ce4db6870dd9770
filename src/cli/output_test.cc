#include "cli/output.h"

#include <gtest/gtest.h>

namespace segue::cli {
namespace {

TEST(Output, CountsCellsAsATerminalDoes) {
  EXPECT_EQ(cells("abc"), 3u);
  EXPECT_EQ(cells("é"), 1u);
  EXPECT_EQ(cells("東京"), 4u);
  EXPECT_EQ(cells("e\xcc\x81"), 1u);
}

TEST(Output, FitsAndCuts) {
  EXPECT_EQ(fitted("ab", 4), "ab  ");
  EXPECT_EQ(fitted("ab", 4, true), "  ab");
  EXPECT_EQ(fitted("abcdef", 4), "abc…");
  EXPECT_EQ(fitted("東京都", 4), "東… ");
}

TEST(Output, Numbers) {
  EXPECT_EQ(with_commas(0), "0");
  EXPECT_EQ(with_commas(999), "999");
  EXPECT_EQ(with_commas(1234567), "1,234,567");
  EXPECT_EQ(with_commas(-1234), "-1,234");
  EXPECT_EQ(as_hours(90 * 60'000), "90 min");
  EXPECT_EQ(as_hours(std::int64_t{7200} * 3'600'000), "7,200 h");
}

TEST(Output, TablesFit) {
  EXPECT_EQ(Table({{"song", 6}, {"plays", 5, true}}).row({"Harbour", "12"}).str(), "song    plays\nHarbo…     12\n");
  EXPECT_EQ(Table({{"step", 4}, {"why", kWhole}}).row({"transform", "the disk is full"}).row({"poll", ""}).str(),
            "step  why\ntra…  the disk is full\npoll\n");
}

}  // namespace
}  // namespace segue::cli
