// Tests lists of other people: slices of the Million Playlist Dataset, the plain TSV.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include "formats/formats.h"
#include "formats/keeping_sink_for_tests.h"
#include "formats/lines.h"

namespace segue::formats {
namespace {

constexpr const char* kId = "4uLU6hMCjMI75M1A2tKUQC";

std::string entry(int position, const std::string& more = "") {
  return R"({"pos":)" + std::to_string(position) + R"(,"artist_name":"Paper Boats","track_uri":"spotify:track:)" + kId +
         R"(","artist_uri":"spotify:artist:ar","track_name":"Harbour","album_uri":"spotify:album:al",)"
         R"("duration_ms":201000,)" +
         R"("album_name":"Low Tide")" + more + "}";
}

TEST(PlaylistSlice, ReadsListsWithTheirOrder) {
  KeepingSink sink;
  const Outcome outcome = read(Format::playlist_slice,
                               R"({"info":{"slice":"0-999","version":"v1"},"playlists":[
    {"name":"Sea","collaborative":"false","pid":7,"modified_at":1493424000,"num_tracks":2,"tracks":[)" +
                                   entry(1) + "," + entry(0) +
                                   R"(],"num_edits":1},{"pid":8,"tracks":[]},{"pid":9,"tracks":[)" + entry(0) + "]}]}",
                               sink);
  EXPECT_FALSE(outcome.refusal);
  EXPECT_EQ(outcome.counts.rows, 3);
  ASSERT_EQ(sink.lists.size(), 3u);
  EXPECT_EQ(sink.lists[0].list, "pid:7");
  EXPECT_EQ(sink.lists[0].position, 1);
  EXPECT_EQ(sink.lists[1].position, 0);
  EXPECT_EQ(sink.lists[2].list, "pid:9");
  EXPECT_EQ(sink.lists[2].track.ordinal, 2);
  const TrackRow& track = sink.lists[0].track;
  EXPECT_EQ(track.spotify_id, kId);
  EXPECT_EQ(track.artist, "Paper Boats");
  EXPECT_EQ(track.title, "Harbour");
  EXPECT_EQ(track.album, "Low Tide");
  EXPECT_EQ(track.artist_spotify_id, "ar");
  EXPECT_EQ(track.album_spotify_id, "al");
  EXPECT_EQ(track.duration_ms, 201000);
}

TEST(PlaylistSlice, TheIdMayStandBehindTheTracksOrBeMissing) {
  KeepingSink sink;
  const Outcome outcome = read(Format::playlist_slice,
                               R"({"playlists":[{"tracks":[)" + entry(0) + R"(],"pid":7},{"tracks":[)" + entry(0) +
                                   R"(]},{"pid":null,"tracks":[)" + entry(0) + "]}]}",
                               sink);
  EXPECT_FALSE(outcome.refusal) << outcome.refusal->what;
  ASSERT_EQ(sink.lists.size(), 3u);
  EXPECT_EQ(sink.lists[0].list, "pid:7");
  EXPECT_NE(sink.lists[1].list, sink.lists[2].list) << "nameless lists stay apart";
}

TEST(PlaylistSlice, AnEntryNeedsAnIdOrNames) {
  KeepingSink sink;
  const Outcome outcome =
      read(Format::playlist_slice,
           R"({"playlists":[{"pid":7,"tracks":[{"pos":0,"track_name":"Harbour"},null,{"pos":"1"},)"
           R"({"track_uri":[]},{"track_uri":"spotify:local:x","artist_name":"A","track_name":"B"},)" +
               entry(5, R"(,"duration_ms":-1)") + "]}]}",
           sink);
  EXPECT_FALSE(outcome.refusal);
  EXPECT_EQ(
      said(sink),
      "1 track_uri: it has neither a Spotify id nor an artist and a title, 2 : an object is expected, but this is "
      "null, 3 pos: a number is expected, but this is a text, 4 track_uri: a text is expected, but this is a list");
  EXPECT_EQ(outcome.counts.rows, 6);
  ASSERT_EQ(sink.lists.size(), 2u);
  EXPECT_EQ(sink.lists[0].track.spotify_id, "");
  EXPECT_FALSE(sink.lists[1].track.duration_ms);
}

TEST(PlaylistSlice, OtherShapesRefuseTheMember) {
  for (const char* text :
       {"[]", R"({"playlists":{}})", R"({"playlists":[[]]})", R"({"playlists":[{"tracks":{}}]})",
        R"({"playlists":[{"pid":1,"tracks":[{"pos":0]}]})", R"({"playlists":[{"pid":1,"tracks":[)"}) {
    KeepingSink sink;
    EXPECT_TRUE(read(Format::playlist_slice, text, sink).refusal) << text;
  }
}

TEST(PlainTsv, CarriageReturnsAloneAreReadAndOfAStreamTold) {
  const std::string text = "list\tartist\ttitle\ttime\ra\tA\tB\t2026-01-02T04:04:05+01:00\ra\tA\tC\t1767323045\r";
  EXPECT_EQ(recognise("x.tsv", text), Format::plain_tsv);
  KeepingSink sink;
  EXPECT_EQ(read(Format::plain_tsv, text, sink).counts.rows, 2);
  ASSERT_EQ(sink.lists.size(), 2u) << said(sink);
  EXPECT_EQ(sink.lists[0].time, sink.lists[1].time) << "an offset is no fault";
  const auto reader = line_reader(Format::plain_tsv);
  const auto refusal = reader->line(text, sink);
  ASSERT_TRUE(refusal);
  EXPECT_NE(refusal->what.find("carriage returns"), std::string::npos) << refusal->what;
}

TEST(PlainTsv, ColumnsComeInAnyOrder) {
  const std::string id = kId;
  for (const std::string& text :
       {"list\tposition\tartist\ttitle\talbum\tspotify_id\tisrc\trecording_mbid\tduration_ms\tnew\n"
        "a b\t2\tPaper Boats\tHarbour\tLow Tide\t" +
            id + "\tGB1\tr\t201000\tx\n",
        "\xEF\xBB\xBFtitle\tnew\tartist\trecording_mbid\tduration_ms\tisrc\talbum\tspotify_id\tposition\tlist\r\n"
        "Harbour\tx\tPaper Boats\tr\t201000\tGB1\tLow Tide\thttps://open.spotify.com/track/" +
            id + "\t2\ta b\r\n"}) {
    KeepingSink sink;
    const Outcome outcome = read(Format::plain_tsv, text, sink);
    EXPECT_FALSE(outcome.refusal);
    EXPECT_EQ(said(sink), "");
    EXPECT_EQ(outcome.counts.rows, 1);
    ASSERT_EQ(sink.lists.size(), 1u);
    const ListRow& row = sink.lists[0];
    EXPECT_EQ(row.list, "a b");
    EXPECT_EQ(row.position, 2);
    EXPECT_FALSE(row.time);
    EXPECT_EQ(row.track.artist, "Paper Boats");
    EXPECT_EQ(row.track.title, "Harbour");
    EXPECT_EQ(row.track.album, "Low Tide");
    EXPECT_EQ(row.track.spotify_id, id);
    EXPECT_EQ(row.track.isrc, "GB1");
    EXPECT_EQ(row.track.recording_mbid, "r");
    EXPECT_EQ(row.track.duration_ms, 201000);
  }
}

TEST(PlainTsv, TimesAreIsoOrUnixSeconds) {
  KeepingSink sink;
  read(Format::plain_tsv, "list\ttime\tartist\ttitle\na\t2026-01-02T03:04:05Z\tA\tB\na\t1767323045\tA\tB\na\t\tA\tB",
       sink);
  ASSERT_EQ(sink.lists.size(), 3u);
  EXPECT_EQ(sink.lists[0].time, sink.lists[1].time);
  EXPECT_EQ(base::to_iso8601(*sink.lists[0].time), "2026-01-02T03:04:05.000Z");
  EXPECT_FALSE(sink.lists[2].time);
}

TEST(PlainTsv, AnyOneIdWillDo) {
  for (const char* text :
       {"list\tisrc\na\tGB1\n", "list\trecording_mbid\na\tr\n", "spotify_id\tlist\n4uLU6hMCjMI75M1A2tKUQC\ta"}) {
    KeepingSink sink;
    EXPECT_FALSE(read(Format::plain_tsv, text, sink).refusal) << text;
    EXPECT_EQ(sink.lists.size(), 1u) << text;
  }
}

TEST(PlainTsv, BadRowsNameRowAndField) {
  const std::string header = "list\tposition\ttime\tartist\ttitle\tspotify_id\tduration_ms\n";
  const std::string good = "a\t1\t\tA\tB\t\t\n";
  const std::pair<const char*, const char*> cases[] = {
      {"\t1\t\tA\tB\t\t", "2 list: it is empty"},
      {"a\tx\t\tA\tB\t\t", R"(2 position: "x" is not a whole number)"},
      {"a\t1.5\t\tA\tB\t\t", R"(2 position: "1.5" is not a whole number)"},
      {"a\t99999999999999999999\t\tA\tB\t\t", R"(2 position: "99999999999999999999" is not a whole number)"},
      {"a\t1\tnoon\tA\tB\t\t", R"(2 time: "noon" is neither ISO 8601 nor Unix seconds, from 1970 to 9999)"},
      {"a\t1\t0000-01-01T00:00:00Z\tA\tB\t\t",
       R"(2 time: "0000-01-01T00:00:00Z" is neither ISO 8601 nor Unix seconds, from 1970 to 9999)"},
      {"a\t1\t9223372036854775807\tA\tB\t\t",
       R"(2 time: "9223372036854775807" is neither ISO 8601 nor Unix seconds, from 1970 to 9999)"},
      {"a\t1\t-5\tA\tB\t\t", R"(2 time: "-5" is neither ISO 8601 nor Unix seconds, from 1970 to 9999)"},
      {"a\t1\t\tA\tB\tshort\t", R"(2 spotify_id: "short" is not a track of Spotify)"},
      {"a\t1\t\tA\tB\t\t3:21", R"(2 duration_ms: "3:21" is not a whole number)"},
      {"a\t1\t\t\tB\t\t", "2 title: the row has neither artist and title nor an id"},
      {"a\t1\t\tA", "2 title: the row has neither artist and title nor an id"},
      {"a", "2 title: the row has neither artist and title nor an id"}};
  for (const auto& [line, reason] : cases) {
    KeepingSink sink;
    const Outcome outcome = read(Format::plain_tsv, fmt::format("{}{}{}\n\n{}", header, good, line, good), sink);
    EXPECT_FALSE(outcome.refusal);
    EXPECT_EQ(said(sink), reason);
    EXPECT_EQ(outcome.counts.rows, 3);
    EXPECT_EQ(sink.lists.size(), 2u) << line;
  }
}

TEST(PlainTsv, AHeaderThatWillNotDoRefusesTheFile) {
  const std::pair<std::string, const char*> cases[] = {{"artist\ttitle\nA\tB\n", "the header names no column `list`"},
                                                       {"List\tartist\ttitle\n", "the header names no column `list`"},
                                                       {"list\tartist\na\tA\n", "neither `artist` and `title`"},
                                                       {"list\tname\n", "neither `artist` and `title`"},
                                                       {"list\tartist\ttitle\na\tA\tM\xFCnchen\n", "it is not UTF-8"},
                                                       {std::string("\xFF\xFEl\0", 4), "it is UTF-16"}};
  for (const auto& [text, reason] : cases) {
    KeepingSink sink;
    const Outcome outcome = read(Format::plain_tsv, text, sink);
    ASSERT_TRUE(outcome.refusal) << text;
    EXPECT_NE(outcome.refusal->what.find(reason), std::string::npos) << outcome.refusal->what;
    EXPECT_EQ(sink.rows(), 0u);
  }
}

std::string archived(const std::string& tracks, const std::string& more = R"("snapshot_id":"s",)") {
  return R"({"description":"A &amp; B","num_followers":3,"original_name":"","owner":{"name":"ann","url":"u"},)" + more +
         R"("tracks":[)" + tracks +
         R"(],"unique_name":"","url":"https://open.spotify.com/playlist/37i9dQZF1DX0XUsuxWHRQd"})";
}

std::string archived_track(const std::string& id, const std::string& name) {
  return R"({"added_at":null,"album":{"name":"Low Tide","url":"https://open.spotify.com/album/al"},"artists":[)"
         R"({"name":"","url":""},{"name":"Paper \u0042oats","url":"https://open.spotify.com/artist/ar"},{"name":"Other"}],)"
         R"("duration_ms":201000,"name":")" +
         name + R"(","url":"https://open.spotify.com/track/)" + id + "\"}";
}

