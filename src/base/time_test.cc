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
