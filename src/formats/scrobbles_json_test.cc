// Tests Last.fm's JSON and Maloja's: every time is the start of a play.
#include "formats/said_scrobbles_for_tests.h"

namespace segue::formats {
namespace {

TEST(LastfmPages, AnAnswerAListOfPagesAndASingleTrack) {
  const std::string track = R"({"artist":{"mbid":"","#text":"A"},"streamable":"0","image":[{"size":"s","#text":"u"}],)"
                            R"("mbid":"m","album":{"mbid":"","#text":"B"},"name":"C","url":"u",)"
                            R"("date":{"uts":"1767323045","#text":"02 Jan 2026, 03:04"}})";
  const std::string extended =
      R"({"name":"C","loved":"0","artist":{"name":"A","mbid":"","image":[]},"album":{"#text":""},)"
      R"("date":{"uts":1767323046}})";
  const std::string page = R"({"recenttracks":{"@attr":{"page":"1","user":"ann"},"track":)";
  EXPECT_EQ(plays_of(Format::lastfm_pages, page + "[" + track + "," + extended + "]}}"),
            "1 2026-01-02T03:04:05.000Z lastfm C - A - B\n2 2026-01-02T03:04:06.000Z lastfm C - A - ");
  EXPECT_EQ(plays_of(Format::lastfm_pages, page + track + "}}"), "1 2026-01-02T03:04:05.000Z lastfm C - A - B")
      << "one scrobble comes as a bare object";
  EXPECT_EQ(
      plays_of(Format::lastfm_pages, R"([{"track":[)" + track + R"(]},{"track":)" + track + "}," + page + "[]}}]"),
      "1 2026-01-02T03:04:05.000Z lastfm C - A - B\n2 2026-01-02T03:04:05.000Z lastfm C - A - B");
}

TEST(LastfmPages, HeartsAreNoPlays) {
  const std::string date = R"("date":{"uts":"1767323045"},"name":"C")";
  const std::string by_name = R"({"artist":{"name":"A","mbid":""},)" + date + "}";
  const std::string streamable =
      R"({"artist":{"#text":"A"},"album":{"#text":"B"},"streamable":{"fulltrack":"0"},)" + date + "}";
  for (const std::string& text :
       {R"([{"track":[)" + by_name + "]}]", R"([{"track":)" + by_name + "}]", R"([{"track":[)" + streamable + "]}]",
        R"({"lovedtracks":{"track":[)" + by_name + "]}}", R"([{"lovedtracks":{"track":[)" + streamable + "]}}]",
        R"({"recenttracks":{"track":[)" + by_name + "]}}",
        R"({"lovedtracks":{"@attr":{"page":"1"},"track":[{"artist":{"#text":"A"},)" + date + "}]}}"}) {
    EXPECT_EQ(recognise("x", text), Format::lastfm_pages) << text;
    EXPECT_EQ(plays_of(Format::lastfm_pages, text),
              "refused: these are loved tracks, and a heart is not a play: download the scrobbles (\"recent tracks\") "
              "instead")
        << text;
  }
  const std::string scrobble = R"([{"track":[{"artist":{"#text":"A"},"album":{"#text":"B"},)" + date + "}]}]";
  EXPECT_TRUE(plays_of(Format::lastfm_pages, scrobble, "lovedtracks-ann-17.json").starts_with("refused: these are"));
  EXPECT_EQ(plays_of(Format::lastfm_pages, scrobble, "recenttracks-ann.json"),
            "1 2026-01-02T03:04:05.000Z lastfm C - A - B");
  for (const char* more : {R"("album":{"#text":""},)", R"("loved":"1",)", R"("album":{"name":""},"streamable":"0",)"}) {
    const std::string extended =
        R"({"recenttracks":{"track":[{"artist":{"name":"A","url":"u"},)" + (more + date) + "}]}}";
    EXPECT_EQ(plays_of(Format::lastfm_pages, extended), "1 2026-01-02T03:04:05.000Z lastfm C - A - ") << extended;
  }
}

TEST(LastfmPages, WhatPlaysNowIsARowAndNoPlay) {
  KeepingSink sink;
  const Outcome outcome =
      read(Format::lastfm_pages,
           R"({"recenttracks":{"track":[{"name":"Now","artist":{"#text":"A"},"@attr":{"nowplaying":"true"}}]}})", sink);
  EXPECT_EQ(outcome.counts.rows, 1);
  EXPECT_EQ(outcome.counts.rejected, 0);
  EXPECT_TRUE(sink.plays.empty());
}

TEST(LastfmPages, ABadRowIsRejected) {
  for (const auto& [members, reason] :
       {std::pair{R"("name":"C")", "1 date: a time is expected, but there is none"},
        {R"("name":"C","date":null)", "1 date: a time is expected, but there is none"},
        {R"("name":"C","@attr":{"nowplaying":"false"})", "1 date: a time is expected, but there is none"},
        {R"("name":"C","date":{"uts":"soon"})", "1 date: a time in Unix seconds is expected"},
        {R"("name":"C","date":{"uts":"0"})", "1 date: 0 is not a time from 1970 to 9999"},
        {R"("name":7,"date":{"uts":"1767323045"})", "1 name: a text is expected, but this is a number"},
        {R"("name":"","date":{"uts":"1767323045"})", "1 name: a title is expected, but there is none"}}) {
    KeepingSink sink;
    read(Format::lastfm_pages, fmt::format(R"({{"recenttracks":{{"track":[{{{}}}]}}}})", members), sink);
    EXPECT_EQ(said(sink), reason);
  }
  for (const char* text : {R"({"recenttracks":{}})", "[1]", R"([{"page":1}])", R"({"recenttracks":{"track":7}})"})
    EXPECT_TRUE(plays_of(Format::lastfm_pages, text).starts_with("refused: ")) << text;
}

TEST(Lastfmstats, JsonInMilliseconds) {
  EXPECT_EQ(plays_of(Format::lastfmstats_json,
                     R"({"username":"ann","scrobbles":[{"track":"C","artist":"A","album":"B","albumId":"7",)"
                     R"("date":1767323045678},{"track":"C","artist":"A"},{"track":"C","date":-7},)"
                     R"({"artist":"A","date":1767323045678}]})"),
            "2 date: a time in Unix milliseconds is expected, 3 date: -7 is not a time from 1970 to 9999, 4 track: a "
            "title is expected, but there is none\n1 2026-01-02T03:04:05.678Z lastfm C - A - B");
  EXPECT_TRUE(plays_of(Format::lastfmstats_json, R"({"username":"ann"})").starts_with("refused: "));
}

TEST(Maloja, ScrobblesAreStarts) {
  KeepingSink sink;
  read(
      Format::maloja,
      R"({"maloja":{"export_time":1767323046},"scrobbles":[{"time":1767323045,"track":{"artists":["A","Z"],"title":"C",)"
      R"("album":{"artists":["A"],"albumtitle":"B"},"length":201},"duration":190,"origin":"x"},)"
      R"({"time":1767323045,"track":{"artists":[],"title":"C","album":null,"length":null},"duration":null}]})",
      sink);
  EXPECT_EQ(said(sink), "");
  ASSERT_EQ(sink.plays.size(), 2u);
  EXPECT_EQ(sink.plays[0].source, music::Source::maloja);
  EXPECT_EQ(sink.plays[0].basis, music::TimeBasis::start);
  EXPECT_EQ(sink.plays[0].artist, "A");
  ASSERT_EQ(sink.plays[0].artists.size(), 2u);
  EXPECT_EQ(sink.plays[0].artists[1].name, "Z");
  EXPECT_TRUE(sink.plays[1].artists.empty());
  EXPECT_EQ(sink.plays[0].album, "B");
  EXPECT_EQ(sink.plays[0].duration_ms, 201'000);
  EXPECT_EQ(sink.plays[0].ms_played, 190'000);
  EXPECT_EQ(sink.plays[1].kind, music::Kind::unknown);
  EXPECT_FALSE(sink.plays[1].ms_played);
}

TEST(Maloja, ABadRowIsRejected) {
  for (const auto& [row, reason] :
       {std::pair{R"({"track":{"artists":["A"],"title":"C"}})", "1 time: a time in Unix seconds is expected"},
        {R"({"time":0,"track":{"artists":["A"],"title":"C"}})", "1 time: 0 is not a time from 1970 to 9999"},
        {R"({"time":7,"track":"C"})", "1 track: an object is expected"},
        {R"({"time":7,"track":{"artists":"A","title":"C"}})", "1 artists: a list is expected"},
        {R"({"time":7,"track":{"artists":["A"],"title":null}})", "1 title: a title is expected, but there is none"},
        {"[7]", "1 : an object is expected, but this is a list"}}) {
    KeepingSink sink;
    EXPECT_FALSE(read(Format::maloja, fmt::format(R"({{"maloja":{{}},"scrobbles":[{}]}})", row), sink).refusal);
    EXPECT_EQ(said(sink), reason);
  }
  EXPECT_TRUE(plays_of(Format::maloja, R"({"maloja":{}})").starts_with("refused: "));
}

}  // namespace
}  // namespace segue::formats
