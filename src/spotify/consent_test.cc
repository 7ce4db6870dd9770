#include "spotify/consent.h"

#include <gtest/gtest.h>

namespace segue::spotify {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;

base::Instant at(const char* text) {
  return *base::parse_iso8601(text);
}

TEST(Consent, EndsSixMonthsLaterByTheCalendar) {
  const std::pair<const char*, const char*> cases[] = {
      {"2026-11-24T16:00:00.123Z", "2027-05-24T16:00:00.123Z"}, {"2026-08-30T00:00:00Z", "2027-02-28T00:00:00.000Z"},
      {"2027-08-31T23:59:59Z", "2028-02-29T23:59:59.000Z"},     {"2026-08-28T12:00:00Z", "2027-02-28T12:00:00.000Z"},
      {"2026-12-31T12:00:00Z", "2027-06-30T12:00:00.000Z"},     {"2026-01-31T12:00:00Z", "2026-07-31T12:00:00.000Z"}};
  for (const auto& [given, end] : cases) EXPECT_EQ(base::to_iso8601(consent_end(at(given))), end) << given;
}

TEST(ConsentWarning, IsSilentUntilThirtyDaysBefore) {
  const base::Instant given = at("2026-11-24T16:00:00Z"), end = consent_end(given);
  EXPECT_FALSE(consent_warning(given, given));
  EXPECT_FALSE(consent_warning(given, end - days{30} - milliseconds{1}));
  EXPECT_TRUE(consent_warning(given, end - days{30}));
}

TEST(ConsentWarning, GrowsMorePressing) {
  const base::Instant given = at("2026-11-24T16:00:00Z"), end = consent_end(given);
  const std::pair<milliseconds, const char*> cases[] = {
      {days{30}, "in 30 days, on 2027-05-24: run `segue login` before"},
      {days{7} + milliseconds{1}, "in 8 days, on 2027-05-24: run `segue login` before"},
      {days{7}, "in 7 days, on 2027-05-24: run `segue login` this week"},
      {days{1} + milliseconds{1}, "in 2 days, on 2027-05-24: run `segue login` this week"},
      {days{1}, "within a day, at 2027-05-24T16:00:00.000Z"},
      {milliseconds{1}, "within a day"},
      {milliseconds{0}, "ended on 2027-05-24"},
      {-days{100}, "ended on 2027-05-24"}};
  for (const auto& [left, text] : cases) {
    const auto warning = consent_warning(given, end - left);
    ASSERT_TRUE(warning) << text;
    EXPECT_NE(warning->find(text), std::string::npos) << *warning;
  }
}

}  // namespace
}  // namespace segue::spotify
