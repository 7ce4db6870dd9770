#include "base/time.h"

#include <gtest/gtest.h>

namespace segue::base {
namespace {

TEST(Iso8601, ReadsSecondsAndFractions) {
  EXPECT_EQ(to_ms(*parse_iso8601("1970-01-01T00:00:01Z")), 1000);
  EXPECT_EQ(to_ms(*parse_iso8601("2026-01-02T03:04:05.678Z")), 1767323045678);
  EXPECT_EQ(to_ms(*parse_iso8601("2026-01-02T03:04:05.6Z")), 1767323045600);
  EXPECT_EQ(to_ms(*parse_iso8601("2026-01-02 03:04:05.678999")), 1767323045678);
}

TEST(Iso8601, RefusesWhatIsNoInstant) {
  for (const char* bad :
       {"", "Z", "2026", "2026-01-02", "0000-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2026-13-01T00:00:00Z",
        "2026-02-30T00:00:00Z", "2026-01-02T24:00:00Z", "2026-01-02T03:60:05Z", "2026-01-02T03:04:05.Z",
        "2026-01-02T03:04:05,6Z", "2026-01-02T03:04:05+01:00", "2026-1-02T03:04:05Z", "20x6-01-02T03:04:05Z"})
    EXPECT_FALSE(parse_iso8601(bad)) << bad;
}

std::string written(std::string_view text) {
  const WrittenTime time = read_written_time(text);
  switch (time.verdict) {
    case WrittenTime::Verdict::instant:
      return to_iso8601(time.at) + (time.has_seconds ? "" : " a minute");
    case WrittenTime::Verdict::no_time:
      return "no time";
    case WrittenTime::Verdict::no_such_time:
      return "no such time";
    case WrittenTime::Verdict::other_years:
      return "other years";
  }
  return "";
}

TEST(WrittenTime, IsReadWithOffsetsAndInOtherPeoplesShapes) {
  for (const char* text :
       {"2023-05-01T10:00:00Z", "2023-05-01T10:00:00+00:00", "2023-05-01T12:00:00+02:00", "2023-05-01T12:00:00+0200",
        "2023-05-01T04:30:00-05:30", "2023-05-01 10:00:00 UTC", "2023-05-01 10:00:00 GMT", "2023-05-01t10:00:00z",
        "2023-05-01T10:00:00", "2023-05-01T10:00:00-00:00", "2023-05-01 12:00:00 +0200", "2023-05-01T05:00:00-05",
        "2023-05-01T10:00:00Z[UTC]", "2023-05-01T10:00:00[UTC]", "2023-05-01T12:00:00+02:00[Europe/Berlin]",
        " 2023-05-01T10:00:00Z ", "2023-05-02T00:00:00+14:00"})
    EXPECT_EQ(written(text), "2023-05-01T10:00:00.000Z") << text;
  for (const char* text : {"2023-05-01T10:00:00.25Z", "2023-05-01T10:00:00,25Z", "2023-05-01T10:00:00.250000000+00:00",
                           "2023-05-01 12:00:00.2509999999999+02:00"})
    EXPECT_EQ(written(text), "2023-05-01T10:00:00.250Z") << text;
  for (const char* text : {"2023-05-01 10:00", "2023-05-01T10:00Z", "2023-05-01T12:00+02:00", "2023-05-01 10:00 UTC"})
    EXPECT_EQ(written(text), "2023-05-01T10:00:00.000Z a minute") << text;
}

TEST(WrittenTime, SaysWhyATextIsNone) {
  for (const char* text : {"",
                           " ",
                           "yesterday",
                           "2023",
                           "2023-05-01",
                           "2023-05-01T",
                           "2023-05-01T10",
                           "2023-05-01T10:0",
                           "1682935200",
                           "2023-05-01T10:00:0",
                           "2023-05-01T10:00:00.",
                           "2023-05-01T10:00:00.Z",
                           "2023-05-01T10:00:00+2",
                           "2023-05-01T10:00:00+02:0",
                           "2023-05-01T10:00:00+02:60",
                           "2023-05-01T10:00:00+19:00",
                           "2023-05-01T10:00:00 CET",
                           "2023-05-01T10:00:00[Europe/Berlin]",
                           "2023-05-01T10:00:00Z]",
                           "2023-05-01T10:00:00ZZ",
                           "01/05/2023 10:00:00",
                           "2023/05/01 10:00:00",
                           "20x3-05-01T10:00:00Z",
                           "2023-05-01T1x:00:00Z",
                           "2023-05-01T10:00:00 ++2:00"})
    EXPECT_EQ(written(text), "no time") << text;
  for (const char* text : {"2023-02-30T10:00:00Z", "2023-13-01T10:00:00Z", "2023-00-01T10:00:00Z",
                           "2023-05-01T24:00:00Z", "2023-05-01T10:60:00Z", "2023-05-01T10:00:61Z"})
    EXPECT_EQ(written(text), "no such time") << text;
  for (const char* text :
       {"0000-00-00T00:00:00Z", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"})
    EXPECT_EQ(written(text), "other years") << text;
}

TEST(Iso8601, WritesWhatItReads) {
  EXPECT_EQ(to_iso8601(from_ms(1767323045678)), "2026-01-02T03:04:05.678Z");
  EXPECT_EQ(to_iso_date(from_ms(1767323045678)), "2026-01-02");
}

TEST(HttpDate, ReadsAndWrites) {
  const auto t = parse_http_date("Tue, 24 Nov 2026 16:00:01 GMT");
  ASSERT_TRUE(t);
  EXPECT_EQ(to_http_date(*t), "Tue, 24 Nov 2026 16:00:01 GMT");
  for (const char* bad : {"", "Tue, 24 Nov 2026 16:00:01 UTC", "Tue, 24 Foo 2026 16:00:01 GMT", "24 Nov 2026"})
    EXPECT_FALSE(parse_http_date(bad)) << bad;
}

}  // namespace
}  // namespace segue::base
