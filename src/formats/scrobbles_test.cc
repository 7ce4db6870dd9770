// Tests tables and logs of scrobbles: every time is the start of a play.
#include "formats/said_scrobbles_for_tests.h"

namespace segue::formats {
namespace {

constexpr const char* kGhan = "uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n";
constexpr const char* kStats =
    "\xEF\xBB\xBF"
    "Artist;Album;AlbumId;Track;Date#ann\r\n";
constexpr const char* kLog = "#AUDIOSCROBBLER/1.1\n#TZ/UNKNOWN\n#CLIENT/Player\n";

TEST(ScrobbleCsv, EveryToolsColumns) {
  EXPECT_EQ(
      plays_of(Format::scrobble_csv, std::string(kGhan) + R"("1767323045","02 Jan 2026, 03:04","Paper Boats","","Low )"
                                                          R"(Tide","","Harbour, ""live""","m")"),
      "1 2026-01-02T03:04:05.000Z lastfm Harbour, \"live\" - Paper Boats - Low Tide");
  EXPECT_EQ(
      plays_of(Format::scrobble_csv, std::string(kStats) + "A;B;;C;1767323045678\r\n\"A;B\";;;C;1767323045000\r\n"),
      "1 2026-01-02T03:04:05.678Z lastfm C - A - B\n2 2026-01-02T03:04:05.000Z lastfm C - A;B - ");
  EXPECT_EQ(plays_of(Format::scrobble_csv, "A,B,C,\"06 Sep 2026, 14:23\"\nA,B,\"C\nD\",06 Sep 2026 14:24\n"),
            "1 2026-09-06T14:23:30.000Z lastfm C - A - B\n2 2026-09-06T14:24:30.000Z lastfm C\nD - A - B");
  EXPECT_EQ(plays_of(Format::scrobble_csv, "2026-09-06,14:23:05,A,C\n"), "1 2026-09-06T14:23:05.000Z lastfm C - A - ");
  EXPECT_EQ(plays_of(Format::scrobble_csv, "mbid,album,track,artist,time\r\n,B,C,A,1767323045\r\n"),
            "1 2026-01-02T03:04:05.000Z lastfm C - A - B");
}

TEST(ScrobbleCsv, PrecisionIsThatOfTheTool) {
  for (const auto& [text, precision] : {std::pair{std::string(kGhan) + "1767323045,x,A,,B,,C,\n", 1000},
                                        {std::string(kStats) + "A;B;;C;1767323045678\n", 1000},
                                        {std::string("A,B,C,\"06 Sep 2026, 14:23\"\n"), 60'000},
                                        {std::string("2026-09-06,14:23:05,A,C\n"), 1000}}) {
    KeepingSink sink;
    read(Format::scrobble_csv, text, sink);
    ASSERT_EQ(sink.plays.size(), 1u) << text;
    EXPECT_EQ(sink.plays[0].precision_ms, precision) << text;
    EXPECT_EQ(sink.plays[0].kind, music::Kind::music) << text;
    EXPECT_FALSE(sink.plays[0].ms_played) << text;
  }
}

TEST(ScrobbleCsv, WhatPlaysNowIsARowAndNoPlay) {
  for (const auto& text : {std::string(kGhan) + ",,A,,B,,Now,\n1767323045,x,A,,B,,C,\n",
                           std::string("A,B,Now,\nA,B,C,\"06 Sep 2026, 14:23\"\n")}) {
    KeepingSink sink;
    const Outcome outcome = read(Format::scrobble_csv, text, sink);
    EXPECT_EQ(outcome.counts.rows, 2) << text;
    EXPECT_EQ(outcome.counts.rejected, 0) << text;
    ASSERT_EQ(sink.plays.size(), 1u) << text;
    EXPECT_EQ(sink.plays[0].title, "C");
    EXPECT_EQ(sink.plays[0].ordinal, 1);
  }
}

TEST(ScrobbleCsv, ARowWithoutAnArtistIsOfUnknownKind) {
  KeepingSink sink;
  read(Format::scrobble_csv, std::string(kGhan) + "1767323045,x,,,B,,C,\n", sink);
  ASSERT_EQ(sink.plays.size(), 1u);
  EXPECT_EQ(sink.plays[0].kind, music::Kind::unknown);
}

TEST(ScrobbleCsv, ABadRowIsRejectedWithFieldAndReason) {
  const std::string good = "1767323045,x,A,,B,,C,\n";
  for (const auto& [row, reason] :
       {std::pair{"soon,x,A,,B,,C,\n",
                  "2 uts: \"soon\" is not a time such as 1767323045 (Unix seconds) or 2026-01-02T03:04:05Z"},
        {"0,x,A,,B,,C,\n", "2 uts: 0 is not a time from 1970 to 9999"},
        {"-5,x,A,,B,,C,\n", "2 uts: -5 is not a time from 1970 to 9999"},
        {"1767323045678,x,A,,B,,C,\n",
         "2 uts: 1767323045678 is not a time from 1970 to 9999: it looks like milliseconds, but seconds are expected"},
        {"1767323045,x,A,,B,,,\n", "2 track: a title is expected, but there is none"},
        {"1767323045,x,A\n", "2 : the row has 3 columns, but at least 7 are expected"}}) {
    KeepingSink sink;
    std::string text = kGhan;
    text.append(good).append(row).append(good);
    const Outcome outcome = read(Format::scrobble_csv, text, sink);
    EXPECT_EQ(said(sink), reason);
    EXPECT_EQ(outcome.counts.rows, 3) << row;
    EXPECT_EQ(outcome.counts.rejected, 1) << row;
    EXPECT_EQ(sink.plays.size(), 2u) << row;
  }
  const std::string minute = "A,B,C,\"06 Sep 2026, 14:23\"\n";
  for (const char* time : {"06 Sep 2026", "31 Feb 2026, 14:23", "06 Sept 2026, 14:23", "06 Sep 2026, 24:61",
                           "6 Sep 2026, 14:23", "06 Sep 0000, 14:23", "2026-09-06 14:23"}) {
    KeepingSink sink;
    read(Format::scrobble_csv, minute + "A,B,C,\"" + time + "\"\n", sink);
    EXPECT_EQ(said(sink), fmt::format("2 date: \"{}\" is not a time such as 06 Sep 2026, 14:23", time));
  }
  KeepingSink sink;
  read(Format::scrobble_csv, "2026-09-06,14:23:05,A,C\n2026-13-06,14:23:05,A,C\n2026-09-06,25:00:00,A,C\n,,A,C\n",
       sink);
  EXPECT_EQ(sink.rejects.size(), 3u) << said(sink);
  KeepingSink no_time;
  read(Format::scrobble_csv, "artist,track,time\nA,C,\n", no_time);
  EXPECT_EQ(said(no_time), "1 time: a time is expected, but there is none")
      << "only Last.fm's own pages show what plays now";
}

TEST(ScrobbleCsv, RefusedAsAWhole) {
  EXPECT_EQ(plays_of(Format::scrobble_csv, std::string(kGhan) + "1,x,A,,B,,C,\n1,x,\"A,,B,,C,\n1,x,A,,B,,C,\n"),
            "refused: line 3: a quote is not closed");
  EXPECT_EQ(plays_of(Format::scrobble_csv, "a,b\n1,2\n"), "refused: it has no columns `artist`, `track` and a time");
  EXPECT_NE(plays_of(Format::scrobble_csv, std::string(kGhan) + "1,x,\xFC,,B,,C,\n").find("UTF-8"), std::string::npos);
}

TEST(ScrobbleCsv, LinesBeforeTheHeaderArePassedOver) {
  const std::string rows = "A,C,B,1767323045\n";
  for (const std::string& preamble :
       {std::string("+ACM- Data export from Libre.fm,,,\n+ACM- 2025+AC0-07+AC0-23 15:05:47 +AC0-0400,,,\n+ACM- x,,,\n"),
        std::string("# Data export from Libre.fm\n# 2025-07-23\n\n"), std::string("sep=,\r\n"),
        std::string("My \"plays, and more\nof them\n"),
        std::string("\xEF\xBB\xBF"
                    "A report,,,\r\n,,,\r\n")}) {
    const std::string text = preamble + "Artist,Track,Album,Time\n" + rows;
    EXPECT_EQ(recognise("x.csv", text), Format::scrobble_csv) << text;
    EXPECT_EQ(plays_of(Format::scrobble_csv, text), "1 2026-01-02T03:04:05.000Z lastfm C - A - B") << text;
  }
  EXPECT_EQ(plays_of(Format::scrobble_csv,
                     "+ACM- export\nArtist,Track,Album,Time\nCaf+AOk-,+ACI-C, live+ACI-,A +- B,1767323045\n"),
            "1 2026-01-02T03:04:05.000Z lastfm C, live - Café - A + B");
  EXPECT_EQ(plays_of(Format::scrobble_csv, "# a\n# b\nartist,track,time\nA,\"C,1\n"),
            "refused: line 4: a quote is not closed");
}

TEST(ScrobbleCsv, CarriageReturnsAloneEndRows) {
  std::string text =
      std::string(kGhan) + "\"1767323045\",\"x\",\"A\",\"\",\"B\",\"\",\"C\nD\",\"\"\n1767323046,x,A,,B,,E,\n";
  bool is_quoted = false;
  for (char& c : text) {
    if (c == '"') is_quoted = !is_quoted;
    if (c == '\n' && !is_quoted) c = '\r';
  }
  EXPECT_EQ(recognise("x", text), Format::scrobble_csv);
  EXPECT_EQ(plays_of(Format::scrobble_csv, text),
            "1 2026-01-02T03:04:05.000Z lastfm C\nD - A - B\n2 2026-01-02T03:04:06.000Z lastfm E - A - B");
  EXPECT_EQ(plays_of(Format::scrobble_csv, "A,B,C,06 Sep 2026 14:23\rA,B,D,06 Sep 2026 14:24\r"),
            "1 2026-09-06T14:23:30.000Z lastfm C - A - B\n2 2026-09-06T14:24:30.000Z lastfm D - A - B");
}

TEST(ScrobbleCsv, AFileOfWhichNotOneRowIsReadIsRefused) {
  for (const char* end : {"\v", "\xC2\x85", "\xE2\x80\xA8"}) {
    const std::string text = std::string("uts,artist,track,mbid") + end + "1767323045,A,C," + end;
    EXPECT_TRUE(plays_of(Format::scrobble_csv, text).starts_with("refused: no row below its header could be read"))
        << text;
  }
  EXPECT_EQ(plays_of(Format::scrobble_csv, kGhan), "") << "a header alone is an empty history";
}

TEST(ScrobbleCsv, TimesAreReadWithOffsetsWhereAToolWritesThem) {
  EXPECT_EQ(plays_of(Format::scrobble_csv, "artist\ttrack\ttime\nA\tC\t2026-01-02T04:04:05+01:00\n"),
            "1 2026-01-02T03:04:05.000Z lastfm C - A - ");
  KeepingSink sink;
  read(Format::scrobble_csv, "Artist, Track , Time\nA,C,2026-01-02 03:04\n", sink);
  EXPECT_EQ(said(sink), "");
  ASSERT_EQ(sink.plays.size(), 1u) << "names of columns have no blanks around them";
  EXPECT_EQ(base::to_iso8601(sink.plays[0].instant), "2026-01-02T03:04:30.000Z") << "a minute, as in other tables";
  EXPECT_EQ(sink.plays[0].precision_ms, 60'000);
}

TEST(ScrobbleCsv, HeartsAreNoPlays) {
  const std::string loved = "uts,utc_time,artist,artist_mbid,track,track_mbid\n1767323045,x,A,,C,\n";
  EXPECT_TRUE(plays_of(Format::scrobble_csv, loved).starts_with("refused: these are loved tracks")) << loved;
  const std::string named = std::string(kGhan) + "1767323045,x,A,,B,,C,\n";
  EXPECT_TRUE(plays_of(Format::scrobble_csv, named, "lovedtracks-ann-17.csv").starts_with("refused: these are loved"));
  EXPECT_TRUE(plays_of(Format::scrobble_csv, named, "ann_loved.csv").starts_with("refused: these are loved"));
  EXPECT_FALSE(plays_of(Format::scrobble_csv, named, "beloved.csv").starts_with("refused"));
  EXPECT_EQ(plays_of(Format::scrobble_csv, "uts,artist,track\n1767323045,A,C\n"),
            "1 2026-01-02T03:04:05.000Z lastfm C - A - ");
}

TEST(Scrobbles, WhatPlayersWriteForAMissingTagIsNoName) {
  for (const std::string none : {"<Untagged>", "<UNTAGGED>", "<unknown>", "[unknown]"}) {
    for (const auto& [artist, title] : {std::pair{none, std::string("C")}, {std::string("A"), none}, {none, none}}) {
      for (const auto& [format, text] :
           {std::pair{Format::scrobbler_log, kLog + artist + "\t\t" + title + "\t0\t181\tL\t1767323045\t\n"},
            {Format::scrobble_csv, kGhan + ("1767323045,x," + artist) + ",,,," + title + ",\n"},
            {Format::lastfm_pages, fmt::format(R"({{"recenttracks":{{"track":[{{"name":"{}","artist":{{"#text":"{}"}},)"
                                               R"("date":{{"uts":"1767323045"}}}}]}}}})",
                                               title, artist)},
            {Format::lastfmstats_json,
             fmt::format(R"({{"scrobbles":[{{"track":"{}","artist":"{}","date":1767323045000}}]}})", title, artist)},
            {Format::listenbrainz_lines,
             fmt::format(R"({{"listened_at":1767323045,"track_metadata":{{"artist_name":"{}","track_name":"{}"}}}})",
                         artist, title)},
            {Format::maloja, fmt::format(R"({{"scrobbles":[{{"time":1767323045,"track":{{"artists":["{}"],)"
                                         R"("title":"{}"}}}}]}})",
                                         artist, title)}}) {
        KeepingSink sink;
        read(format, text, sink);
        ASSERT_EQ(said(sink), "") << text;
        ASSERT_EQ(sink.plays.size(), 1u) << text;
        EXPECT_EQ(sink.plays[0].kind, music::Kind::unknown) << text;
        EXPECT_EQ(sink.plays[0].artist, artist == none ? "" : artist) << text;
        EXPECT_EQ(sink.plays[0].title, title == none ? "" : title) << text;
      }
    }
  }
}

TEST(ScrobblerLog, AClockWithoutAZoneIsMarked) {
  const std::string row = "A\tB\tC\t1\t201\tL\t1767323045\t\n";
  const std::pair<std::string, std::vector<bool>> cases[] = {
      {"#AUDIOSCROBBLER/1.1\n#TZ/UNKNOWN\n" + row, {true}},
      {"#AUDIOSCROBBLER/1.1\n#TZ/UTC\n" + row, {false}},
      {"#AUDIOSCROBBLER/1.1\r\n#TZ/UTC\r\n" + row, {false}},
      {"#AUDIOSCROBBLER/1.1\r#TZ/UNKNOWN\r" + row, {true}},
      {"#AUDIOSCROBBLER/1.1\n" + row, {false}},
      {"#TZ/UNKNOWN\n" + row + "#AUDIOSCROBBLER/1.1\n#TZ/UTC\n" + row, {true, false}}};
  for (const auto& [text, local] : cases) {
    KeepingSink sink;
    read(Format::scrobbler_log, text, sink);
    ASSERT_EQ(sink.plays.size(), local.size()) << text;
    for (std::size_t i = 0; i < local.size(); ++i) EXPECT_EQ(sink.plays[i].in_local_time, local[i]) << text;
    EXPECT_EQ(base::to_iso8601(sink.plays[0].instant), "2026-01-02T03:04:05.000Z") << "as the clock showed";
  }
}

TEST(ScrobblerLog, CarriageReturnsAloneEndRowsAndZeroBytesSpoilOneRow) {
  KeepingSink sink;
  const std::string row = "A\tB\tC\t1\t201\tL\t1767323045\t";
  const Outcome outcome = read(Format::scrobbler_log,
                               "#AUDIOSCROBBLER/1.1\r#TZ/UTC\r" + row + "\r" + row + "\r" + std::string(9, '\0'), sink);
  EXPECT_EQ(outcome.counts.rows, 3);
  EXPECT_EQ(sink.plays.size(), 2u);
  EXPECT_TRUE(said(sink).starts_with("3 : this row contains zero bytes")) << said(sink);
}

TEST(ScrobblerLog, ListenedAndSkipped) {
  KeepingSink sink;
  const Outcome outcome = read(Format::scrobbler_log,
                               std::string(kLog) +
                                   "Paper Boats\tLow Tide\tHarbour\t3\t201\tL\t1767323045\tm\r\n"
                                   "#a comment\nA\t\tC\t\t\tS\t1767323246\n",
                               sink);
  EXPECT_EQ(said(sink), "");
  EXPECT_EQ(outcome.counts.rows, 2);
  ASSERT_EQ(sink.plays.size(), 2u);
  EXPECT_EQ(base::to_iso8601(sink.plays[0].instant), "2026-01-02T03:04:05.000Z");
  EXPECT_EQ(sink.plays[0].basis, music::TimeBasis::start);
  EXPECT_EQ(sink.plays[0].album, "Low Tide");
  EXPECT_EQ(sink.plays[0].duration_ms, 201'000);
  EXPECT_EQ(sink.plays[0].track_number, 3);
  EXPECT_EQ(sink.plays[0].skipped, false);
  EXPECT_EQ(sink.plays[0].recording_mbid, "m");
  EXPECT_EQ(sink.plays[1].skipped, true);
  EXPECT_FALSE(sink.plays[1].duration_ms);
}

TEST(ScrobblerLog, ABadRowIsRejected) {
  for (const auto& [row, reason] :
       {std::pair{"A\tB\tC\t1\t201\tX\t1767323045\t", "1 rating: \"X\" is neither L nor S"},
        {"A\tB\tC\t1\t201\tL\tnow\t", "1 timestamp: \"now\" is not a time in Unix seconds"},
        {"A\tB\tC\t1\t201\tL\t0\t", "1 timestamp: 0 is not a time from 1970 to 9999"},
        {"A\tB\t\t1\t201\tL\t1767323045\t", "1 track: a title is expected, but there is none"},
        {"A\tB\tC\t1", "1 : the row has 4 columns, but at least 7 are expected"}}) {
    KeepingSink sink;
    EXPECT_FALSE(read(Format::scrobbler_log, std::string(kLog) + row + "\n", sink).refusal);
    EXPECT_EQ(said(sink), reason);
  }
}

}  // namespace
}  // namespace segue::formats