TEST(PlaylistArchive, PrettyIsInOrderAndCumulativeIsABag) {
  for (const bool pretty : {true, false}) {
    KeepingSink sink;
    std::string bytes = archived(archived_track(kId, "Harbour") + "," + archived_track(kId, ""),
                                 pretty ? R"("snapshot_id":"s",)" : R"("date_first_scraped":"2021-01-01",)");
    EXPECT_EQ(recognise("x.json", bytes), Format::playlist_archive);
    const Outcome outcome = read(Format::playlist_archive, bytes, sink);
    EXPECT_FALSE(outcome.refusal);
    EXPECT_EQ(said(sink), "");
    ASSERT_EQ(sink.lists.size(), 2u);
    const ListRow& row = sink.lists[0];
    EXPECT_EQ(row.list, "37i9dQZF1DX0XUsuxWHRQd");
    EXPECT_EQ(row.kind, pretty ? ListKind::playlist : ListKind::bag);
    EXPECT_FALSE(row.is_local);
    EXPECT_EQ(row.position, 0);
    EXPECT_EQ(sink.lists[1].position, 1);
    EXPECT_EQ(row.track.spotify_id, kId);
    EXPECT_EQ(row.track.artist, "Paper Boats") << "the first that has a name";
    EXPECT_EQ(row.track.artist_spotify_id, "ar");
    EXPECT_EQ(row.track.title, "Harbour");
    EXPECT_EQ(row.track.album, "Low Tide");
    EXPECT_EQ(row.track.album_spotify_id, "al");
    EXPECT_EQ(row.track.duration_ms, 201000);
  }
}

