#include <gtest/gtest.h>

#include "formats/keeping_sink_for_tests.h"

namespace segue::formats {
namespace {

using music::Kind;

constexpr const char* kTrack = "spotify:track:4uLU6hMCjMI75M1A2tKUQC";
constexpr const char* kAudio = "Streaming_History_Audio_2019_0.json";

// Returns a row of a music play with `more` behind its members; of members with the same name the last one counts.
std::string row(const std::string& more, const std::string& ts = R"("2019-01-02T03:04:05Z")") {
  return R"({"ts":)" + ts +
         R"(,"ms_played":200000,"master_metadata_track_name":"Harbour","master_metadata_album_artist_name":)"
         R"("Paper Boats","master_metadata_album_album_name":"Low Tide","spotify_track_uri":")" +
         kTrack + "\"" + (more.empty() ? "" : ",") + more + "}";
}

PlayRow one(const std::string& text, KeepingSink& sink, std::string_view name = kAudio) {
  const Outcome outcome = read(Format::spotify_extended, "[" + text + "]", sink, name);
  EXPECT_FALSE(outcome.refusal) << outcome.refusal->what;
  EXPECT_EQ(outcome.counts.rows, 1);
  EXPECT_EQ(said(sink), "");
  return sink.plays.size() == 1 ? sink.plays[0] : PlayRow{};
}

std::string end_of(const PlayRow& play) {
  return base::to_iso8601(play.instant);
}

std::string fault(const std::string& text) {
  KeepingSink sink;
  const Outcome outcome =
      read(Format::spotify_extended, "[" + row("") + "," + text + "," + row("") + "]", sink, kAudio);
  EXPECT_FALSE(outcome.refusal) << outcome.refusal->what;
  EXPECT_EQ(outcome.counts.rows, 3);
  EXPECT_EQ(outcome.counts.rejected, static_cast<std::int64_t>(sink.rejects.size()));
  EXPECT_EQ(sink.plays.size() + sink.rejects.size(), 3u) << "each row ends in one bucket";
  return said(sink);
}

TEST(SpotifyExtended, ReadsEveryMemberOfTheCurrentVintage) {
  KeepingSink sink;
  const PlayRow play = one(row(R"("platform":"android","conn_country":"DE","ip_addr":"203.0.113.7","episode_name":null,
      "episode_show_name":null,"spotify_episode_uri":null,"audiobook_title":null,"audiobook_uri":null,
      "audiobook_chapter_uri":null,"audiobook_chapter_title":null,"reason_start":"clickrow","reason_end":"trackdone",
      "shuffle":true,"skipped":false,"offline":false,"offline_timestamp":1546398045,"incognito_mode":true)"),
                           sink);
  EXPECT_EQ(play.kind, Kind::music);
  EXPECT_EQ(play.source, music::Source::exported);
  EXPECT_EQ(play.basis, music::TimeBasis::end);
  EXPECT_EQ(end_of(play), "2019-01-02T03:04:05.000Z");
  EXPECT_EQ(play.ts, play.instant);
  EXPECT_EQ(play.precision_ms, 1000);
  EXPECT_EQ(play.ms_played, 200000);
  EXPECT_EQ(play.uri, kTrack);
  EXPECT_EQ(play.spotify_id, "4uLU6hMCjMI75M1A2tKUQC");
  EXPECT_EQ(play.artist, "Paper Boats");
  EXPECT_EQ(play.title, "Harbour");
  EXPECT_EQ(play.album, "Low Tide");
  EXPECT_EQ(play.platform, "android");
  EXPECT_EQ(play.country, "DE");
  EXPECT_EQ(play.reason_start, "clickrow");
  EXPECT_EQ(play.reason_end, "trackdone");
  EXPECT_EQ(play.shuffle, true);
  EXPECT_EQ(play.skipped, false);
  EXPECT_EQ(play.incognito, true);
  EXPECT_EQ(play.offline_start, base::parse_iso8601("2019-01-02T03:00:45Z"));
}

TEST(SpotifyExtended, TakesTheOldVintageAndWhatItDoesNotKnow) {
  KeepingSink sink;
  const PlayRow play =
      one(row(R"("username":"someone","ip_addr_decrypted":"203.0.113.7","user_agent_decrypted":"unknown",
      "city":null,"region":"x","metro_code":7,"something_new":{"deep":[1,{"ts":"no"}]},"conn_country":"ZZ")"),
          sink, "endsong_0.json");
  EXPECT_EQ(play.kind, Kind::music);
  EXPECT_EQ(end_of(play), "2019-01-02T03:04:05.000Z");
  EXPECT_EQ(play.country, "ZZ");
  for (const auto text : {play.artist, play.title, play.platform, play.context_uri})
    EXPECT_EQ(text.find("203.0.113"), std::string_view::npos) << "an address goes nowhere";
}

TEST(SpotifyExtended, AByteOrderMarkIsNoRow) {
  KeepingSink sink;
  const Outcome outcome = read(Format::spotify_extended, "\xEF\xBB\xBF[" + row("") + "]\r\n", sink);
  EXPECT_FALSE(outcome.refusal);
  EXPECT_EQ(sink.plays.size(), 1u);
}

TEST(SpotifyExtended, EmptyHistoriesAreWhole) {
  for (const char* text : {"[]", " [ ] ", "\xEF\xBB\xBF[]"}) {
    KeepingSink sink;
    const Outcome outcome = read(Format::spotify_extended, text, sink);
    EXPECT_FALSE(outcome.refusal) << text;
    EXPECT_EQ(outcome.counts.rows, 0);
  }
}

TEST(SpotifyExtended, KindFollowsTheFileThenTheUris) {
  const std::string episode =
      R"("episode_name":"Talk","episode_show_name":"A show","spotify_episode_uri":"spotify:episode:5",)";
  const std::string nameless = R"("master_metadata_track_name":null,"master_metadata_album_artist_name":null)";
  struct Case {
    std::string text;
    const char* file;
    Kind kind;
    const char *title, *artist, *uri;
  };
  const Case cases[] = {
      {row(""), "endsong.json", Kind::music, "Harbour", "Paper Boats", kTrack},
      {row(""), "a/Streaming_History_Video_2017-2025.json", Kind::video, "Harbour", "Paper Boats", kTrack},
      {row(""), "endvideo.json", Kind::video, "Harbour", "Paper Boats", kTrack},
      {row(episode + nameless + R"(,"spotify_track_uri":null)"), kAudio, Kind::podcast, "Talk", "A show",
       "spotify:episode:5"},
      {row(episode + nameless + R"(,"spotify_track_uri":null)"), "endvideo.json", Kind::video, "Talk", "A show",
       "spotify:episode:5"},
      {row(nameless + R"(,"spotify_track_uri":null,"audiobook_title":"A book","audiobook_uri":"spotify:show:1")"),
       kAudio, Kind::audiobook, "A book", "", "spotify:show:1"},
      {row(nameless +
           R"(,"spotify_track_uri":null,"audiobook_title":"A book","audiobook_chapter_uri":"spotify:episode:2")"),
       kAudio, Kind::audiobook, "A book", "", "spotify:episode:2"},
      {row(R"("spotify_track_uri":"spotify:local:A:B:C:200")"), kAudio, Kind::local, "Harbour", "Paper Boats",
       "spotify:local:A:B:C:200"},
      {row(nameless), kAudio, Kind::music, "", "", kTrack},  // removed from the catalogue
      {row(R"("spotify_track_uri":null)"), kAudio, Kind::music, "Harbour", "Paper Boats", ""},  // from before 2021
      {row(R"("spotify_track_uri":"","spotify_episode_uri":null,"episode_name":"")"), kAudio, Kind::music, "Harbour",
       "Paper Boats", ""},
      {row(R"("spotify_track_uri":null,"master_metadata_album_artist_name":"<unknown>")"), kAudio, Kind::unknown,
       "Harbour", "<unknown>", ""},
      {row(nameless + R"(,"spotify_track_uri":null,"episode_name":"Talk","episode_show_name":"A show")"), kAudio,
       Kind::podcast, "Talk", "A show", ""},
      {row(R"("spotify_track_uri":null,"episode_name":"Talk")"), kAudio, Kind::podcast, "Talk", "", ""},
      {row(nameless + R"(,"spotify_track_uri":null,"episode_show_name":"A show")"), kAudio, Kind::podcast, "", "A show",
       ""},
      {row(nameless + R"(,"spotify_track_uri":null,"audiobook_title":"A book")"), kAudio, Kind::audiobook, "A book", "",
       ""},
      {row(nameless + R"(,"spotify_track_uri":"spotify:episode:5","episode_name":"Talk")"), kAudio, Kind::podcast,
       "Talk", "", "spotify:episode:5"},
      {row(nameless + R"(,"spotify_track_uri":null)"), kAudio, Kind::unknown, "", "", ""},
      {row(R"("spotify_track_uri":null)"), "endvideo.json", Kind::video, "Harbour", "Paper Boats", ""},
      {row(nameless + R"(,"spotify_track_uri":null,"episode_name":"Talk","episode_show_name":"A show")"),
       "Streaming_History_Video_2020.json", Kind::video, "Talk", "A show", ""},
      {row(R"("master_metadata_album_artist_name":null,"spotify_track_uri":null)"), kAudio, Kind::unknown, "Harbour",
       "", ""},
  };
  for (const Case& c : cases) {
    KeepingSink sink;
    const PlayRow play = one(c.text, sink, c.file);
    EXPECT_EQ(play.kind, c.kind) << c.file << c.text;
    EXPECT_EQ(play.title, c.title) << c.text;
    EXPECT_EQ(play.artist, c.artist) << c.text;
    EXPECT_EQ(play.uri, c.uri) << c.text;
    EXPECT_EQ(play.spotify_id.empty(), play.uri != kTrack) << c.text;
  }
}

TEST(SpotifyExtended, AnAudioFolderMakesNoVideo) {
  KeepingSink sink;
  EXPECT_EQ(one(row(""), sink, "Videos/Streaming_History_Audio_2019_0.json").kind, Kind::music);
}

TEST(SpotifyExtended, FlagsAreNullOrTrueOrNumbers) {
  const std::pair<const char*, std::optional<bool>> cases[] = {
      {"null", std::nullopt}, {"0", false}, {"1", true}, {"true", true}, {"false", false}};
  for (const auto& [text, flag] : cases) {
    KeepingSink sink;
    EXPECT_EQ(one(row(std::string(R"("skipped":)") + text), sink).skipped, flag) << text;
  }
  KeepingSink sink;
  EXPECT_FALSE(one(row(""), sink).skipped);
}

TEST(SpotifyExtended, ReasonsMayBeEmptyOrNull) {
  for (const char* text : {R"("reason_start":"","reason_end":"")", R"("reason_start":null,"reason_end":null)"}) {
    KeepingSink sink;
    const PlayRow play = one(row(text), sink);
    EXPECT_EQ(play.reason_start, "");
    EXPECT_EQ(play.reason_end, "");
  }
}

TEST(SpotifyExtended, OfflineTimestampsInMillisecondsSecondsAndJunk) {
  // ts 03:04:05 less 200 s is 03:00:45.
  const std::pair<const char*, const char*> cases[] = {
      {"1546398045123", "2019-01-02T03:00:45.123Z"},  // ms
      {"1546398045", "2019-01-02T03:00:45.000Z"},     // s
      {"1546398045.0", "2019-01-02T03:00:45.000Z"},
      {"1546401700", "2019-01-02T04:01:40.000Z"},  // within the hour behind ts
      {"1543810000", "2018-12-03T04:06:40.000Z"},  // within 30 days before
      {"1543800000", ""},                          // more than 30 days before
      {"1546402000", ""},                          // more than an hour behind
      {"null", ""},
      {"0", ""},
      {"1", ""},
      {"4711", ""},
      {"-1546398045", ""},
      {"1222819199", ""},  // September 2008
      {"9223372036854775807", ""},
      {"-9223372036854775808", ""},
      {"18446744073709551615", ""},
      {"1e300", ""},
      {R"("1546398045")", ""},
      {"[]", ""}};
  for (const auto& [text, start] : cases) {
    KeepingSink sink;
    const PlayRow play = one(row(std::string(R"("offline":true,"offline_timestamp":)") + text), sink);
    EXPECT_EQ(play.offline_start ? base::to_iso8601(*play.offline_start) : "", start) << text;
  }
}

TEST(SpotifyExtended, ALateTsGivesWayToTheStart) {
  const std::string start = R"("offline_timestamp":1546300000,)";  // 2018-12-31T23:46:40Z
  const std::pair<const char*, const char*> cases[] = {
      {R"("offline":true,"reason_end":"trackdone")", "2018-12-31T23:50:00.000Z"},
      {R"("offline":1)", "2018-12-31T23:50:00.000Z"},
      {R"("offline":false,"reason_end":"logout")", "2018-12-31T23:50:00.000Z"},
      {R"("reason_end":"unexpected-exit")", "2018-12-31T23:50:00.000Z"},
      {R"("reason_end":"unexpected-exit-while-paused")", "2018-12-31T23:50:00.000Z"},
      {R"("offline":false,"reason_end":"trackdone")", "2019-01-02T03:04:05.000Z"},
      {R"("offline":null,"reason_end":"endplay")", "2019-01-02T03:04:05.000Z"}};
  for (const auto& [text, end] : cases) {
    KeepingSink sink;
    const PlayRow play = one(row(start + text), sink);
    EXPECT_EQ(end_of(play), end) << text;
    EXPECT_EQ(base::to_iso8601(*play.ts), "2019-01-02T03:04:05.000Z") << "ts stays as written";
  }
  KeepingSink sink;
  EXPECT_EQ(end_of(one(row(R"("offline":true,"offline_timestamp":1)"), sink)), "2019-01-02T03:04:05.000Z");
}

TEST(SpotifyExtended, OfADuplicateKeyTheLastCounts) {
  KeepingSink sink;
  const PlayRow play = one(row(R"("ms_played":7,"ts":"2020-01-01T00:00:00Z")"), sink);
  EXPECT_EQ(play.ms_played, 7);
  EXPECT_EQ(end_of(play), "2020-01-01T00:00:00.000Z");
}

TEST(SpotifyExtended, ZeroMillisecondsAndLongOnesAreRows) {
  for (const char* ms : {"0", "54000000", "604800000"}) {
    KeepingSink sink;
    EXPECT_EQ(std::to_string(*one(row(std::string(R"("ms_played":)") + ms), sink).ms_played), ms);
  }
}

TEST(SpotifyExtended, EscapesAndOtherScriptsComeThrough) {
  KeepingSink sink;
  const PlayRow play = one(row(R"("master_metadata_track_name":"\u6771\u4eac \"live\"\n","episode_name":"")"), sink);
  EXPECT_EQ(play.title, "東京 \"live\"\n");
}

TEST(SpotifyExtended, ABadRowIsRejectedWithRowAndFieldAndTheRestLoads) {
  const std::pair<std::string, const char*> cases[] = {
      {row("", R"("0000-01-01T00:00:00Z")"), R"(2 ts: "0000-01-01T00:00:00Z" is not a time from 1970 to 9999)"},
      {row("", R"("1969-12-31T23:59:59Z")"), R"(2 ts: "1969-12-31T23:59:59Z" is not a time from 1970 to 9999)"},
      {row("", R"("2019-02-30T00:00:00Z")"),
       R"(2 ts: "2019-02-30T00:00:00Z" is not a time such as 2023-05-01T10:00:00Z: there is no such day or hour)"},
      {row("", R"("2019-01-02")"), R"(2 ts: "2019-01-02" is not a time such as 2023-05-01T10:00:00Z)"},
      {row("", R"("yesterday")"), R"(2 ts: "yesterday" is not a time such as 2023-05-01T10:00:00Z)"},
      {row("", R"("")"), "2 ts: a time is expected, but there is none"},
      {row("", "null"), "2 ts: a time is expected, but there is none"},
      {row("", "1546398245"), "2 ts: a text is expected, but this is a number"},
      {row("", "[]"), "2 ts: a text is expected, but this is a list"},
      {row(R"("ms_played":-1)"), "2 ms_played: it is negative"},
      {row(R"("ms_played":null)"), "2 ms_played: a number is expected, but there is none"},
      {row(R"("ms_played":"7")"), "2 ms_played: a number is expected, but this is a text"},
      {row(R"("ms_played":{})"), "2 ms_played: a number is expected, but this is an object"},
      {row(R"("ms_played":1e300)"), "2 ms_played: the number is out of range"},
      {row(R"("ms_played":604800001)"), "2 ms_played: it is longer than a week"},
      {row(R"("ms_played":9223372036854775807)"), "2 ms_played: it is longer than a week"},
      {row(R"("spotify_track_uri":5)"), "2 spotify_track_uri: a text is expected, but this is a number"},
      {row(R"("master_metadata_track_name":["x"])"),
       "2 master_metadata_track_name: a text is expected, but this is a list"},
      {row(R"("skipped":2)"), "2 skipped: true or false is expected, but this is a number"},
      {row(R"("shuffle":"yes")"), "2 shuffle: true or false is expected, but this is a text"},
      {"{}", "2 ms_played: a number is expected, but there is none"},
      {"[1,2]", "2 : an object is expected, but this is a list"},
      {"[{\"ts\":1}]", "2 : an object is expected, but this is a list"},
      {"null", "2 : an object is expected, but this is null"},
      {"7", "2 : an object is expected, but this is a number"},
      {R"("row")", "2 : an object is expected, but this is a text"},
      {"true", "2 : an object is expected, but this is true or false"}};
  for (const auto& [text, reason] : cases) EXPECT_EQ(fault(text), reason) << text;
}

TEST(SpotifyExtended, ABrokenEscapeRefusesItsRowAlone) {
  EXPECT_EQ(fault(row(R"("platform":"\q","shuffle":false)")), R"(2 platform: "\q" in a text is not an escape of JSON)");
  EXPECT_EQ(fault(row(R"("master_metadata_track_name":"a\n\u12x")")),
            R"(2 master_metadata_track_name: "\u12x" in a text is not an escape of JSON)");
}

TEST(SpotifyExtended, HalfACharacterLosesNoPlay) {
  for (const char* title : {R"(Night \ud83d)", R"(Night \uDF19)", "Night \\ud83d"}) {
    KeepingSink sink;
    EXPECT_EQ(one(row(std::string(R"("master_metadata_track_name":")") + title + "\""), sink).title, "Night \uFFFD");
  }
  KeepingSink sink;
  EXPECT_EQ(one(row(R"("master_metadata_track_name":"Night \ud83c\udf19 \\ud83d")"), sink).title, "Night 🌙 \\ud83d");
}

TEST(SpotifyExtended, TimesWithOffsetsAreTheSameInstant) {
  for (const char* ts :
       {"2019-01-02T03:04:05+00:00", "2019-01-02T05:04:05+02:00", "2019-01-02T05:04:05+0200", "2019-01-02 03:04:05 UTC",
        "2019-01-02 03:04:05", "2019-01-02t03:04:05z", "2019-01-02T03:04:05.000000Z"}) {
    KeepingSink sink;
    const PlayRow play = one(row("", '"' + std::string(ts) + '"'), sink);
    EXPECT_EQ(end_of(play), "2019-01-02T03:04:05.000Z") << ts;
    EXPECT_EQ(play.precision_ms, 1000);
  }
  KeepingSink sink;
  const PlayRow minute = one(row("", R"("2019-01-02 03:04")"), sink);
  EXPECT_EQ(end_of(minute), "2019-01-02T03:04:30.000Z");
  EXPECT_EQ(minute.precision_ms, 60'000);
}

}  // namespace
}  // namespace segue::formats
