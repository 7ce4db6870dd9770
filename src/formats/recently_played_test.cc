#include <gtest/gtest.h>

#include "formats/keeping_sink_for_tests.h"

namespace segue::formats {
namespace {

using music::Kind;

constexpr const char* kId = "4uLU6hMCjMI75M1A2tKUQC";

std::string item(const std::string& more, const std::string& behind = R"("played_at":"2026-01-02T03:04:05.678Z")") {
  return R"({"track":{"album":{"album_type":"album","id":"al","name":"Low Tide","release_date":"2019-05",)"
         R"("images":[]},)"
         R"("artists":[{"id":"ar","name":"Paper Boats"},{"id":"x","name":"Guest"}],"disc_number":1,)"
         R"("duration_ms":201000,)"
         R"("explicit":false,"external_ids":{"isrc":"gb-xyz-19-00001"},"id":")" +
         std::string(kId) + R"(","is_local":false,"name":"Harbour",)" +
         R"("track_number":3,"type":"track","uri":"spotify:track:)" + kId + "\"" + (more.empty() ? "" : ",") + more +
         "}," + behind + "}";
}

Outcome page(const std::string& items, KeepingSink& sink) {
  return read(Format::recently_played,
              R"({"href":"x","limit":50,"next":null,"cursors":{"after":"1"},"items":[)" + items + R"(],"total":null})",
              sink);
}

PlayRow one(const std::string& text, KeepingSink& sink) {
  const Outcome outcome = page(text, sink);
  EXPECT_FALSE(outcome.refusal) << outcome.refusal->what;
  EXPECT_EQ(said(sink), "") << text;
  return sink.plays.size() == 1 ? sink.plays[0] : PlayRow{};
}

TEST(RecentlyPlayed, ReadsAnItemWithItsMetadata) {
  KeepingSink sink;
  const PlayRow play = one(
      item("", R"("played_at":"2026-01-02T03:04:05.678Z","context":{"type":"playlist","uri":"spotify:playlist:1"})"),
      sink);
  EXPECT_EQ(play.kind, Kind::music);
  EXPECT_EQ(play.source, music::Source::api);
  EXPECT_EQ(play.basis, music::TimeBasis::end);
  EXPECT_EQ(base::to_iso8601(play.instant), "2026-01-02T03:04:05.678Z");
  EXPECT_EQ(play.spotify_id, kId);
  EXPECT_EQ(play.uri, std::string("spotify:track:") + kId);
  EXPECT_EQ(play.artist, "Paper Boats") << "the first of them";
  EXPECT_EQ(play.artist_spotify_id, "ar");
  ASSERT_EQ(play.artists.size(), 2u) << "all of them";
  EXPECT_EQ(play.artists[0].name, "Paper Boats");
  EXPECT_EQ(play.artists[1].name, "Guest");
  EXPECT_EQ(play.artists[1].spotify_id, "x");
  EXPECT_EQ(play.title, "Harbour");
  EXPECT_EQ(play.album, "Low Tide");
  EXPECT_EQ(play.album_spotify_id, "al");
  EXPECT_EQ(play.release_date, "2019-05");
  EXPECT_EQ(play.isrc, "GBXYZ1900001");
  EXPECT_EQ(play.duration_ms, 201000);
  EXPECT_EQ(play.track_number, 3);
  EXPECT_EQ(play.disc_number, 1);
  EXPECT_EQ(play.is_explicit, false);
  EXPECT_EQ(play.context_uri, "spotify:playlist:1");
  EXPECT_FALSE(play.ms_played) << "the API does not say it";
}

TEST(RecentlyPlayed, PlayedAtMayLackItsMilliseconds) {
  const std::pair<const char*, const char*> cases[] = {{"2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000Z"},
                                                       {"2026-01-02T03:04:05.1Z", "2026-01-02T03:04:05.100Z"},
                                                       {"2026-01-02T03:04:05.123456Z", "2026-01-02T03:04:05.123Z"},
                                                       {"2026-01-02T03:04:05.1+00:00", "2026-01-02T03:04:05.100Z"},
                                                       {"2026-01-02T05:04:05+0200", "2026-01-02T03:04:05.000Z"}};
  for (const auto& [text, instant] : cases) {
    KeepingSink sink;
    EXPECT_EQ(base::to_iso8601(one(item("", std::string(R"("played_at":")") + text + "\""), sink).instant), instant);
  }
}