TEST(PlaylistArchive, BadTracksAreRejectedAndBadIdsDropped) {
  KeepingSink sink;
  const Outcome outcome =
      read(Format::playlist_archive,
           archived("null,7," + archived_track("short", "") + "," + archived_track("short", "Harbour") +
                    R"(,{"artists":{},"name":"x"},{"name":[]},{})"),
           sink);
  EXPECT_FALSE(outcome.refusal);
  EXPECT_EQ(said(sink),
            "1 : an object is expected, but this is null, 2 : an object is expected, but this is a number, 3 url: it "
            "has neither a track of Spotify nor an artist and a title, 5 artists: a list is expected, 6 name: a text "
            "is expected, but this is a list, 7 url: it has neither a track of Spotify nor an artist and a title");
  ASSERT_EQ(sink.lists.size(), 1u);
  EXPECT_EQ(sink.lists[0].track.spotify_id, "");
  EXPECT_EQ(sink.ids_dropped, 2);
  EXPECT_EQ(outcome.counts.rows, 7);
}

TEST(PlaylistArchive, OtherShapesRefuseTheFile) {
  for (const std::string& text :
       {std::string("[]"), std::string("{}"), std::string(R"({"tracks":{}})"), std::string(R"({"tracks":null})"),
        archived(archived_track(kId, "x")).substr(0, 300), archived("") + "x"}) {
    KeepingSink sink;
    EXPECT_TRUE(read(Format::playlist_archive, text, sink).refusal) << text;
  }
}

