#include "ranker/features.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ranker/list_signals.h"

namespace segue::ranker {
namespace {

using signals::Item;
using signals::List;

// Two artists with an album each, and one artist whose album nobody knows.
Material material() {
  Material material;
  material.lists = {{0, 1, 2}, {0, 1, 3}, {2, 3, 4}, {0, 4}};
  material.ordered = {true, false, false, false};
  material.artists = {0, 0, 1, 1, 2};
  material.albums = {0, 0, 1, 1, signals::Groups::kNone};
  material.seconds = {200, 180, 0, 240, 300};
  return material;
}

float number(const Describer& describer, const Described& described, Item item, const std::string& name) {
  const auto names = describer.names();
  const auto row = std::find(described.items.begin(), described.items.end(), item) - described.items.begin();
  const auto column = std::find(names.begin(), names.end(), name) - names.begin();
  return described.numbers.at(static_cast<std::size_t>(row) * names.size() + static_cast<std::size_t>(column));
}

TEST(Describer, DescribesCandidatesByWhatTheContextSays) {
  const Material all = material();
  const ListSignals signals(all, all.lists, [](const auto&) { return NamedRows{}; }, 1);
  Describer describer(signals.panel(), signals.facts());
  const Described described = describer.describe({.items = {0, 2}, .is_ordered = true});
  EXPECT_EQ(described.items, (List{1, 3, 4})) << "never the context";
  ASSERT_EQ(described.numbers.size(), 3 * describer.names().size());
  EXPECT_EQ(number(describer, described, 3, "same_artist"), 1);
  EXPECT_EQ(number(describer, described, 3, "same_artist_share"), 0.5f);
  EXPECT_EQ(number(describer, described, 3, "album_already_there"), 0.5f);
  EXPECT_EQ(number(describer, described, 3, "artist_as_last_1"), 1);
  EXPECT_EQ(number(describer, described, 1, "artist_as_last_1"), 0);
  EXPECT_EQ(number(describer, described, 1, "artist_as_last_2"), 1);
  EXPECT_EQ(number(describer, described, 4, "same_album"), 0) << "two songs of no album are not of one album";
  EXPECT_EQ(number(describer, described, 3, "seconds_from_mean"), 40) << "a duration that is not known is left out";
  EXPECT_EQ(number(describer, described, 1, "item_knn_rank"), 1);
  EXPECT_EQ(number(describer, described, 1, "item_knn_share"), 1);
}

TEST(Describer, NamesEachNumberOnce) {
  const Material all = material();
  const ListSignals signals(all, all.lists, [](const auto&) { return NamedRows{}; }, 1);
  auto names = Describer(signals.panel(), signals.facts()).names();
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

}  // namespace
}  // namespace segue::ranker