TEST(RecentlyPlayed, LocalTracksHaveNoId) {
  KeepingSink sink;
  const PlayRow play = one(R"({"track":{"id":null,"is_local":true,"name":"mine","uri":"spotify:local:A:B:mine:200",)"
                           R"("artists":[{"name":"A","id":null}],
      "album":{"name":"B","id":null}},"played_at":"2026-01-02T03:04:05Z","context":null})",
                           sink);
  EXPECT_EQ(play.kind, Kind::local);
  EXPECT_EQ(play.spotify_id, "");
  EXPECT_EQ(play.artist, "A");
}

TEST(RecentlyPlayed, AnIdAUriOrArtistAndNameAreMusicANameAloneIsUnknownAndAnEpisodeAPodcast) {
  const std::tuple<const char*, Kind, const char*> cases[] = {
      {R"("id":null)", Kind::music, kId},
      {R"("id":7)", Kind::music, kId},
      {R"("uri":null)", Kind::music, kId},
      {R"("uri":[],"name":{})", Kind::music, kId},
      {R"("id":null,"uri":null)", Kind::music, ""},
      {R"("id":null,"uri":null,"artists":[])", Kind::unknown, ""},
      {R"("id":null,"uri":null,"artists":[{"name":"<Untagged>"}])", Kind::unknown, ""},
      {R"("id":null,"artists":"none","name":null)", Kind::music, kId}};
  for (const auto& [more, kind, id] : cases) {
    KeepingSink other;
    const PlayRow play = one(item(more), other);
    EXPECT_EQ(play.kind, kind) << more;
    EXPECT_EQ(play.spotify_id, id) << more;
  }
  for (const char* more : {R"("type":"episode")", R"("uri":"spotify:episode:4uLU6hMCjMI75M1A2tKUQC")"}) {
    KeepingSink other;
    const PlayRow play = one(item(more), other);
    EXPECT_EQ(play.kind, Kind::podcast) << more;
    EXPECT_EQ(play.spotify_id, "") << more;
  }
}

TEST(RecentlyPlayed, StrangeMetadataLosesNoPlay) {
  for (const char* more : {R"("duration_ms":-5)",
                           R"("duration_ms":"x")",
                           R"("duration_ms":9223372036854775807)",
                           R"("track_number":99999999999)",
                           R"("disc_number":-1)",
                           R"("artists":null)",
                           R"("artists":[])",
                           R"("artists":[null])",
                           R"("album":null)",
                           R"("external_ids":null)",
                           R"("popularity":{"a":[1]})",
                           R"("explicit":null)",
                           R"("is_local":null)",
                           R"("linked_from":{"id":"y"})",
                           R"("external_ids":["GBXYZ1900001"])",
                           R"("external_ids":"x")",
                           R"("external_ids":{"isrc":7})",
                           R"("duration_ms":{})",
                           R"("artists":"x")",
                           R"("artists":{"name":"Paper Boats"})",
                           R"("artists":[7,["x"]])",
                           R"("artists":[{"name":7,"id":[]}])",
                           R"("album":"Low Tide")",
                           R"("album":[])",
                           R"("album":{"name":7,"id":null,"release_date":2019})",
                           R"("name":7)",
                           R"("explicit":"no")",
                           R"("explicit":2)",
                           R"("is_local":"no")",
                           R"("is_local":[])",
                           R"("track_number":"3")",
                           R"("type":7)",
                           R"("uri":7)",
                           R"("name":"Night \ud83d")"}) {
    KeepingSink sink;
    EXPECT_EQ(one(item(more), sink).spotify_id, kId) << more;
  }
  for (const char* context : {"null", "7", R"("spotify:playlist:1")", "[]", R"({"uri":7})", R"({"uri":null})"}) {
    KeepingSink sink;
    const std::string behind = R"("played_at":"2026-01-02T03:04:05Z","context":)";
    EXPECT_EQ(one(item("", behind + context), sink).context_uri, "") << context;
  }
  KeepingSink first;
  EXPECT_EQ(one(item(R"("artists":[null,{"id":null,"name":""},{"id":"x","name":"Guest"}])"), first).artist, "Guest");
  KeepingSink only;
  EXPECT_EQ(one(item(R"("artists":{"id":"x","name":"Guest"})"), only).artist_spotify_id, "x");
  EXPECT_TRUE(only.plays.at(0).artists.empty()) << "one artist is no list";
  KeepingSink dates;
  EXPECT_EQ(one(item(R"("album":{"release_date":"1998-02-30"})"), dates).release_date, "1998-02");
  KeepingSink codes;
  EXPECT_EQ(one(item(R"("external_ids":{"isrc":"none"})"), codes).isrc, "");
  EXPECT_EQ(codes.ids_dropped, 1);
  KeepingSink sink;
  const PlayRow play = one(item(R"("duration_ms":9223372036854775807,"track_number":99999999999)"), sink);
  EXPECT_FALSE(play.duration_ms);
  EXPECT_FALSE(play.track_number);
}