const std::string kCsvHeader = "\"user_id\", \"artistname\", \"trackname\", \"playlistname\"\n";
const std::string kUser = "\"9cc0cfd4d7d7885102480dd99e7a90d6\"";

TEST(PlaylistCsv, RowsAreBagsByListenerAndName) {
  KeepingSink sink;
  const std::string bytes = kCsvHeader + kUser + R"(,"Paper Boats","Harbour","Sea Songs")" + "\r\n" + kUser +
                            R"(, "Say \"Yes\"" , "back\\slash","")" + "\n";
  EXPECT_EQ(recognise("x.csv", bytes), Format::playlist_csv);
  const Outcome outcome = read(Format::playlist_csv, bytes, sink);
  EXPECT_FALSE(outcome.refusal);
  EXPECT_EQ(said(sink), "");
  EXPECT_EQ(outcome.counts.rows, 2);
  ASSERT_EQ(sink.lists.size(), 2u);
  EXPECT_EQ(sink.lists[0].list, "9cc0cfd4d7d7885102480dd99e7a90d6\x1fSea Songs");
  EXPECT_EQ(sink.lists[0].kind, ListKind::bag);
  EXPECT_EQ(sink.lists[0].track.title, "Harbour");
  EXPECT_EQ(sink.lists[1].track.artist, "Say \"Yes\"");
  EXPECT_EQ(sink.lists[1].track.title, "back\\slash");
}

