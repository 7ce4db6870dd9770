#include "formats/api_answers.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "formats/keeping_sink_for_tests.h"

namespace segue::formats {
namespace {

constexpr const char* kId = "4uLU6hMCjMI75M1A2tKUQC";

std::string simple_track(const std::string& id, const std::string& more = "") {
  return fmt::format(
      R"({{"type":"track","id":"{}","uri":"spotify:track:{}","name":"Harbour",)"
      R"("artists":[{{"name":"Paper Boats","id":"ar"}},)"
      R"({{"name":"Guest","id":"gu"}}],"duration_ms":201000,"explicit":false,"track_number":3,"disc_number":1{}}})",
      id, id, more);
}

std::string full_track(const std::string& id = kId) {
  return simple_track(id, R"(,"album":{"id":"al","name":"Low Tide","album_type":"album","release_date":"2019-05",)"
                          R"("total_tracks":9,"artists":[{"name":"Paper Boats","id":"ar"}],)"
                          R"("images":[{"url":"wide"},{"url":"narrow"}]},"external_ids":{"isrc":"GBXYZ1900001"})");
}

AnswerRead read_kind(Answer kind, const std::string& json, KeepingSink& sink, std::int64_t offset = 0) {
  return read_answer(kind, json, "subject", offset, sink);
}

void expect_full(const TrackRow& track) {
  EXPECT_EQ(track.spotify_id, kId);
  EXPECT_EQ(track.title, "Harbour");
  EXPECT_EQ(track.artist, "Paper Boats");
  EXPECT_EQ(track.artist_spotify_id, "ar");
  ASSERT_EQ(track.artists.size(), 2u);
  EXPECT_EQ(track.artists[1].name, "Guest");
  EXPECT_EQ(track.artists[1].spotify_id, "gu");
  EXPECT_EQ(track.album, "Low Tide");
  EXPECT_EQ(track.album_spotify_id, "al");
  EXPECT_EQ(track.release_date, "2019-05");
  EXPECT_EQ(track.isrc, "GBXYZ1900001");
  EXPECT_EQ(track.duration_ms, 201'000);
  EXPECT_EQ(track.track_number, 3);
  EXPECT_EQ(track.is_explicit, false);
}

TEST(ApiAnswers, KindsHaveNames) {
  for (const char* name : {"saved_tracks", "playlists", "playlist_items", "top_tracks", "top_artists",
                           "followed_artists", "track", "album", "artist", "artist_albums"}) {
    ASSERT_TRUE(answer_named(name)) << name;
    EXPECT_EQ(text_of(*answer_named(name)), name);
  }
  for (const char* name : {"", "tracks", "recently_played", "import"}) EXPECT_FALSE(answer_named(name)) << name;
}

TEST(ApiAnswers, StrangeMembersLoseNoTrack) {
  const std::string id = kId;
  const std::pair<std::string, std::string> cases[] = {
      {R"("external_ids":["GBXYZ1900001"])", ""},
      {R"("external_ids":{"isrc":7})", ""},
      {R"("external_ids":{"isrc":"gb-xyz-19-00001"})", "GBXYZ1900001"},
      {R"("external_ids":{"isrc":"none"})", ""},
      {R"("duration_ms":"x","explicit":"no","artists":null,"album":"Low Tide")", ""},
      {R"("artists":{"name":"Paper Boats"},"album":[],"track_number":"3")", ""},
      {R"("name":7)", ""},
      {R"("name":"Night \ud83d")", ""}};
  for (const auto& [members, isrc] : cases) {
    KeepingSink sink;
    std::string page = R"({"items":[{"id":")";
    page.append(id).append("\",").append(members).append("}]}");
    const AnswerRead read = read_kind(Answer::top_tracks, page, sink);
    ASSERT_FALSE(read.refusal) << members << read.refusal->what;
    EXPECT_EQ(said(sink), "") << members;
    ASSERT_EQ(sink.tracks.size(), 1u) << members;
    EXPECT_EQ(sink.tracks[0].spotify_id, id) << members;
    EXPECT_EQ(sink.tracks[0].isrc, isrc) << members;
  }
  for (const char* members : {R"("id":7)", R"("id":null)", R"("name":"x")"}) {
    KeepingSink sink;
    read_kind(Answer::top_tracks, R"({"items":[{"uri":"spotify:track:)" + id + "\"," + members + "}]}", sink);
    ASSERT_EQ(sink.tracks.size(), 1u) << members;
    EXPECT_EQ(sink.tracks[0].spotify_id, id) << "the URI holds it, too: " << members;
  }
  KeepingSink sink;
  read_kind(Answer::top_tracks, R"({"items":[{"id":")" + id + R"(","artists":[null,7,{"name":"A"}]}]})", sink);
  ASSERT_EQ(sink.tracks.size(), 1u);
  EXPECT_EQ(sink.tracks[0].artist, "A");
}

TEST(ApiAnswers, AnEntryThatCannotBeReadIsRejectedAndOneThatHoldsNoTrackIsSilent) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"track":null})", ""},
      {R"({})", ""},
      {R"({"track":{"id":null,"is_local":true,"name":"mine","uri":"spotify:local:A:B:C:1"}})", ""},
      {R"({"track":{"id":"x","type":"episode"}})", ""},
      {R"({"track":{"id":null,"name":"gone"}})", ""},
      {R"({"track":7})", "1 track: an object is expected"},
      {R"({"track":{"id":7,"name":"x"}})", "1 id: a track's id is expected"},
      {R"(7)", "1 : an object is expected"}};
  for (const Answer kind : {Answer::saved_tracks, Answer::playlist_items})
    for (const auto& [entry, reason] : cases) {
      KeepingSink sink;
      const AnswerRead read = read_kind(kind, std::string(R"({"items":[)") + entry + "]}", sink);
      EXPECT_EQ(read.counts.rows, 1) << entry;
      EXPECT_EQ(said(sink), reason) << entry;
      EXPECT_TRUE(sink.library.empty() && sink.items.empty()) << entry;
    }
}

