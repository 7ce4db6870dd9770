#include "recommend/pick.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "recommend/discovery.h"
#include "recommend/reasons.h"
#include "signals/group_knn.h"

namespace segue::recommend {
namespace {

using signals::Item;

// A small repertoire: songs are added by artist and title, lists by items.
struct World {
  Repertoire repertoire;
  Listener listener;
  PickOptions options;
  Nearness nearness = nullptr;
  std::vector<Item> cooled;

  Item song(const std::string& title, std::vector<std::uint32_t> artists, Origin origin = Origin::corpus,
            std::uint32_t album = signals::Groups::kNone) {
    music::Recording one;
    one.key = music::RecordingKey(title);
    one.title = title;
    one.artist = "Artist " + std::to_string(artists.front());
    repertoire.songs.push_back(one);
    repertoire.origins.push_back(origin);
    repertoire.artists.push_back(std::move(artists));
    repertoire.albums.push_back(album);
    return static_cast<Item>(repertoire.songs.size() - 1);
  }
  void list(signals::List items, int times = 1) {
    for (int i = 0; i < times; ++i) repertoire.lists.push_back(items);
  }
  void hear(Item item, double weight = 1, std::int64_t plays = 5) { listener.taste.push_back({item, weight, plays}); }

  std::vector<Recommendation> recommend() {
    listener.heard.assign(repertoire.size(), false);
    for (const PlayedSong& one : listener.taste) listener.heard[one.item] = true;
    const RepertoireIndex index(repertoire);
    PickInput input{&repertoire, &index, &listener, nearness, std::vector<bool>(repertoire.size(), false)};
    for (const Item item : cooled) input.cooled[item] = true;
    return with_reasons(input, pick(input, options));
  }
  std::vector<std::string> titles() {
    std::vector<std::string> all;
    for (const auto& one : recommend()) all.push_back(one.song.title);
    return all;
  }
};

using Titles = std::vector<std::string>;

TEST(Pick, KnownAndNewArtistsTakeTurns) {
  World world;
  const Item heard = world.song("heard", {0});
  world.hear(heard);
  for (const char* title : {"known a", "known b"}) world.list({heard, world.song(title, {0})}, 3);
  for (const std::uint32_t artist : {1u, 2u, 3u})
    world.list({heard, world.song("new " + std::to_string(artist), {artist})}, 3);
  world.options.per_artist = 5;
  world.options.count = 4;
  auto made = world.recommend();
  ASSERT_EQ(made.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(made[i].is_new_artist, i % 2 == 1);
  world.options.new_artists = 0;
  world.options.count = 2;
  EXPECT_EQ(world.titles(), (Titles{"known a", "known b"}));
  world.options.new_artists = 1;
  world.options.count = 5;
  made = world.recommend();
  ASSERT_EQ(made.size(), 5u) << "where one kind has no more, the other fills up";
  EXPECT_TRUE(made[2].is_new_artist && !made[3].is_new_artist);
}

TEST(Pick, LeavesOutWhatIsHeardCooledOrNotOffered) {
  World world;
  const Item heard = world.song("heard", {0}), cooled = world.song("cooled", {1}),
             none = world.song("none", {2}, Origin::none);
  world.hear(heard);
  world.list({heard, cooled, none, world.song("left", {3})}, 2);
  world.cooled = {cooled};
  EXPECT_EQ(world.titles(), (Titles{"left"}));
}

TEST(Pick, ASongInOneListComesAfterThoseInTwo) {
  World world;
  const Item heard = world.song("heard", {0}), other = world.song("other", {9});
  world.hear(heard);
  world.list({heard, world.song("once", {1})});
  world.list({heard, other, world.song("twice", {2}), world.song("x", {7}), world.song("y", {8})}, 2);
  world.options.per_artist = 1;
  const auto titles = world.titles();
  ASSERT_EQ(titles.size(), 5u);
  EXPECT_EQ(titles.back(), "once") << "one list says little, but is better than nothing";
}

TEST(Pick, CountsEveryCreditedArtist) {
  World world;
  const Item heard = world.song("heard", {0});
  world.hear(heard);
  world.list({heard, world.song("pair", {1, 2}), world.song("first", {1}), world.song("second", {2}),
              world.song("third", {3})},
             2);
  const auto made = world.titles();
  EXPECT_TRUE((made == Titles{"pair", "third"}) || (made == Titles{"third", "pair"}) ||
              std::set<std::string>(made.begin(), made.end()) == (std::set<std::string>{"first", "second", "third"}));
  world.options.per_artist = 2;
  EXPECT_EQ(world.titles().size(), 4u);
}

TEST(Pick, InStretchesTheCapBeginsAnew) {
  World world;
  const Item heard = world.song("heard", {0});
  world.hear(heard);
  world.list({heard, world.song("a", {1}), world.song("b", {1}), world.song("c", {1})}, 2);
  EXPECT_EQ(world.titles().size(), 1u);
  world.options.stretch = 1;
  EXPECT_EQ(world.titles().size(), 3u);
}

TEST(Pick, AnotherEditionOfAHeardOrChosenSongIsLeftOut) {
  World world;
  const Item heard = world.song("Anthem", {0});
  world.hear(heard);
  world.list({heard, world.song("Anthem - 2011 Remaster", {0}), world.song("Duet (feat. Artist 2)", {1, 2}),
              world.song("Duet", {2}), world.song("Anthem", {3})},
             2);
  world.options.per_artist = 5;
  const auto made = world.titles();
  EXPECT_EQ(std::count(made.begin(), made.end(), "Anthem - 2011 Remaster"), 0);
  EXPECT_EQ(std::count(made.begin(), made.end(), "Anthem"), 1) << "another artist's song of that title";
  EXPECT_EQ(std::count_if(made.begin(), made.end(), [](const auto& title) { return title.starts_with("Duet"); }), 1);
}

TEST(Pick, WhatTheMartsKeepApartStaysApart) {
  World world;
  const Item heard = world.song("Anthem", {0});
  world.hear(heard);
  world.list({heard, world.song("Anthem - 2011 Remaster", {0}, Origin::playlist)}, 2);
  EXPECT_EQ(world.titles(), (Titles{"Anthem - 2011 Remaster"})) << "a rule may have split it off";
}

TEST(Pick, WhatIsInNoListIsRankedByItsArtistAlone) {
  World world;
  const Item heard = world.song("heard", {0}), seldom = world.song("seldom", {1});
  world.hear(heard, 1, 50);
  world.hear(seldom, 0.1, 1);
  world.song("by seldom", {1}, Origin::saved);
  world.song("by often", {0}, Origin::library);
  world.song("by nobody", {2}, Origin::saved);
  const auto made = world.recommend();
  ASSERT_EQ(made.size(), 2u) << "nothing speaks for the song of an unknown artist";
  EXPECT_EQ(made[0].song.title, "by often");
  EXPECT_EQ(made[0].reasons.at(0).text, "you played Artist 0 50 times");
  EXPECT_TRUE(made[0].reasons.at(0).evidence.empty());
  EXPECT_EQ(made[0].origin, Origin::library);
}

TEST(Pick, VectorsBringAKnownArtistsNearSongForward) {
  World world;
  const Item heard = world.song("heard", {0});
  world.hear(heard);
  world.list({heard, world.song("far", {0}), world.song("near", {0})}, 2);
  world.options.per_artist = 2;
  EXPECT_EQ(world.titles(), (Titles{"far", "near"})) << "equal ones are ordered by number";
  world.nearness = [&](Item item) { return item == 2 ? 0.5 : 0.0; };
  EXPECT_EQ(world.titles(), (Titles{"near", "far"}));
}

TEST(Pick, NothingInNothingOut) {
  World world;
  EXPECT_EQ(world.titles(), Titles{});
  world.song("alone", {0});
  EXPECT_EQ(world.titles(), Titles{});
  world.hear(0);
  EXPECT_EQ(world.titles(), Titles{});
}

TEST(Discovery, IsTheShareOfNewArtistsAmongTheLatestFirstPlays) {
  Repertoire repertoire;
  signals::List plays;
  for (Item item = 0; item < 300; ++item) {
    repertoire.songs.emplace_back();
    repertoire.artists.push_back({item < 100 ? 0 : item % 2 == 0 ? item : item - 1});
    plays.push_back(item);
    plays.push_back(item / 2);  // heard before: it counts no more
  }
  EXPECT_DOUBLE_EQ(discovery_share(repertoire, plays), 0.5) << "every second of the last 200 songs";
  EXPECT_DOUBLE_EQ(discovery_share(repertoire, std::span(plays).first(160)), 0.2)
      << "one artist alone, at least a fifth";
  for (Item item = 0; item < 300; ++item) repertoire.artists[item] = {item};
  EXPECT_DOUBLE_EQ(discovery_share(repertoire, plays), 0.8) << "at most four fifths";
  EXPECT_DOUBLE_EQ(discovery_share(repertoire, std::span(plays).first(40)), 0.5) << "too few songs to say";
}

TEST(Reasons, SayHowManyListsHoldBothSongs) {
  World world;
  const Item a = world.song("a", {0}), b = world.song("b", {1});
  world.hear(a, 1, 1);
  world.hear(b, 0.2, 2);
  world.list({a, b, world.song("new", {2})});
  world.list({a, 2}, 2);
  const auto made = world.recommend();
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(
      made[0].reasons.at(0).text,
      "a new artist for you: 3 lists have it with \"a\" by Artist 0, which you played once, and 1 with \"b\" by Artist 1");
  const auto& evidence = made[0].reasons[0].evidence;
  ASSERT_EQ(evidence.size(), 2u);
  EXPECT_NEAR(evidence[0].share + evidence[1].share, 1, 1e-6);
}

TEST(Reasons, NameAKnownArtistAndANewAlbum) {
  World world;
  const Item heard = world.song("heard", {0}, Origin::corpus, 0);
  world.hear(heard, 1, 7);
  world.list({heard, world.song("more", {0}, Origin::corpus, 1)});
  EXPECT_EQ(world.recommend().at(0).reasons.at(0).text,
            "you played Artist 0 7 times, and nothing of this album: "
            "1 list has it with \"heard\" by Artist 0, which you played 7 times");
}

TEST(Reasons, NameTheCreditedArtistWhoWasPlayed) {
  World world;
  const Item heard = world.song("heard", {5});
  world.hear(heard, 1, 2);
  world.list({heard, world.song("guest", {0, 5})});
  EXPECT_TRUE(world.recommend().at(0).reasons.at(0).text.starts_with("you played Artist 5 twice: 1 list has it with"));
}

TEST(Reasons, OneHeardSongLeadsNoMoreThanThree) {
  World world;
  const Item heard = world.song("heard", {0});
  world.hear(heard);
  signals::List list{heard};
  for (std::uint32_t artist = 1; artist <= 6; ++artist)
    list.push_back(world.song("song " + std::to_string(artist), {artist}));
  world.list(list, 2);
  std::size_t led = 0, without = 0;
  for (const auto& one : world.recommend()) {
    led += !one.reasons.at(0).evidence.empty();
    without += one.reasons.at(0).text == "a new artist for you, in 2 lists with songs you played";
  }
  EXPECT_EQ(led, 3u);
  EXPECT_EQ(without, 3u);
}

}  // namespace
}  // namespace segue::recommend
