#include "base/text.h"

#include <gtest/gtest.h>

namespace segue::base {
namespace {

TEST(Text, LowersAsciiLettersAlone) {
  EXPECT_EQ(lower("Date#Ann 1"), "date#ann 1");
  EXPECT_EQ(lower("ÄZ"), "Äz");
}

TEST(Text, TrimsBlanksAround) {
  EXPECT_EQ(trimmed(" \ta b\r\n"), "a b");
  EXPECT_EQ(trimmed(" \n"), "");
  EXPECT_EQ(trimmed(""), "");
}

TEST(Text, ANumberIsAllOfTheText) {
  EXPECT_EQ(number_in("-12"), -12);
  for (const char* text : {"", "1.5", "1 ", " 1", "1e3", "x", "99999999999999999999"})
    EXPECT_FALSE(number_in(text)) << text;
}

TEST(Text, SplitsAtEachDelimiter) {
  std::vector<std::string_view> fields;
  split("a\t\tb\t", '\t', fields);
  EXPECT_EQ(fields, (std::vector<std::string_view>{"a", "", "b", ""}));
  split("", '\t', fields);
  EXPECT_EQ(fields.size(), 1u);
}

}  // namespace
}  // namespace segue::base