TEST(ApiAnswers, DatesLoseWhatCannotBe) {
  const std::pair<const char*, const char*> cases[] = {
      {R"("0000")", ""}, {R"("1998-02-30")", "1998-02"},   {R"("1998-13")", "1998"}, {"null", ""},
      {"1998", ""},      {R"("1998-02-28")", "1998-02-28"}};
  for (const auto& [text, date] : cases) {
    KeepingSink sink;
    read_kind(Answer::album, std::string(R"({"id":"al","name":"Low Tide","release_date":)") + text + "}", sink);
    ASSERT_EQ(sink.albums.size(), 1u) << text;
    EXPECT_EQ(sink.albums[0].release_date, date) << text;
  }
}

TEST(ApiAnswers, ATrackAndTheAlbumBesideIt) {
  KeepingSink sink;
  const AnswerRead read = read_kind(Answer::track, full_track(), sink);
  EXPECT_FALSE(read.refusal);
  EXPECT_EQ(read.counts.rows, 1);
  EXPECT_EQ(read.next, "");
  ASSERT_EQ(sink.tracks.size(), 1u);
  expect_full(sink.tracks[0]);
  ASSERT_EQ(sink.albums.size(), 1u);
  EXPECT_EQ(sink.albums[0].spotify_id, "al");
  EXPECT_EQ(sink.albums[0].type, "album");
  EXPECT_EQ(sink.albums[0].total_tracks, 9);
  EXPECT_EQ(sink.albums[0].image_url, "wide");
}

