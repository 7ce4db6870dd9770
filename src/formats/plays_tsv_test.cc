#include <fmt/core.h>
#include <gtest/gtest.h>

#include "formats/keeping_sink_for_tests.h"

namespace segue::formats {
namespace {

constexpr const char* kId = "4uLU6hMCjMI75M1A2tKUQC";

// Returns "time basis kind title - artist" of each play, or the refusal.
std::string plays_of(const std::string& text) {
  KeepingSink sink;
  const Outcome outcome = read(Format::plays_tsv, text, sink);
  if (outcome.refusal) return "refused: " + outcome.refusal->what;
  std::string all = said(sink);
  for (const PlayRow& play : sink.plays)
    all += fmt::format("{}{} {} {} {} - {}", all.empty() ? "" : "\n", base::to_iso8601(play.instant),
                       music::text_of(play.basis), music::text_of(play.kind), play.title, play.artist);
  return all;
}

TEST(PlaysTsv, ReadsEveryColumnInAnyOrder) {
  const std::string text =
      "title\tartist\talbum\tplayed_at\ttime_basis\tms_played\tduration_ms\tspotify_id\turi\tisrc\trecording_mbid\t"
      "skipped\n"
      "Harbour\tPaper Boats\tLow Tide\t2026-01-02 03:04:05\tend\t200000\t201000.0\t" +
      std::string(kId) + "\t\tgb-xyz-19-00001\tm\ttrue\n";
  EXPECT_EQ(recognise("plays.tsv", text), Format::plays_tsv);
  KeepingSink sink;
  const Outcome outcome = read(Format::plays_tsv, text, sink);
  ASSERT_FALSE(outcome.refusal) << outcome.refusal->what;
  ASSERT_EQ(said(sink), "");
  ASSERT_EQ(sink.plays.size(), 1u);
  const PlayRow& play = sink.plays[0];
  EXPECT_EQ(play.source, music::Source::other);
  EXPECT_EQ(play.kind, music::Kind::music);
  EXPECT_EQ(play.basis, music::TimeBasis::end);
  EXPECT_EQ(base::to_iso8601(play.instant), "2026-01-02T03:04:05.000Z");
  EXPECT_EQ(play.precision_ms, 1000);
  EXPECT_EQ(play.ms_played, 200'000);
  EXPECT_EQ(play.duration_ms, 201'000);
  EXPECT_EQ(play.artist, "Paper Boats");
  EXPECT_EQ(play.title, "Harbour");
  EXPECT_EQ(play.album, "Low Tide");
  EXPECT_EQ(play.spotify_id, kId);
  EXPECT_EQ(play.uri, std::string("spotify:track:") + kId);
  EXPECT_EQ(play.isrc, "GBXYZ1900001");
  EXPECT_EQ(play.recording_mbid, "m");
  EXPECT_EQ(play.skipped, true);
}

TEST(PlaysTsv, TimesInEveryShape) {
  const std::tuple<const char*, const char*, int> cases[] = {
      {"1767323045", "2026-01-02T03:04:05.000Z", 1000},
      {"1767323045.0", "2026-01-02T03:04:05.000Z", 1000},
      {"1767323045.5", "2026-01-02T03:04:05.500Z", 1},
      {"1767323045678", "2026-01-02T03:04:05.678Z", 1},
      {"2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000Z", 1000},
      {"2026-01-02 04:04:05+01", "2026-01-02T03:04:05.000Z", 1000},
      {"2026-01-02 03:04:05.678", "2026-01-02T03:04:05.678Z", 1},
      {"2026-01-02 03:04", "2026-01-02T03:04:30.000Z", 60'000}};
  for (const auto& [text, instant, precision] : cases) {
    KeepingSink sink;
    read(Format::plays_tsv, std::string("played_at\tartist\ttitle\n") + text + "\tA\tB\n", sink);
    ASSERT_EQ(said(sink), "") << text;
    EXPECT_EQ(base::to_iso8601(sink.plays[0].instant), instant) << text;
    EXPECT_EQ(sink.plays[0].precision_ms, precision) << text;
    EXPECT_EQ(sink.plays[0].basis, music::TimeBasis::start) << "unless the table says else";
  }
}

TEST(PlaysTsv, QuotedAsDuckDbQuotesAndWithOtherDelimitersAndLineEnds) {
  const char* play = "2026-01-02T03:04:05.000Z start music Tab\there \"live\" - A\nB";
  for (const char* text :
       {"played_at\tartist\ttitle\n1767323045\t\"A\nB\"\t\"Tab\there \"\"live\"\"\"\n",
        "\xEF\xBB\xBFPlayed_At\tArtist\tTitle\r\n1767323045\t\"A\nB\"\t\"Tab\there \"\"live\"\"\"\r\n",
        "played_at,artist,title\n1767323045,\"A\nB\",\"Tab\there \"\"live\"\"\"\n",
        "played_at;artist;title\r1767323045;\"A\nB\";\"Tab\there \"\"live\"\"\"\r"}) {
    EXPECT_EQ(recognise("x", text), Format::plays_tsv) << text;
    EXPECT_EQ(plays_of(text), play) << text;
  }
  EXPECT_EQ(plays_of("played_at\tartist\ttitle\n"), "") << "a header alone is an empty table";
}

TEST(PlaysTsv, LinesBeforeTheHeaderArePassedOver) {
  for (const char* before : {"sep=;\n", "# made by hand\n\n", "A table of plays;;\r\n;;\r\n"}) {
    const std::string text = std::string(before) + "Played_At; Artist ;title\n1767323045;A;B\n";
    EXPECT_EQ(recognise("x.csv", text), Format::plays_tsv) << text;
    EXPECT_EQ(plays_of(text), "2026-01-02T03:04:05.000Z start music B - A") << text;
  }
  EXPECT_TRUE(plays_of("# a\n# b\nplayed_at\tartist\ttitle\n1\t\"A\tB\n").starts_with("refused: line 4: a quote"));
}

TEST(PlaysTsv, NamesOrAnIdOrAUriNameAPlay) {
  const std::string id = kId;
  const std::string at = "2026-01-02T03:04:05.000Z start ";
  const auto with = [&](const std::string& column, const std::string& value) {
    return plays_of("played_at\t" + column + "\n1767323045\t" + value + "\n");
  };
  EXPECT_EQ(with("spotify_id", id), at + "music  - ");
  EXPECT_EQ(with("uri", "spotify:track:" + id), at + "music  - ");
  EXPECT_EQ(with("uri", "https://open.spotify.com/track/" + id + "?si=1"), at + "music  - ");
  EXPECT_EQ(with("uri", "spotify:episode:" + id), at + "podcast  - ");
  EXPECT_EQ(with("uri", "spotify:local:A:B:C:1"), at + "local  - ");
  EXPECT_EQ(with("artist\ttitle", "\tB"), at + "unknown B - ");
  EXPECT_EQ(with("artist\ttitle", "<Untagged>\tB"), at + "unknown B - ");
}

TEST(PlaysTsv, ABadRowIsRejectedWithFieldAndReason) {
  const std::string header = "played_at\tartist\ttitle\ttime_basis\tms_played\tspotify_id\turi\tskipped\n";
  const std::string good = "1767323045\tA\tB\t\t\t\t\t\n";
  const std::pair<const char*, const char*> cases[] = {
      {"\tA\tB\t\t\t\t\t", "2 played_at: a time is expected, but there is none"},
      {"yesterday\tA\tB\t\t\t\t\t",
       R"(2 played_at: "yesterday" is not a time such as 1767323045 or 2026-01-02T03:04:05Z)"},
      {"2026-01-02\tA\tB\t\t\t\t\t",
       R"(2 played_at: "2026-01-02" is not a time such as 1767323045 or 2026-01-02T03:04:05Z)"},
      {"0\tA\tB\t\t\t\t\t", R"(2 played_at: "0" is not a time from 1970 to 9999)"},
      {"-5\tA\tB\t\t\t\t\t", R"(2 played_at: "-5" is not a time from 1970 to 9999)"},
      {"1767323045678000\tA\tB\t\t\t\t\t", R"(2 played_at: "1767323045678000" is not a time from 1970 to 9999)"},
      {"1767323045\tA\t\t\t\t\t\t", "2 title: a title is expected, or a `spotify_id` or `uri`; there is none"},
      {"1767323045\tA\tB\tmiddle\t\t\t\t", R"(2 time_basis: "middle" is neither `start` nor `end`)"},
      {"1767323045\tA\tB\t\tlong\t\t\t", R"(2 ms_played: "long" is not a number of milliseconds)"},
      {"1767323045\tA\tB\t\t-1\t\t\t", "2 ms_played: it is negative"},
      {"1767323045\tA\tB\t\t604800001\t\t\t", "2 ms_played: it is longer than a week"},
      {"1767323045\tA\tB\t\t\tx\t\t", R"(2 spotify_id: "x" is not a track of Spotify)"},
      {"1767323045\tA\tB\t\t\t\tx\t", R"(2 uri: "x" is not the address of a track of Spotify)"},
      {"1767323045\tA\tB\t\t\t\t\tmaybe", R"(2 skipped: "maybe" is neither true nor false)"},
      {"1767323045\tA\tB", "2 : the row has 3 columns, but the header names 8"}};
  for (const auto& [row, reason] : cases) {
    KeepingSink sink;
    const Outcome outcome = read(Format::plays_tsv, header + good + row + "\n" + good, sink);
    EXPECT_EQ(said(sink), reason) << row;
    EXPECT_EQ(outcome.counts.rows, 3) << row;
    EXPECT_EQ(sink.plays.size(), 2u) << row;
  }
  KeepingSink sink;
  read(Format::plays_tsv, header + std::string("1767323045\tA\0\tB\t\t\t\t\t\n", 23), sink);
  EXPECT_TRUE(said(sink).starts_with("1 : this row contains zero bytes")) << said(sink);
}

TEST(PlaysTsv, AHeaderThatWillNotDoIsRefusedWithTheKnownNames) {
  EXPECT_EQ(plays_of("played_at\tartist\ttitle\ttrack\tmood\n1\tA\tB\tC\tD\n"),
            "refused: the header has columns that segue does not know (`mood`, `track`): remove or rename them. segue "
            "knows `played_at`, `time_basis`, `artist`, `title`, `album`, `ms_played`, `duration_ms`, `spotify_id`, "
            "`uri`, `isrc`, `recording_mbid`, `skipped`");
  EXPECT_EQ(plays_of("played_at\tartist\n1\tA\n"),
            "refused: the header names neither `artist` and `title` nor `spotify_id` or `uri`");
  EXPECT_EQ(plays_of("played_at\tartist\ttitle\tartist\n1\tA\tB\tC\n"), "refused: the header names a column twice");
  EXPECT_TRUE(plays_of("artist\ttitle\nA\tB\n")
                  .starts_with("refused: its header names columns of a table of plays, but not `played_at`"));
  EXPECT_TRUE(plays_of("played_at\tartist\ttitle\n1767323045\t\"A\tB\n").starts_with("refused: line 2: a quote"));
  EXPECT_TRUE(plays_of("played_at\tartist\ttitle\n1767323045\t\xFC\tB\n").starts_with("refused: it is not UTF-8"));
  EXPECT_NE(recognise("x", "list\tplayed_at\tartist\ttitle\n"), Format::plays_tsv) << "a list of somebody else's";
  EXPECT_FALSE(recognise("x", "played_at\nx\n"));
}

}  // namespace
}  // namespace segue::formats
