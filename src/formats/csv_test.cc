#include "formats/csv.h"

#include <gtest/gtest.h>

namespace segue::formats {
namespace {

using Records = std::vector<std::vector<std::string>>;

Records records(std::string_view bytes, char delimiter = ',') {
  CsvReader reader(bytes, delimiter);
  Records all;
  std::vector<std::string> fields;
  while (reader.next(fields)) all.push_back(fields);
  return all;
}

TEST(Csv, RecordsAndFields) {
  EXPECT_EQ(records("a,b\nc,d\n"), (Records{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(records("a,b\r\nc,d"), (Records{{"a", "b"}, {"c", "d"}})) << "CRLF, and no line end behind the last";
  EXPECT_EQ(records("\xEF\xBB\xBF"
                    "a;b\n",
                    ';'),
            (Records{{"a", "b"}}))
      << "a byte order mark is no text";
  EXPECT_EQ(records("a,,c,\n,\n"), (Records{{"a", "", "c", ""}, {"", ""}})) << "empty fields count";
  EXPECT_EQ(records("\n\r\na\n\n\nb\n"), (Records{{"a"}, {"b"}})) << "empty lines do not";
  EXPECT_EQ(records(""), Records{});
}

TEST(Csv, QuotesHoldDelimitersLineEndsAndQuotes) {
  EXPECT_EQ(records("\"a,b\",\"c\"\"d\"\n"), (Records{{"a,b", "c\"d"}}));
  EXPECT_EQ(records("\"two\nlines\",x\r\ny"), (Records{{"two\nlines", "x"}, {"y"}}));
  EXPECT_EQ(records("\"two\r\nlines\"\n"), (Records{{"two\r\nlines"}}));
  EXPECT_EQ(records("\"\",\"\"\"\"\n"), (Records{{"", "\""}}));
}

TEST(Csv, WhatNobodyQuotedRightIsKept) {
  EXPECT_EQ(records("Harbour (12\" mix),x\n"), (Records{{"Harbour (12\" mix)", "x"}}));
  EXPECT_EQ(records("\"a\"b,c\n"), (Records{{"ab", "c"}}));
  EXPECT_EQ(records("a\rb,c\n"), (Records{{"a\rb", "c"}})) << "a carriage return alone ends no line";
}

TEST(Csv, CarriageReturnsAloneEndLinesWhereNothingElseDoes) {
  EXPECT_EQ(records("a,b\rc,\"d\ne\"\r\rf,g\r"), (Records{{"a", "b"}, {"c", "d\ne"}, {"f", "g"}}));
  EXPECT_EQ(line_ends_of("a\r\"b\nc\"\r"), LineEnds::cr);
  for (const char* text : {"a\nb\r", "a\r\nb\r\n", "\"a\rb\"", "a", ""})
    EXPECT_EQ(line_ends_of(text), LineEnds::lf) << text;
}

TEST(Csv, AnOpenQuoteIsTold) {
  for (const char* text : {"a,\"b", "a,\"b\nc,d\n", "\"", "\"a\"\""}) {
    CsvReader reader(text, ',');
    std::vector<std::string> fields;
    while (reader.next(fields)) {
    }
    EXPECT_TRUE(reader.has_open_quote()) << text;
  }
  CsvReader whole("\"a\",\"b\"", ',');
  std::vector<std::string> fields;
  while (whole.next(fields)) {
  }
  EXPECT_FALSE(whole.has_open_quote());
}

TEST(Csv, LinesAreCountedThroughQuotes) {
  CsvReader reader("a\n\n\"b\nb\",c\nd\n", ',');
  std::vector<std::string> fields;
  std::vector<std::size_t> lines;
  while (reader.next(fields)) lines.push_back(reader.line());
  EXPECT_EQ(lines, (std::vector<std::size_t>{1, 3, 5}));
}

}  // namespace
}  // namespace segue::formats