TEST(ApiAnswers, AnAlbumGivesItsTracksTheirAlbum) {
  KeepingSink sink;
  const AnswerRead read = read_kind(
      Answer::album,
      R"({"id":"al","name":"Low Tide","release_date":"2019","artists":[{"name":"Paper Boats","id":"ar"}],"images":[],)"
      R"("external_ids":{"upc":"0012"},"genres":[],"tracks":{"next":"more","items":[)" +
          simple_track(kId) + "," + simple_track("0000000000000000000002") + "]}}",
      sink);
  EXPECT_EQ(read.counts.rows, 2);
  EXPECT_EQ(read.next, "") << "an album is no list of pages";
  ASSERT_EQ(sink.tracks.size(), 2u);
  EXPECT_EQ(sink.tracks[0].album_spotify_id, "al");
  EXPECT_EQ(sink.tracks[0].release_date, "2019");
  EXPECT_EQ(sink.tracks[0].isrc, "") << "an album's tracks have none";
  EXPECT_EQ(sink.tracks[1].ordinal, 1);
  ASSERT_EQ(sink.albums.size(), 1u);
  EXPECT_EQ(sink.albums[0].upc, "0012");
  EXPECT_EQ(sink.albums[0].image_url, "");
  EXPECT_FALSE(sink.albums[0].total_tracks);
}

TEST(ApiAnswers, AnArtistHasGenresOrNone) {
  KeepingSink sink;
  read_kind(Answer::artist, R"({"id":"ar","name":"Paper Boats","genres":["folk","sea","",7],"images":[{"url":"u"}]})",
            sink);
  read_kind(Answer::artist, R"({"id":"as","name":"Nameless"})", sink);
  ASSERT_EQ(sink.artists.size(), 2u);
  EXPECT_EQ(sink.artists[0].genres, (std::vector<std::string_view>{"folk", "sea"}));
  EXPECT_EQ(sink.artists[0].image_url, "u");
  EXPECT_TRUE(sink.artists[1].genres.empty());
}

TEST(ApiAnswers, PagesSayWhereTheNextBegins) {
  const std::string item = R"({"added_at":"2026-01-02T03:04:05Z","track":)" + full_track() + "}";
  KeepingSink sink;
  EXPECT_EQ(read_kind(Answer::saved_tracks, R"({"items":[)" + item + "," + item + R"(],"next":"u"})", sink, 50).next,
            "52");
  EXPECT_EQ(read_kind(Answer::saved_tracks, R"({"items":[)" + item + R"(],"next":"u","limit":50})", sink).next, "50");
  EXPECT_EQ(read_kind(Answer::saved_tracks, R"({"items":[)" + item + R"(],"next":null})", sink).next, "");
  EXPECT_EQ(read_kind(Answer::saved_tracks, R"({"items":[],"next":"u"})", sink).next, "") << "no page without end";
  const std::string artists = R"({"artists":{"items":[{"id":"ar","name":"A"}],"next":"u","cursors":{"after":"ar"}}})";
  EXPECT_EQ(read_kind(Answer::followed_artists, artists, sink).next, "ar");
  EXPECT_EQ(read_kind(Answer::followed_artists, R"({"artists":{"items":[],"next":null,"cursors":null}})", sink).next,
            "");
}

TEST(ApiAnswers, SavedTracksAreLibraryRows) {
  KeepingSink sink;
  const AnswerRead read =
      read_kind(Answer::saved_tracks, R"({"items":[{"track":)" + full_track() + R"(},null,{"track":null}]})", sink);
  EXPECT_EQ(read.counts.rows, 3);
  EXPECT_EQ(read.counts.rejected, 0);
  ASSERT_EQ(sink.library.size(), 1u);
  EXPECT_EQ(sink.library[0].kind, LibraryKind::track);
  expect_full(sink.library[0].track);
}

TEST(ApiAnswers, FollowedArtistsAreLibraryRowsAndArtists) {
  KeepingSink sink;
  read_kind(Answer::followed_artists, R"({"artists":{"items":[{"id":"ar","uri":"spotify:artist:ar","name":"A"}]}})",
            sink);
  ASSERT_EQ(sink.library.size(), 1u);
  EXPECT_EQ(sink.library[0].kind, LibraryKind::artist);
  EXPECT_EQ(sink.library[0].track.artist, "A");
  EXPECT_EQ(sink.artists.size(), 1u);
}

