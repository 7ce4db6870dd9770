#include "coverage/retimings.h"

#include <gtest/gtest.h>

namespace segue::coverage {
namespace {

base::Instant at(std::int64_t second) {
  return base::from_ms((1'700'000'000 + second) * 1000);
}

Sighting sighting(std::uint32_t track, std::int64_t second) {
  return {track, at(second)};
}

Pages pages_of(const std::vector<std::pair<int, std::vector<Sighting>>>& told) {
  Pages pages;
  for (const auto& [date, items] : told) {
    pages.pages.push_back({at(date), pages.contents.size()});
    pages.contents.push_back(items);
  }
  return pages;
}

const Sighting other = sighting(9, 100), earlier = sighting(1, 1000), later = sighting(1, 1020);

TEST(Retimings, AnItemThatVanishesAsItsNeighbourAppearsIsOnePlay) {
  const auto found = retimings(pages_of({{1100, {other, earlier}}, {2300, {other, later}}}));
  EXPECT_EQ(found, (std::vector<Retiming>{{later, earlier}}));
}

TEST(Retimings, TheCorrectedTimeMayBeTheOlderOne) {
  const auto found = retimings(pages_of({{1100, {other, later}}, {2300, {other, earlier}}}));
  EXPECT_EQ(found, (std::vector<Retiming>{{earlier, later}}));
}

TEST(Retimings, APageThatShowsBothMakesThemTwo) {
  EXPECT_TRUE(
      retimings(pages_of({{1100, {other, earlier}}, {2300, {other, later}}, {3500, {other, earlier, later}}})).empty());
  EXPECT_TRUE(retimings(pages_of({{1100, {other, earlier, later}}, {2300, {other, later}}})).empty());
}

TEST(Retimings, OneThatRolledOutOfThePageIsAnotherPlay) {
  EXPECT_TRUE(retimings(pages_of({{1100, {other, earlier}}, {2300, {later, sighting(8, 1010)}}})).empty());
}

TEST(Retimings, InAListByArrivalWhatIsOlderMayHaveRolledOut) {
  const Sighting known = sighting(8, 5000);
  const auto found = retimings(pages_of({{5100, {known}}, {6000, {known, earlier}}, {7000, {known, later}}}));
  EXPECT_EQ(found, (std::vector<Retiming>{{later, earlier}}));
  const Sighting far = sighting(1, 1040);
  EXPECT_TRUE(retimings(pages_of({{5100, {known}}, {6000, {known, earlier}}, {7000, {known, far}}})).empty())
      << "40 s apart they may be two plays";
  EXPECT_TRUE(retimings(pages_of({{6000, {earlier}}, {7000, {later}}})).empty()) << "nothing ties the pages together";
}

TEST(Retimings, AfterAnOutageItsNeighboursTieThePages) {
  const Sighting with_it = sighting(8, 5000);
  const auto found = retimings(pages_of({{6000, {with_it, earlier}}, {7000, {with_it, later}}}));
  EXPECT_EQ(found, (std::vector<Retiming>{{later, earlier}}));
}

TEST(Retimings, AStalePageMayShowTheFirstTimeAgain) {
  const auto found = retimings(pages_of({{1100, {other, earlier}}, {2300, {other, later}}, {3500, {other, earlier}}}));
  EXPECT_EQ(found, (std::vector<Retiming>{{later, earlier}}));
}

TEST(Retimings, FarTimesAndOtherTracksAreOtherPlays) {
  EXPECT_TRUE(retimings(pages_of({{1100, {other, earlier}}, {2300, {other, sighting(1, 1301)}}})).empty());
  EXPECT_TRUE(retimings(pages_of({{1100, {other, earlier}}, {2300, {other, sighting(2, 1020)}}})).empty());
}

TEST(Retimings, BothOnTheFirstPageAreTwoPlays) {
  EXPECT_TRUE(retimings(pages_of({{1100, {other, earlier, later}}})).empty());
}

TEST(Retimings, CorrectedTwiceItIsStillItsFirstSighting) {
  const Sighting last = sighting(1, 1030);
  const auto found = retimings(pages_of({{1100, {other, earlier}}, {2300, {other, later}}, {3500, {other, last}}}));
  EXPECT_EQ(found, (std::vector<Retiming>{{later, earlier}, {last, earlier}}));
}

TEST(Retimings, OfNothingAreNone) {
  EXPECT_TRUE(retimings({}).empty());
}

}  // namespace
}  // namespace segue::coverage
