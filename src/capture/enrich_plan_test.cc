#include "capture/enrich_plan.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

namespace segue::capture {
namespace {

using formats::Answer;
using music::Catalogue;

const base::Instant kNow = *base::parse_iso8601("2026-11-24T16:00:00Z");

music::CatalogueTrack track(const std::string& id, std::int64_t plays, const std::string& album = "",
                            bool has_facts = false, bool has_isrc = false, const std::string& artist = "") {
  return {.id = id,
          .album_id = album,
          .artist_id = artist,
          .album_key = {},
          .artist_key = {},
          .plays = plays,
          .has_facts = has_facts,
          .has_isrc = has_isrc};
}

music::KeptAnswer kept(Answer kind, const std::string& id, int status = 200, const std::string& next = "",
                       std::int64_t offset = 0) {
  return {std::string(formats::text_of(kind)), id, "", offset, next, status, "", "", "", kNow};
}

// Returns "album al 30, track t1 10"; an offset follows an @.
std::string text(const std::vector<PlannedCall>& calls) {
  std::string all;
  for (const PlannedCall& call : calls)
    all += fmt::format("{}{} {}{} {}", all.empty() ? "" : ", ", formats::text_of(call.kind), call.id,
                       call.offset > 0 ? fmt::format("@{}", call.offset) : "", call.covers);
  return all;
}

TEST(EnrichPlan, NothingIsAskedWhereNothingIsMissing) {
  EXPECT_EQ(text(plan({}, kNow)), "");
  Catalogue full;
  full.tracks = {track("t1", 5, "", true, true)};
  EXPECT_EQ(text(plan(full, kNow)), "") << "its album and artist have no ids that anybody knows";
}

TEST(EnrichPlan, ATracksCallFillsFactsAndIsrc) {
  Catalogue catalogue;
  catalogue.tracks = {track("both", 5), track("isrc", 8, "", true, false), track("facts", 9, "", false, true)};
  EXPECT_EQ(text(plan(catalogue, kNow)), "track both 10, track facts 9, track isrc 8");
}

TEST(EnrichPlan, AnAlbumsCallFillsTheFactsOfItsTracksAndGoesFirst) {
  Catalogue catalogue;
  catalogue.tracks = {track("t1", 5, "al"), track("t2", 4, "al"), track("t3", 7)};
  // The album is worth 2 x (5 + 4); after it a track on it lacks only its ISRC.
  EXPECT_EQ(text(plan(catalogue, kNow)), "album al 18, track t3 14, track t1 5, track t2 4");
}

TEST(EnrichPlan, AnAlbumIsWorthLessOnceItsTracksAreKnown) {
  Catalogue catalogue;
  catalogue.tracks = {track("t1", 50, "al"), track("t2", 1, "al")};
  // The album is worth 51 + 51 = 102, more than the 100 of t1's own call; without the facts of t1 it would be 52.
  EXPECT_EQ(text(plan(catalogue, kNow)), "album al 102, track t1 50, track t2 1");
  catalogue.tracks[1].has_facts = true;
  // The album is worth 51 + 50 = 101, more than 100; if t1 had its facts, it would be 51 and come later.
  EXPECT_EQ(text(plan(catalogue, kNow)), "album al 101, track t1 50, track t2 1");
  catalogue.tracks = {track("t1", 50, "al"), track("t2", 0, "")};
  // Both are worth 100: the track's call comes first, and takes the facts out of the album's worth.
  EXPECT_EQ(text(plan(catalogue, kNow)), "track t1 100, album al 50, track t2 2");
}

TEST(EnrichPlan, AnAlbumsAnswerHoldsFiftyTracks) {
  Catalogue catalogue;
  for (int i = 0; i < 60; ++i) catalogue.tracks.push_back(track(fmt::format("t{:02}", i), 1, "al", false, true));
  const auto calls = plan(catalogue, kNow);
  ASSERT_EQ(calls.size(), 11u);
  EXPECT_EQ(text({calls[0]}), "album al 110") << "60 plays of the album, facts of 50";
  EXPECT_EQ(text({calls[1]}), "track t50 1");
}

TEST(EnrichPlan, ArtistsByThePlaysOfTheirTracks) {
  Catalogue catalogue;
  catalogue.tracks = {track("t1", 3, "", true, true, "ar1"), track("t2", 3, "", true, true, "ar1"),
                      track("t3", 5, "", true, true, "ar2"), track("t4", 9, "", true, true, "known")};
  catalogue.artists = {"known"};
  for (const char* id : {"ar1", "ar2", "known"}) catalogue.answers.push_back(kept(Answer::artist_albums, id));
  EXPECT_EQ(text(plan(catalogue, kNow)), "artist ar1 6, artist ar2 5");
}

TEST(EnrichPlan, WhatIsAnsweredIsAskedForNoMore) {
  Catalogue catalogue;
  catalogue.tracks = {track("t1", 5, "al", false, false, "ar"), track("t2", 4)};
  catalogue.answers = {kept(Answer::album, "al"), kept(Answer::artist, "ar"), kept(Answer::artist_albums, "ar"),
                       kept(Answer::track, "t1"), kept(Answer::track, "t2", 404)};
  EXPECT_EQ(text(plan(catalogue, kNow)), "")
      << "a 404 is an answer, and an answer without an ISRC says that there is none";
}

TEST(EnrichPlan, UnplayedTracksCountAsOnePlay) {
  Catalogue catalogue;
  catalogue.tracks = {track("saved", 0), track("played", 2)};
  EXPECT_EQ(text(plan(catalogue, kNow)), "track played 4, track saved 2");
}

TEST(EnrichPlan, ALovedArtistsAlbumsComeSoonerAndAllComeToTheirTurn) {
  Catalogue catalogue;
  catalogue.tracks = {track("t1", 10, "", true, true, "ar1"), track("t2", 4, "", true, true, "ar2"),
                      track("saved", 0, "", true, true, "ar3")};
  catalogue.artists = {"ar1", "ar2", "ar3"};
  catalogue.answers = {kept(Answer::artist_albums, "ar1", 200, "10")};
  for (const char* album : {"a1", "a2", "a3"}) catalogue.listed.push_back({"ar1", album});
  // The worths are 10/1, 10/2, 4/1, 10/3, 10/4; an artist without plays supplies nothing.
  EXPECT_EQ(text(plan(catalogue, kNow)),
            "album a1 0, album a2 0, artist_albums ar2 0, album a3 0, artist_albums ar1@10 0");
  catalogue.answers.push_back(kept(Answer::album, "a1"));
  EXPECT_EQ(text(plan(catalogue, kNow)), "album a2 0, artist_albums ar2 0, album a3 0, artist_albums ar1@10 0")
      << "an album that was asked for counts as a turn";
}

TEST(EnrichPlan, APageOfAlbumsGoesOnWhereTheLastEnded) {
  Catalogue catalogue;
  catalogue.tracks = {track("t1", 10, "", true, true, "ar1")};
  catalogue.artists = {"ar1"};
  catalogue.answers = {kept(Answer::artist_albums, "ar1", 200, "10"),
                       kept(Answer::artist_albums, "ar1", 200, "20", 10)};
  EXPECT_EQ(text(plan(catalogue, kNow)), "artist_albums ar1@20 0");
  catalogue.answers.push_back(kept(Answer::artist_albums, "ar1", 200, "", 20));
  EXPECT_EQ(text(plan(catalogue, kNow)), "");
  catalogue.answers = {kept(Answer::artist_albums, "ar1", 404)};
  EXPECT_EQ(text(plan(catalogue, kNow)), "");
}

TEST(EnrichPlan, AListOfAlbumsIsReadAgainAfterThirtyDays) {
  Catalogue catalogue;
  catalogue.tracks = {track("t1", 10, "", true, true, "ar1")};
  catalogue.artists = {"ar1"};
  catalogue.answers = {kept(Answer::artist_albums, "ar1", 200, "10"), kept(Answer::artist_albums, "ar1", 200, "", 10),
                       kept(Answer::album, "a1")};
  catalogue.listed = {{"ar1", "a1"}, {"ar1", "a2"}, {"ar1", "a2"}};
  const auto in_days = [&](int days) { return text(plan(catalogue, kNow + std::chrono::days{days})); };
  EXPECT_EQ(in_days(30), "album a2 0");
  catalogue.answers[1].at = kNow + std::chrono::days{30};
  EXPECT_EQ(in_days(31), "album a2 0, artist_albums ar1 0") << "from the day of its first page";
  catalogue.answers.push_back(kept(Answer::artist_albums, "ar1", 200, "10"));
  catalogue.answers.back().at = kNow + std::chrono::days{31};
  EXPECT_EQ(in_days(31), "album a2 0, artist_albums ar1@10 0");
  catalogue.answers = {kept(Answer::artist_albums, "ar1", 404)};
  catalogue.listed.clear();
  EXPECT_EQ(in_days(400), "") << "an artist that is not there";
}

TEST(EnrichPlan, EveryFourthCallBringsCandidates) {
  Catalogue catalogue;
  for (int i = 0; i < 8; ++i) catalogue.tracks.push_back(track(fmt::format("t{}", i), 20 - i, "", false, true, "ar"));
  catalogue.artists = {"ar"};
  catalogue.answers = {kept(Answer::artist_albums, "ar")};
  catalogue.listed = {{"ar", "a1"}, {"ar", "a2"}, {"ar", "a3"}};
  EXPECT_EQ(text(plan(catalogue, kNow)),
            "track t0 20, track t1 19, track t2 18, album a1 0, track t3 17, track t4 16, track t5 15, album a2 0, "
            "track t6 14, track t7 13, album a3 0");
}

TEST(EnrichPlan, AnAlbumOfBothListsIsAskedForOnce) {
  Catalogue catalogue;
  catalogue.tracks = {track("t1", 10, "al", true, true, "ar")};
  catalogue.artists = {"ar"};
  catalogue.answers = {kept(Answer::artist_albums, "ar")};
  catalogue.listed = {{"ar", "al"}};
  EXPECT_EQ(text(plan(catalogue, kNow)), "album al 10");
}

TEST(EnrichPlan, TwoHundredArtistsSupplyCandidates) {
  Catalogue catalogue;
  for (int i = 0; i < 203; ++i)
    catalogue.tracks.push_back(track(fmt::format("t{:03}", i), 1000 - i, "", true, true, fmt::format("ar{:03}", i)));
  for (int i = 0; i < 203; ++i) catalogue.artists.insert(fmt::format("ar{:03}", i));
  const auto calls = plan(catalogue, kNow);
  ASSERT_EQ(calls.size(), 200u);
  EXPECT_EQ(calls.back().id, "ar199");
}

TEST(EnrichPlan, OrderOfTheTracksChangesNothing) {
  Catalogue one, other;
  for (int i = 0; i < 30; ++i)
    one.tracks.push_back(track(fmt::format("t{:02}", i), i % 5, i % 3 == 0 ? "al" : "", i % 2 == 0, false, "ar"));
  other.tracks.assign(one.tracks.rbegin(), one.tracks.rend());
  EXPECT_EQ(text(plan(one, kNow)), text(plan(other, kNow)));
}

}  // namespace
}  // namespace segue::capture