TEST(ApiAnswers, PlaylistsAreHeadsAndItemsHaveTheirPlace) {
  KeepingSink sink;
  read_kind(Answer::playlists,
            R"({"items":[{"id":"p1","name":"Sea","description":"a &amp; b","owner":{"id":"x"}},{"name":"no id"}]})",
            sink);
  ASSERT_EQ(sink.playlists.size(), 1u);
  EXPECT_EQ(sink.playlists[0].id, "p1");
  EXPECT_EQ(sink.playlists[0].description, "a & b");
  EXPECT_EQ(said(sink), "2 id: a playlist's id is expected");

  KeepingSink items;
  const AnswerRead read = read_kind(
      Answer::playlist_items,
      R"({"items":[{"added_at":"2026-01-02T03:04:05Z","item":)" + full_track() + R"(},{"added_at":null,"track":)" +
          full_track() + R"(},{"item":null},{"is_local":true,"item":{"id":null,"uri":"spotify:local:a","name":"L"}},)" +
          R"({"item":{"type":"episode","id":")" + kId + R"(","name":"Talk"}}],"next":"u"})",
      items, 50);
  EXPECT_EQ(read.counts.rows, 5);
  EXPECT_EQ(read.next, "55");
  ASSERT_EQ(items.items.size(), 2u) << "what is gone, local or an episode has a place and teaches nothing";
  EXPECT_EQ(items.items[0].playlist, "subject");
  EXPECT_EQ(items.items[0].position, 50);
  EXPECT_EQ(items.items[0].added_on, "2026-01-02");
  expect_full(items.items[0].track);
  EXPECT_EQ(items.items[1].position, 51) << "an old answer says `track`";
}

TEST(ApiAnswers, ArtistAlbumsAreAlbumsAlone) {
  KeepingSink sink;
  const AnswerRead read = read_kind(
      Answer::artist_albums, R"({"items":[{"id":"a1","name":"One"},{"id":"a2","name":""},{"name":"no id"},7]})", sink);
  EXPECT_EQ(read.counts.rows, 4);
  EXPECT_EQ(said(sink), "3 id: an album's id is expected, 4 : an object is expected");
  EXPECT_EQ(sink.albums.size(), 2u);
}

TEST(ApiAnswers, RefusedAsAWhole) {
  const std::pair<Answer, const char*> cases[] = {{Answer::track, ""},
                                                  {Answer::track, "<html>"},
                                                  {Answer::track, "[]"},
                                                  {Answer::track, "{}"},
                                                  {Answer::artist, R"({"error":{"status":500}})"},
                                                  {Answer::album, R"({"name":"x"})"},
                                                  {Answer::saved_tracks, R"({"tracks":[]})"},
                                                  {Answer::saved_tracks, R"({"items":{}})"},
                                                  {Answer::followed_artists, R"({"items":[]})"},
                                                  {Answer::playlists, R"({"items":[)"}};
  for (const auto& [kind, json] : cases) {
    KeepingSink sink;
    const AnswerRead read = read_kind(kind, json, sink);
    ASSERT_TRUE(read.refusal) << json;
    EXPECT_NE(read.refusal->what.find(text_of(kind)), std::string::npos) << json;
    EXPECT_EQ(read.counts.rows, 0) << json;
  }
}

TEST(ApiAnswers, ATrackWithoutAnIdOfSpotifysIsRejectedOnATopList) {
  KeepingSink sink;
  const AnswerRead read = read_kind(Answer::top_tracks, R"({"items":[)" + simple_track("short") + "]}", sink);
  EXPECT_EQ(read.counts.rejected, 1);
  EXPECT_EQ(said(sink), "1 id: a track's id is expected");
}

}  // namespace
}  // namespace segue::formats