TEST(PlaylistCsv, ABrokenRowIsCountedOnceAndReadingGoesOnAtTheNextId) {
  const std::string good = kUser + R"(,"A","B","C")" + "\n";
  const std::pair<std::string, const char*> cases[] = {
      {kUser + ",\"A\",\"cut\nhere\",\"C\"\n", "3 : trackname is not a quoted text that ends on its line"},
      {kUser + ",\"A\",\"cut\nand\nagain\n\"9cc0\",\n", "3 : trackname is not a quoted text that ends on its line"},
      {kUser + ",\"A\",\"B\"\n", "3 : no comma follows trackname"},
      {kUser + ",\"A\",\"12\" mix\",\"C\"\n", "3 : no comma follows trackname"},
      {kUser + ",\"A\",\"B\",\"C\",\"D\"\n", "3 : there is text after playlistname"},
      {kUser + ",\"A\",\"B\",C\n", "3 : playlistname is not a quoted text that ends on its line"},
      {kUser + ",\"\",\"B\",\"C\"\n", "3 : artistname or trackname is empty"},
      {kUser + ",\"A\",\"M\xFC\",\"C\"\n", "3 : it is not UTF-8"},
      {kUser + ",\"A\",\"B\",\"C\\\"\n", "3 : playlistname is not a quoted text that ends on its line"}};
  for (const auto& [broken, reason] : cases) {
    KeepingSink sink;
    const Outcome outcome = read(Format::playlist_csv, fmt::format("{}{}{}{}", kCsvHeader, good, broken, good), sink);
    EXPECT_FALSE(outcome.refusal);
    EXPECT_EQ(said(sink).substr(0, std::string_view(reason).size()), reason);
    EXPECT_EQ(outcome.counts.rows, 3) << broken;
    EXPECT_EQ(outcome.counts.rejected, 1) << broken;
    EXPECT_EQ(sink.lists.size(), 2u) << broken;
  }
  KeepingSink sink;
  const Outcome outcome = read(Format::playlist_csv, kCsvHeader + "junk\nmore junk\n" + good, sink);
  EXPECT_EQ(said(sink), "2 user_id: the line begins with no quoted id of 32 hex digits");
  EXPECT_EQ(outcome.counts.rows, 2);
}

TEST(PlaylistCsv, AnotherHeaderRefusesTheFile) {
  for (const char* text : {"\"user_id\",\"artistname\",\"trackname\"\n", "user_id,artistname\n", "\xFF\xFEu\n"}) {
    KeepingSink sink;
    EXPECT_TRUE(read(Format::playlist_csv, text, sink).refusal) << text;
    EXPECT_NE(recognise("x.csv", text), Format::playlist_csv);
  }
}

}  // namespace
}  // namespace segue::formats
