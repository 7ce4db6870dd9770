#include <fmt/core.h>
#include <gtest/gtest.h>

#include "formats/formats.h"
#include "formats/keeping_sink_for_tests.h"
#include "formats/lines.h"

namespace segue::formats {
namespace {

using music::Source;

constexpr const char* kId = "4uLU6hMCjMI75M1A2tKUQC";

std::string listen(const std::string& additional, const std::string& time = R"("listened_at":1767323045)") {
  return "{" + time +
         R"(,"track_metadata":{"artist_name":"Paper Boats","track_name":"Harbour","release_name":"Low Tide",)" +
         R"("additional_info":{)" + additional + "}}}";
}

PlayRow one(const std::string& line, KeepingSink& sink) {
  const Outcome outcome = read(Format::listenbrainz_lines, line + "\n", sink);
  EXPECT_FALSE(outcome.refusal) << outcome.refusal->what;
  EXPECT_EQ(said(sink), "") << line;
  return sink.plays.size() == 1 ? sink.plays[0] : PlayRow{};
}

TEST(ListenBrainz, ALineOfTheUserExportIsAStart) {
  KeepingSink sink;
  const PlayRow play =
      one(R"({"listened_at":1767323045.0,"inserted_at":1767323050.5,"track_metadata":{"artist_name":"Paper Boats",)"
          R"("track_name":"Harbour",)"
          R"("release_name":"Low Tide","recording_msid":"m","mbid_mapping":{"recording_mbid":"r",)"
          R"("artists":[{"artist_mbid":"a"}]},)"
          R"("additional_info":{"duration_ms":201000,"isrc":"gb-xyz-26-00001","media_player":"x","tags":["y"],)"
          R"("tracknumber":"7"}}})",
          sink);
  EXPECT_EQ(play.kind, music::Kind::music);
  EXPECT_EQ(play.source, Source::listenbrainz);
  EXPECT_EQ(play.basis, music::TimeBasis::start);
  EXPECT_EQ(base::to_iso8601(play.instant), "2026-01-02T03:04:05.000Z");
  EXPECT_EQ(play.precision_ms, 1000);
  EXPECT_EQ(play.artist, "Paper Boats");
  EXPECT_EQ(play.title, "Harbour");
  EXPECT_EQ(play.album, "Low Tide");
  EXPECT_EQ(play.duration_ms, 201000);
  EXPECT_EQ(play.isrc, "GBXYZ2600001");
  EXPECT_EQ(play.recording_mbid, "r") << "of the mapping, where the client gave none";
  EXPECT_FALSE(play.ms_played);
}

TEST(ListenBrainz, AnMbidOfTheClientComesBeforeTheMapping) {
  for (const char* members :
       {R"("additional_info":{"recording_mbid":"own"},"mbid_mapping":{"recording_mbid":"mapped"})",
        R"("mbid_mapping":{"recording_mbid":"mapped"},"additional_info":{"recording_mbid":"own"})"}) {
    KeepingSink sink;
    EXPECT_EQ(
        one(std::string(R"({"listened_at":7,"track_metadata":{"artist_name":"A","track_name":"B",)") + members + "}}",
            sink)
            .recording_mbid,
        "own");
  }
  KeepingSink sink;
  EXPECT_EQ(one(R"({"listened_at":7,"track_metadata":{"artist_name":"A","track_name":"B","mbid_mapping":null,)"
                R"("additional_info":null}})",
                sink)
                .recording_mbid,
            "");
}

TEST(ListenBrainz, ALineOfADumpSaysTimestampAndWhose) {
  KeepingSink sink;
  const std::string rest =
      R"(,"timestamp":1767323045,"track_metadata":{"artist_name":"A","track_name":"B"},"recording_msid":"m"})";
  const std::string text = R"({"user_id":7,"user_name":"ann")" + rest + "\n" + R"({"user_id":8,"user_name":"bob")" +
                           rest + "\n" + R"({"user_id":7,"user_name":"renamed")" + rest;
  const Outcome outcome = read(Format::listenbrainz_lines, text, sink);
  EXPECT_FALSE(outcome.refusal);
  ASSERT_EQ(sink.plays.size(), 3u);
  EXPECT_EQ(base::to_iso8601(sink.plays[0].instant), "2026-01-02T03:04:05.000Z");
  EXPECT_NE(sink.plays[0].listener, sink.plays[1].listener);
  EXPECT_EQ(sink.plays[0].listener, sink.plays[2].listener);
  EXPECT_EQ(sink.plays[0].listener.size(), 32u) << "a hash, never the name";
}

TEST(ListenBrainz, WhatListenBrainzTookFromSpotifyIsAnEndOfItsOwnSource) {
  struct Case {
    const char* additional;
    bool bridge;
  };
  const Case cases[] = {{R"("music_service":"spotify.com","submission_client":"listenbrainz","ms_played":5000)", true},
                        {R"("music_service":"spotify.com","submission_client":"ListenBrainz Archive Importer")", true},
                        {R"("music_service":"spotify.com","submission_client":"multi-scrobbler")", false},
                        {R"("music_service":"spotify.com")", false},
                        {R"("submission_client":"listenbrainz")", false},
                        {R"("music_service":"youtube.com",)"
                         R"("submission_client":"ListenBrainz Archive Importer")",
                         false},
                        {R"("music_service":7,"submission_client":"listenbrainz")", false}};
  for (const Case& c : cases) {
    KeepingSink sink;
    const PlayRow play = one(listen(c.additional), sink);
    EXPECT_EQ(play.source, c.bridge ? Source::listenbrainz_bridge : Source::listenbrainz) << c.additional;
    EXPECT_EQ(play.basis, c.bridge ? music::TimeBasis::end : music::TimeBasis::start) << c.additional;
  }
}

TEST(ListenBrainz, SpotifyIdsComeAsAddressesOrBare) {
  const std::string id = kId;
  const std::pair<std::string, bool> cases[] = {
      {R"("spotify_id":"https://open.spotify.com/track/)" + id + "\"", true},
      {R"("spotify_id":"http://open.spotify.com/track/)" + id + "?si=x\"", true},
      {R"("spotify_id":")" + id + "\"", true},
      {R"("spotify_id":"spotify:track:)" + id + "\"", true},
      {R"("origin_url":"https://open.spotify.com/track/)" + id + "\"", true},
      {R"("origin_url":"https://www.youtube.com/watch?v=x","spotify_id":")" + id + "\"", true},
      {R"("spotify_id":"","origin_url":"https://open.spotify.com/track/)" + id + "\"", true},
      {R"("spotify_id":"https://open.spotify.com/episode/)" + id + "\"", false},
      {R"("spotify_id":"https://open.spotify.com/track/short")", false},
      {R"("spotify_id":null)", false},
      {R"("spotify_id":[1])", false},
      {"", false}};
  for (const auto& [additional, found] : cases) {
    KeepingSink sink;
    const PlayRow play = one(listen(additional), sink);
    EXPECT_EQ(play.spotify_id, found ? id : "") << additional;
    EXPECT_EQ(play.uri, found ? "spotify:track:" + id : "") << additional;
  }
}

TEST(ListenBrainz, LengthsComeInMillisecondsOrSeconds) {
  struct Case {
    const char* additional;
    std::optional<std::int64_t> duration, played;
  };
  const Case cases[] = {{R"("duration_ms":201000)", 201000, {}},
                        {R"("duration":201)", 201000, {}},
                        {R"("duration":201.7)", 201000, {}},
                        {R"("duration":1,"duration_ms":201000)", 201000, {}},
                        {R"("duration_played":30)", {}, 30000},
                        {R"("ms_played":5000,"duration_played":30)", {}, 5000},
                        {R"("duration_ms":0,"duration_played":0)", {}, {}},
                        {R"("duration_ms":-1)", {}, {}},
                        {R"("duration":9223372036854775807)", {}, {}},
                        {R"("duration_played":-9223372036854775808)", {}, {}},
                        {R"("duration_ms":1e300)", {}, {}},
                        {R"("duration_ms":"201000")", {}, {}},
                        {R"("duration":null,"ms_played":{})", {}, {}}};
  for (const Case& c : cases) {
    KeepingSink sink;
    const PlayRow play = one(listen(c.additional), sink);
    EXPECT_EQ(play.duration_ms, c.duration) << c.additional;
    EXPECT_EQ(play.ms_played, c.played) << c.additional;
  }
}

TEST(ListenBrainz, ReadsAnswersOfTheApiAndTheOlderExport) {
  const std::string two = listen("") + "," + listen(R"("duration":5)");
  for (const std::string& text :
       {R"({"payload":{"count":2,"user_id":"ann","listens":[)" + two + R"(],"latest_listen_ts":1}})",
        "\xEF\xBB\xBF[\n" + two + "\n]\n", R"({"payload":{"listens":[)" + two + "]}}"}) {
    KeepingSink sink;
    const Outcome outcome = read(Format::listenbrainz_json, text, sink);
    EXPECT_FALSE(outcome.refusal) << outcome.refusal->what;
    EXPECT_EQ(outcome.counts.rows, 2);
    EXPECT_EQ(sink.plays.size(), 2u) << text;
    EXPECT_EQ(sink.plays[1].ordinal, 1);
  }
}

TEST(ListenBrainz, ATitleWithoutAnArtistIsOfUnknownKind) {
  KeepingSink sink;
  EXPECT_EQ(one(R"({"listened_at":7,"track_metadata":{"track_name":"B"}})", sink).kind, music::Kind::unknown);
}

TEST(ListenBrainz, BadListensAreRejectedByTheirLine) {
  const std::string good = listen("");
  const std::pair<const char*, const char*> cases[] = {
      {R"({"listened_at":null,"track_metadata":{"track_name":"B"}})",
       "3 listened_at: a time in Unix seconds is expected"},
      {R"({"track_metadata":{"track_name":"B"}})", "3 listened_at: a time in Unix seconds is expected"},
      {R"({"listened_at":0,"track_metadata":{"track_name":"B"}})", "3 listened_at: 0 is not a time from 1970 to 9999"},
      {R"({"listened_at":-62167219200,"track_metadata":{"track_name":"B"}})",
       "3 listened_at: -62167219200 is not a time from 1970 to 9999"},
      {R"({"listened_at":1767323045000,"track_metadata":{"track_name":"B"}})",
       "3 listened_at: 1767323045000 is not a time from 1970 to 9999: it looks like milliseconds, but seconds are "
       "expected"},
      {R"({"listened_at":"2026","track_metadata":{"track_name":"B"}})",
       "3 listened_at: a number is expected, but this is a text"},
      {R"({"listened_at":7,)"
       R"("track_metadata":{"artist_name":"A"}})",
       "3 track_name: a title is expected, but there is none"},
      {R"({"listened_at":7})", "3 track_name: a title is expected, but there is none"},
      {R"({"listened_at":7,"track_metadata":[]})", "3 track_metadata: an object is expected"},
      {R"({"listened_at":7,"track_metadata":{"track_name":["B"]}})",
       "3 track_name: a text is expected, but this is a list"},
      {"[]", "3 : an object is expected, but this is a list"},
      {"7", "3 : an object is expected, but this is a number"}};
  for (const auto& [line, reason] : cases) {
    KeepingSink sink;
    const Outcome outcome = read(Format::listenbrainz_lines, fmt::format("{}\r\n\n{}\n  \n{}", good, line, good), sink);
    ASSERT_FALSE(outcome.refusal) << line << outcome.refusal->what;
    EXPECT_EQ(said(sink), reason);
    EXPECT_EQ(outcome.counts.rows, 3) << "empty lines are no rows";
    EXPECT_EQ(outcome.counts.rejected, 1);
    EXPECT_EQ(sink.plays.size(), 2u);
  }
}

TEST(ListenBrainz, ASyntaxFaultRefusesTheMemberAndNamesTheLine) {
  const std::string good = listen("") + "\n";
  for (const std::string& bad :
       std::vector<std::string>{"{\"listened_at\":7", listen("") + " {}", "{\"listened_at\" 7}", "nonsense\"",
                                listen("") + "}", "{\"listened_at\":7,\"track_metadata\":{\"track_name\":\"\xFC\"}}"}) {
    KeepingSink sink;
    const Outcome outcome = read(Format::listenbrainz_lines, fmt::format("{}{}\n{}", good, bad, good), sink);
    ASSERT_TRUE(outcome.refusal) << bad;
    EXPECT_TRUE(outcome.refusal->what.starts_with("line 2: ")) << bad << outcome.refusal->what;
    EXPECT_EQ(outcome.counts.rows, 0);
  }
  for (const std::string& bad :
       {std::string(R"({"payload":{"count":0}})"), std::string(R"({"payload":{"listens":{}}})"),
        std::string(R"({"payload":[]})"), std::string("{}"), "[" + listen(""), std::string("7")}) {
    KeepingSink sink;
    EXPECT_TRUE(read(Format::listenbrainz_json, bad, sink).refusal) << bad;
  }
}

TEST(ListenBrainz, AnEmptyFileHasNoRows) {
  for (const char* text : {"", "\n", "\xEF\xBB\xBF", " \r\n\t\n"}) {
    KeepingSink sink;
    const Outcome outcome = read(Format::listenbrainz_lines, text, sink);
    EXPECT_FALSE(outcome.refusal);
    EXPECT_EQ(outcome.counts.rows, 0);
  }
}

TEST(ListenBrainz, OfADumpABrokenLineIsRejectedAndTheRestIsRead) {
  KeepingSink sink;
  const auto reader = line_reader(Format::listenbrainz_lines);
  const std::string good = listen("", R"("timestamp":1767323045,"user_id":7)");
  std::vector<std::string> lines{good, good.substr(0, 60),   "",  "junk", "[]", good + "x",
                                 good, R"({"timestamp":7})", good};
  lines.back().back() = '\xFF';
  for (std::string& line : lines) EXPECT_FALSE(reader->line(padded(line), sink));
  reader->too_long(std::size_t{4} << 20, sink);
  EXPECT_EQ(reader->counts().rows, 9);
  EXPECT_EQ(reader->counts().rejected, 7);
  EXPECT_EQ(sink.plays.size(), 2u);
  std::string places;
  for (const Reject& reject : sink.rejects) places += std::to_string(reject.ordinal + 1) + " ";
  EXPECT_EQ(places, "2 4 5 6 8 9 10 ") << "lines of the file, as an editor counts them";
  EXPECT_EQ(sink.rejects.back().reason, "the line is longer than 4 MiB");
}

TEST(ListenBrainz, ASpotifyIdThatIsNoneIsDroppedAndCounted) {
  for (const char* bad : {"short", "https://open.spotify.com/episode/4uLU6hMCjMI75M1A2tKUQC", "spotify:track:"}) {
    KeepingSink sink;
    EXPECT_EQ(one(listen(std::string(R"("spotify_id":")") + bad + "\""), sink).spotify_id, "");
    EXPECT_EQ(sink.ids_dropped, 1) << bad;
  }
  KeepingSink sink;
  EXPECT_EQ(one(listen(std::string(R"("spotify_id":")") + kId + "\""), sink).spotify_id, kId) << "a bare id";
  EXPECT_EQ(sink.ids_dropped, 0);
}

}  // namespace
}  // namespace segue::formats
