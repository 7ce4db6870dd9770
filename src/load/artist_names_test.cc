#include "load/artist_names.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "music/names.h"

namespace segue::load {
namespace {

std::string key(const std::string& artist) {
  return music::keys_of({artist, "", "", ""}).artist_key.value;
}

BorneName borne(const std::string& id, const std::string& name, std::int64_t said = 1) {
  return {id, key(name), name, said};
}

// A track of an album by `artist`, with the key of the album's artist where the catalogue knows it.
WordedTrack worded(const std::string& track, const std::string& artist, const std::string& title,
                   const std::string& album, const std::string& of_album = "") {
  const auto keys = music::keys_of({artist, title, album, ""});
  return {.track_id = track,
          .artist_key = keys.artist_key.value,
          .name = artist,
          .title_key = keys.title_key,
          .album_key = keys.album_key.value,
          .album_artist_key = of_album.empty() ? "" : key(of_album)};
}

// Two songs on two albums: one export gives the old name of their artist, another the new name.
std::vector<WordedTrack> renamed(const std::string& was, const std::string& is, const std::string& of_album = "") {
  return {worded("t1", was, "One", "First"), worded("t1", is, "One", "First", of_album),
          worded("t2", was, "Two", "Second"), worded("t2", is, "Two", "Second", of_album)};
}

// Returns, for each of `artists` that has another key now, the current name.
std::map<std::string, std::string> names_of(const ArtistEvidence& evidence, const std::vector<std::string>& artists) {
  const ArtistMerges merges = artist_merges(evidence);
  std::map<std::string, std::string> names;
  for (const auto& artist : artists)
    if (const auto at = merges.find(key(artist)); at != merges.end()) names[artist] = at->second.name;
  return names;
}

using Names = std::map<std::string, std::string>;

TEST(ArtistNames, OfOneIdAreOneArtistUnderTheNameThatWasSaidLast) {
  const ArtistEvidence evidence{
      {borne("K", "Kanye West", 5), borne("K", "Ye", 9), borne("K", "KANYE WEST", 3)}, {}, {}, {}};
  EXPECT_EQ(names_of(evidence, {"Kanye West", "Ye"}), (Names{{"Kanye West", "Ye"}}));
  const ArtistEvidence back{{borne("K", "Kanye West", 9), borne("K", "Ye", 5)}, {}, {}, {}};
  EXPECT_EQ(names_of(back, {"Kanye West", "Ye"}), (Names{{"Ye", "Kanye West"}}));
}

TEST(ArtistNames, ThatAnotherIdBoreTooUniteNothing) {
  // The id has a new name, and another artist has the old name: they are two artists.
  const ArtistEvidence moved{
      {borne("A", "Nirvana", 1), borne("A", "Nirvana 65", 2), borne("B", "Nirvana", 2)}, {}, {}, {}};
  EXPECT_TRUE(artist_merges(moved).empty());
  // The two names that only this id has had are still one.
  ArtistEvidence three = moved;
  three.borne.push_back(borne("A", "Nirvana (London)", 3));
  EXPECT_EQ(names_of(three, {"Nirvana", "Nirvana 65"}), (Names{{"Nirvana 65", "Nirvana (London)"}}));
}

TEST(ArtistNames, OfNobodyUniteNothing) {
  EXPECT_TRUE(artist_merges({{borne("V", "Various Artists", 1), borne("V", "Ann", 2)}, {}, {}, {}}).empty());
  EXPECT_TRUE(
      artist_merges(
          {{borne("0LyfQWJT6nXafLPZqxe9Of", "Diverse", 1), borne("0LyfQWJT6nXafLPZqxe9Of", "Ann", 2)}, {}, {}, {}})
          .empty());
  EXPECT_TRUE(artist_merges({{}, renamed("V.A.", "Ann"), {}, {}}).empty());
  EXPECT_TRUE(artist_merges({{}, renamed("Różni Wykonawcy", "Ann"), {}, {}}).empty());
  EXPECT_TRUE(artist_merges({{borne("", "Ann", 1), borne("", "Bea", 2)}, {}, {}, {}}).empty());
  EXPECT_TRUE(artist_merges({{{"A", "", "", 1}, borne("A", "Bea", 2)}, {}, {}, {}}).empty());
}

TEST(ArtistNames, ThatTracksChangedBetweenAreOneArtist) {
  EXPECT_EQ(artist_merges({{}, renamed("Snoop Lion", "Dogg"), {}, {}}).size(), 1u);
  // One side has an artist id: they are one once the album's artist is known to have it.
  const ArtistEvidence known{{borne("S", "Dogg")}, renamed("Snoop Lion", "Dogg", "Dogg"), {}, {}};
  EXPECT_EQ(names_of(known, {"Snoop Lion", "Dogg"}), (Names{{"Snoop Lion", "Dogg"}}));
}

TEST(ArtistNames, ThatTracksChangedBetweenMayBeAnotherMatter) {
  const auto unites = [](const ArtistEvidence& evidence) { return !artist_merges(evidence).empty(); };
  auto one_song = renamed("A", "B");
  one_song.resize(2);
  EXPECT_FALSE(unites({{}, one_song, {}, {}})) << "a cover under a relinked id, one track that moved to another artist";
  auto one_album = renamed("A", "B");
  for (auto& track : one_album) track.album_key = "the same";
  EXPECT_FALSE(unites({{}, one_album, {}, {}})) << "an album that was filed under the wrong artist";
  EXPECT_FALSE(unites({{borne("B1", "B")}, renamed("Orchestra", "B"), {}, {}})) << "an export names the album's artist";
  EXPECT_FALSE(unites({{borne("B1", "B")}, renamed("Orchestra", "B", "Orchestra"), {}, {}}));
  EXPECT_FALSE(unites({{borne("A1", "A"), borne("B1", "B")}, renamed("A", "B", "B"), {}, {}}))
      << "two ids are two artists";
  EXPECT_FALSE(unites({{}, renamed("Tyler", "Tyler, The Creator"), {}, {}})) << "a credit that holds the other";
  EXPECT_FALSE(unites({{}, renamed("A, B", "B"), {}, {}}));
  EXPECT_FALSE(unites({{}, renamed("Various Artists", "B"), {}, {}})) << "a compilation";
  auto third = renamed("A", "B");
  third.push_back(worded("t3", "A", "Three", "Third"));
  third.push_back(worded("t3", "C", "Three", "Third"));
  EXPECT_FALSE(unites({{}, third, {}, {}})) << "A's tracks went to two artists";
}

TEST(ArtistNames, ASplitNameIsUnitedByRulesAlone) {
  const std::vector<BorneName> names{borne("K", "Kanye West", 5), borne("K", "Ye", 9)};
  EXPECT_TRUE(artist_merges({names, {}, {}, {key("Kanye West")}}).empty());
  EXPECT_TRUE(artist_merges({{}, renamed("A", "B"), {}, {key("A")}}).empty());
  const ArtistEvidence ruled{names, {}, {{key("Kanye West"), "", key("Bea"), "Bea"}}, {key("Kanye West")}};
  EXPECT_EQ(names_of(ruled, {"Kanye West", "Ye"}), (Names{{"Kanye West", "Bea"}}));
}

TEST(ArtistNames, RulesMergeWholeSetsAlongChains) {
  ArtistEvidence evidence{{borne("K", "Kanye West", 5), borne("K", "Ye", 9)},
                          {},
                          {{key("Yeezy"), "Yeezy", key("Kanye West"), "Kanye West"}},
                          {}};
  EXPECT_EQ(names_of(evidence, {"Yeezy", "Kanye West", "Ye"}), (Names{{"Yeezy", "Ye"}, {"Kanye West", "Ye"}}));
  evidence.merges.push_back({key("Ye"), "Ye", key("Bully"), "Bully"});
  EXPECT_EQ(names_of(evidence, {"Yeezy", "Kanye West", "Ye", "Bully"}),
            (Names{{"Yeezy", "Bully"}, {"Kanye West", "Bully"}, {"Ye", "Bully"}}));
}

TEST(ArtistNames, ARuleWithinASetChoosesItsName) {
  const ArtistEvidence evidence{
      {borne("K", "Kanye West", 5), borne("K", "Ye", 9)}, {}, {{key("Ye"), "Ye", key("Kanye West"), "Kanye West"}}, {}};
  EXPECT_EQ(names_of(evidence, {"Kanye West", "Ye"}), (Names{{"Ye", "Kanye West"}}));
}

TEST(ArtistNames, ANameThatARuleChoseStaysWhereRulesMergeMoreIntoIt) {
  ArtistEvidence evidence{{borne("K", "Kanye West", 5), borne("K", "Ye", 9), borne("K", "Yeezus", 7)},
                          {},
                          {{key("Ye"), "Ye", key("Kanye West"), "Kanye West"}},
                          {}};
  for (const char* other : {"Yeezy", "Bully", "Pablo", "Saint"}) {
    evidence.merges.resize(1);
    evidence.merges.push_back({key(other), other, key("Kanye West"), "Kanye West"});
    EXPECT_EQ(names_of(evidence, {"Kanye West", "Ye", other}), (Names{{"Ye", "Kanye West"}, {other, "Kanye West"}}));
  }
  // The end of a chain within the set is its name.
  evidence.merges.resize(1);
  for (const char* end : {"Yeezus", "Ye"}) {
    const char* middle = std::string_view(end) == "Ye" ? "Yeezus" : "Ye";
    evidence.merges = {{key("Kanye West"), "", key(middle), middle}, {key(middle), "", key(end), end}};
    EXPECT_EQ(names_of(evidence, {"Kanye West", middle}), (Names{{"Kanye West", end}, {middle, end}}));
  }
}

TEST(ArtistNames, AreTheSameInAnyOrder) {
  ArtistEvidence evidence{
      {borne("K", "Kanye West", 5), borne("K", "Ye", 9), borne("N", "Nina", 1), borne("N", "Nina S", 1)},
      renamed("A", "B"),
      {{key("Yeezy"), "Yeezy", key("Ye"), "Ye"}, {key("Q"), "Q", key("R"), "R"}, {key("R"), "R", key("Q"), "Q"}},
      {}};
  const auto expected = artist_merges(evidence);
  EXPECT_EQ(expected.size(), 5u);
  std::mt19937 random(7);
  for (int i = 0; i < 50; ++i) {
    std::shuffle(evidence.borne.begin(), evidence.borne.end(), random);
    std::shuffle(evidence.worded.begin(), evidence.worded.end(), random);
    std::shuffle(evidence.merges.begin(), evidence.merges.end(), random);
    EXPECT_EQ(artist_merges(evidence), expected);
  }
}

}  // namespace
}  // namespace segue::load
