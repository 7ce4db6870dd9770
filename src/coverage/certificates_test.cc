#include "coverage/certificates.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace segue::coverage {
namespace {

using base::from_ms;
using base::Instant;

constexpr std::int64_t kMinute = 60'000;

Instant at(std::int64_t minute) {
  return from_ms(1'700'000'000'000 / kMinute * kMinute + minute * kMinute);
}

// Pages given as {minute of the Date, minutes of its plays}; a play's track is its minute.
Pages pages_of(const std::vector<std::pair<int, std::vector<int>>>& told) {
  Pages pages;
  for (const auto& [date, plays] : told) {
    pages.pages.push_back({at(date), pages.contents.size()});
    auto& content = pages.contents.emplace_back();
    for (const int minute : plays) content.push_back({static_cast<std::uint32_t>(minute), at(minute)});
  }
  return pages;
}

Span span(int from, int to, State state, std::optional<int> as_of = {}) {
  return {at(from), at(to), state, as_of ? std::optional(at(*as_of)) : std::nullopt};
}

TEST(Certificates, AFirstPageProvesNothing) {
  EXPECT_TRUE(certificates(pages_of({{100, {80, 90}}})).empty());
  EXPECT_EQ(timeline(pages_of({{100, {80, 90}}})), std::vector<Span>{});
}

TEST(Certificates, AKnownSightingCertifiesFromItsFirstPage) {
  const auto found = certificates(pages_of({{100, {80, 90}}, {120, {90, 115}}}));
  EXPECT_EQ(found, (std::vector<Certificate>{{at(100), at(120), at(115)}}));
}

TEST(Certificates, TheEarliestFirstSightingCounts) {
  const auto found = certificates(pages_of({{100, {80}}, {120, {80, 110}}, {140, {80, 110, 130}}}));
  EXPECT_EQ(found, (std::vector<Certificate>{{at(100), at(120), at(110)}, {at(100), at(140), at(130)}}));
}

TEST(Certificates, PagesOfOneSecondDoNotProveEachOther) {
  EXPECT_TRUE(certificates(pages_of({{100, {80}}, {100, {80, 90}}})).empty());
}

TEST(Certificates, AnEmptyPageProvesNothing) {
  EXPECT_TRUE(certificates(pages_of({{100, {}}, {120, {}}})).empty());
}

TEST(Certificates, ASightingFromTheFutureIsNoEvidenceEvenLater) {
  EXPECT_TRUE(certificates(pages_of({{100, {500}}, {120, {500}}, {600, {500}}})).empty());
}

TEST(Certificates, ASightingOfThePagesOwnSecondIsEvidence) {
  Pages pages = pages_of({{100, {90}}, {120, {90}}});
  pages.contents[0].push_back({7, at(100) + base::Millis{999}});
  pages.contents[1] = {{7, at(100) + base::Millis{999}}};
  EXPECT_EQ(certificates(pages).size(), 1U);
  pages.contents[0][1].played_at = pages.contents[1][0].played_at = at(100) + base::Millis{1001};
  EXPECT_TRUE(certificates(pages).empty());
}

TEST(Timeline, WhatIsNotLinkedIsAGap) {
  const auto found = timeline(pages_of({{100, {80, 90}}, {120, {90, 115}}, {300, {250, 290}}, {320, {290, 310}}}));
  EXPECT_EQ(found, (std::vector<Span>{span(100, 115, State::certified, 115), span(115, 300, State::gap),
                                      span(300, 310, State::certified, 310), span(310, 320, State::open)}));
}

TEST(Timeline, SleepIsLinkedByPagesThatShowTheSame) {
  const auto found = timeline(pages_of({{100, {80, 90}}, {120, {80, 90}}, {140, {80, 90}}, {160, {90, 150}}}));
  EXPECT_EQ(found, (std::vector<Span>{span(100, 150, State::certified, 150), span(150, 160, State::open)}));
}

TEST(Timeline, BetweenTouchingCertificatesWithoutANewPlayItIsLinked) {
  // The second page's items are all new at 120, and the third's newest item is of 110. So pages touch from 110 to 120,
  // but no as-of reaches that far.
  const auto found = timeline(pages_of({{100, {90}}, {120, {90, 110}}, {140, {110}}, {160, {110, 150}}}));
  EXPECT_EQ(found.front(), span(100, 110, State::certified, 110));
  EXPECT_EQ(found[1], span(110, 120, State::linked));
  EXPECT_EQ(found[2], span(120, 150, State::certified, 150));
}

TEST(Timeline, AChainEndsAtItsNewestSightingAndTheRestIsOpen) {
  const auto found = timeline(pages_of({{100, {90}}, {120, {90, 110}}, {500, {90, 110}}}));
  EXPECT_EQ(found, (std::vector<Span>{span(100, 110, State::certified, 110), span(110, 500, State::open)}));
}

TEST(Timeline, TheLatestAsOfHolds) {
  const auto found = timeline(pages_of({{100, {80}}, {120, {80, 110}}, {140, {80, 110, 130}}}));
  EXPECT_EQ(found, (std::vector<Span>{span(100, 130, State::certified, 130), span(130, 140, State::open)}));
}

TEST(Timeline, OfNoPagesIsEmpty) {
  EXPECT_TRUE(timeline({}).empty());
}

TEST(Timeline, TheOrderOfPagesAndItemsMeansNothing) {
  Pages pages =
      pages_of({{100, {80, 90}}, {120, {90, 115}}, {140, {90, 115, 130}}, {300, {250, 290}}, {320, {290, 310}}});
  const auto expected = timeline(pages);
  std::mt19937 random(3);
  for (int i = 0; i < 20; ++i) {
    std::shuffle(pages.pages.begin(), pages.pages.end(), random);
    for (auto& content : pages.contents) std::shuffle(content.begin(), content.end(), random);
    EXPECT_EQ(timeline(pages), expected);
  }
}

// A made-up list of 50, in either order, polled with outages, stale and short pages, plays that come late or dated
// ahead.
struct Listened {
  Instant played_at, listed;
};
struct Trial {
  std::vector<Listened> plays;
  Pages pages;
  std::set<Sighting> stored;
};

std::vector<Listened> made_up_plays(std::mt19937& random) {
  std::vector<Listened> plays;
  std::int64_t ms = base::to_ms(at(0));
  while (plays.size() < 3'000) {
    ms += random() % 12 == 0 ? static_cast<std::int64_t>(random() % (9 * 60 * kMinute)) : 0;
    ms += 30'000 + static_cast<std::int64_t>(random() % 240'000);
    const auto late = random() % 25 == 0   ? static_cast<std::int64_t>(random() % (20 * 60 * kMinute))
                      : random() % 60 == 0 ? -static_cast<std::int64_t>(random() % (9 * 60 * kMinute))  // dated ahead
                                           : static_cast<std::int64_t>(random() % 90'000);
    plays.push_back({from_ms(ms), from_ms(ms + late)});
  }
  return plays;
}

std::vector<Sighting> shown(const std::vector<Listened>& plays, Instant then, bool by_arrival, std::size_t most) {
  std::vector<std::pair<Instant, std::uint32_t>> list;
  for (std::uint32_t i = 0; i < plays.size(); ++i)
    if (plays[i].listed <= then) list.emplace_back(by_arrival ? plays[i].listed : plays[i].played_at, i);
  std::sort(list.rbegin(), list.rend());
  if (list.size() > most) list.resize(most);
  std::vector<Sighting> out;
  for (const auto& [order, i] : list) out.push_back({i, plays[i].played_at});
  return out;
}

Trial trial(unsigned seed, bool by_arrival) {
  std::mt19937 random(seed);
  Trial out;
  out.plays = made_up_plays(random);
  Instant now = at(600);
  while (now < out.plays.back().played_at) {
    now += std::chrono::minutes{random() % 40 == 0 ? 60 + random() % 600 : 20};
    Instant made = now;
    if (random() % 15 == 0) made -= std::chrono::minutes{random() % 300};
    const std::size_t most = random() % 15 == 0 ? 1 + random() % 30 : 50;
    out.pages.pages.push_back({std::chrono::floor<std::chrono::seconds>(now), out.pages.contents.size()});
    out.pages.contents.push_back(shown(out.plays, made, by_arrival, most));
    out.stored.insert(out.pages.contents.back().begin(), out.pages.contents.back().end());
  }
  return out;
}

class Claim : public testing::TestWithParam<bool> {};

TEST_P(Claim, EveryPlayThatHadArrivedByTheAsOfOfItsSpanIsStored) {
  std::size_t certified_plays = 0, lost = 0, spans_seen = 0;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    const Trial made = trial(seed, GetParam());
    const auto spans = timeline(made.pages);
    spans_seen += spans.size();
    for (std::uint32_t i = 0; i < made.plays.size(); ++i) {
      const Sighting play{i, made.plays[i].played_at};
      const bool stored = made.stored.contains(play);
      lost += stored ? 0 : 1;
      const auto in = std::lower_bound(spans.begin(), spans.end(), play.played_at,
                                       [](const Span& one, Instant t) { return one.to < t; });
      if (in == spans.end() || in->from >= play.played_at || in->state != State::certified) continue;
      ++certified_plays;
      EXPECT_TRUE(stored || made.plays[i].listed > *in->as_of) << "seed " << seed << " play " << i;
    }
  }
  // The trial is not empty: plays were lost, and most of the time is certified all the same.
  EXPECT_GT(lost, 300U);
  EXPECT_GT(certified_plays, 20'000U);
  EXPECT_GT(spans_seen, 1'000U);
}

INSTANTIATE_TEST_SUITE_P(Orders, Claim, testing::Values(false, true),
                         [](const auto& order) { return order.param ? "ByArrival" : "ByPlayedAt"; });

TEST(Timeline, SpansTouchAndCoverAllFromTheFirstToTheLastPage) {
  const auto spans = timeline(trial(5, false).pages);
  ASSERT_FALSE(spans.empty());
  for (std::size_t i = 1; i < spans.size(); ++i) EXPECT_EQ(spans[i - 1].to, spans[i].from);
  for (const Span& one : spans) {
    EXPECT_LT(one.from, one.to);
    EXPECT_EQ(one.as_of.has_value(), one.state == State::certified);
    EXPECT_GE(one.as_of.value_or(one.to), one.to);
  }
}

}  // namespace
}  // namespace segue::coverage