TEST(RecentlyPlayed, ATrackMayBeCalledItemAsInPlaylists) {
  KeepingSink sink;
  std::string renamed = item("");
  renamed.replace(renamed.find("\"track\""), 7, "\"item\"");
  EXPECT_EQ(one(renamed, sink).spotify_id, kId);
}

TEST(RecentlyPlayed, BadItemsAreRejectedAndTheRestLoads) {
  const std::pair<std::string, const char*> cases[] = {
      {R"({"track":null,"played_at":"2026-01-02T03:04:05Z"})", "2 track: an object is expected, but there is none"},
      {R"({"played_at":"2026-01-02T03:04:05Z"})", "2 track: an object is expected, but there is none"},
      {R"({"track":[],"played_at":"2026-01-02T03:04:05Z"})", "2 track: an object is expected"},
      {item("", R"("played_at":null)"), "2 played_at: a time is expected, but there is none"},
      {item("", R"("x":1)"), "2 played_at: a time is expected, but there is none"},
      {item("", R"("played_at":1767323045)"), "2 played_at: a text is expected, but this is a number"},
      {item("", R"("played_at":"0000-01-02T03:04:05Z")"),
       R"(2 played_at: "0000-01-02T03:04:05Z" is not a time from 1970 to 9999)"},
      {item("", R"("played_at":"2026-02-30T03:04:05Z")"),
       R"(2 played_at: "2026-02-30T03:04:05Z" is not a time such as 2023-05-01T10:00:00Z: there is no such day or hour)"},
      {item("", R"("played_at":"today")"), R"(2 played_at: "today" is not a time such as 2023-05-01T10:00:00Z)"},
      {item(R"("name":7,"id":{},"uri":[])"), "2 track: an id, a uri or a name is expected, but there is none"},
      {R"({"track":{},"played_at":"2026-01-02T03:04:05Z"})",
       "2 track: an id, a uri or a name is expected, but there is none"},
      {"null", "2 : an object is expected, but this is null"}};
  for (const auto& [text, reason] : cases) {
    KeepingSink sink;
    const Outcome outcome = page(item("") + "," + text + "," + item(""), sink);
    ASSERT_FALSE(outcome.refusal) << outcome.refusal->what;
    EXPECT_EQ(said(sink), reason) << text;
    EXPECT_EQ(outcome.counts.rows, 3);
    EXPECT_EQ(sink.plays.size(), 2u);
  }
}

TEST(RecentlyPlayed, AnEmptyPageIsAPageAndOtherAnswersAreNone) {
  KeepingSink sink;
  EXPECT_FALSE(page("", sink).refusal);
  for (const char* text : {"[]", "{}", R"({"error":{"status":401}})", R"({"items":null})", R"({"items":{}})",
                           R"({"items":[)", "", "<html>"}) {
    KeepingSink other;
    EXPECT_TRUE(read(Format::recently_played, text, other).refusal) << text;
  }
}

}  // namespace
}  // namespace segue::formats
