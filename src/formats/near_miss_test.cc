#include <gtest/gtest.h>

#include "formats/formats.h"

namespace segue::formats {
namespace {

bool says(std::string_view text, std::string_view what, std::string_view name = "x.csv") {
  EXPECT_FALSE(recognise(name, text)) << text;
  const auto sentence = near_miss(name, text);
  EXPECT_TRUE(sentence) << text;
  EXPECT_NE(sentence.value_or("").find(what), std::string::npos) << sentence.value_or("");
  return sentence.has_value();
}

TEST(NearMiss, ATableWithoutAHeaderIsToldWhichColumnsWouldBeRead) {
  for (const char* text :
       {"Lantern Quay,\"Hurry Up, We Sail\",Song 1,26/02/2019 08:34:33 +00:00,,,\nLantern Quay,,Song 2,26/02/2019 "
        "08:38:33 +00:00,,,\n",
        "1722981225\tSong 1\tLantern Quay\tSlow Rivers\t\t\t\n1722980076\tSong 2\tLantern Quay\t\t\t\t\n",
        "2019-02-26T08:34:33Z;Song;Band\n2019-02-26T08:38:33Z;Other;Band\n", "Song|Band|1722981225678\n"}) {
    says(text, "without a header");
    says(text, "artist,album,track,time");
    says(text, "`played_at`, `artist` and `title`");
  }
}

TEST(NearMiss, AHeaderOfOtherWordsIsToldThoseThatAreRead) {
  for (const char* text :
       {"Artist Name,Track Name,Played At\nA,B,x\n", "artist\ttitle\tlistened_at\nA\tB\t1\n",
        "timeHuman,timeMs,artist,track\n\"Nov 12\",1762957898933,A,B\n", "date;performer;song\n1;A;B\n",
        "utc_time,artist,track\nx,A,B\n", "A report\nmade today\n\nArtist,Song,Timestamp\nA,B,1\n"}) {
    says(text, "its columns (");
    says(text, "`played_at`, `artist` and `title`");
  }
  says("Track URI,Track Name,Artist Name,Album Name\nspotify:track:1,B,A,C\n", "without the time of each play");
}

TEST(NearMiss, PlaysInJsonOfAnotherShapeAreToldTheTable) {
  for (const char* text : {"{\"timeHuman\":\"x\",\"timeMs\":1762957898933,\"artist\":\"A\",\"track\":\"B\"}\n",
                           R"([{"played":"2026-01-02","artist_name":"A","song":"B"}])"}) {
    says(text, "plays in JSON");
    says(text, "`played_at`, `artist` and `title`");
  }
}

TEST(NearMiss, WhatIsReadIsNoMiss) {
  EXPECT_FALSE(near_miss("x", "artist,track,time\nA,B,1767323045\n"));
  EXPECT_FALSE(near_miss("x", "played_at\tartist\ttitle\n"));
  EXPECT_FALSE(near_miss(".scrobbler.log", "A\tB\tC\t1\t181\tL\t1752190200\n"));
}

TEST(NearMiss, ALogWithoutItsFirstLinesIsToldItsCure) {
  says("Lantern Quay\tSlow Rivers\tSong 1\t1\t181\tL\t1752190200\t\n", "#AUDIOSCROBBLER/1.1", "scrobbler-2025.log");
  says("Lantern Quay\tSlow Rivers\tSong 1\t1\t181\tS\t1752190200\n", "`.scrobbler.log`", "log.txt");
}

TEST(NearMiss, ZeroBytesBeforeAHistoryAreTold) {
  const std::string rows = R"([{"ts":"2019-01-02T03:04:05Z","ms_played":7}])";
  says(std::string(3, '\0') + rows, "it begins with a zero byte", "history.json");
}

TEST(NearMiss, ZeroBytesInPlaceOfTheFirstLettersOfATableAreTold) {
  for (const char* rest : {"s,utc_time,artist,album,track\n1767323045,x,A,B,C\n", "1767323045\tA\tB\n"})
    says(std::string(2, '\0') + rest, "it begins with a zero byte", "recenttracks.csv");
}

TEST(NearMiss, ATableInUtf16IsToldItsEncoding) {
  std::string wide = "\xFF\xFE";
  for (const char c : std::string_view("Artist Name\tTrack Name\tPlayed At\nA\tB\t1\n")) wide.append({c, '\0'});
  says(wide, "it is UTF-16, not UTF-8");
}

TEST(NearMiss, SpotifysHistorySavedAsATableIsToldTheFilesThatSpotifySent) {
  for (const char* text :
       {"ts,platform,ms_played,master_metadata_track_name,master_metadata_album_artist_name,spotify_track_uri\n"
        "2023-05-01T10:00:00Z,ios,200000,One,A,spotify:track:1\n",
        "endTime;artistName;trackName;msPlayed\n2023-05-01 10:00;A;B;200000\n"})
    says(text, "import the JSON files that Spotify sent");
}

TEST(NearMiss, WhatResemblesNoHistoryIsNotCalledOne) {
  for (const std::string& text :
       {std::string(), std::string("hello\n"), std::string("a,b\n1,2\n"), std::string("\xFF\xD8\xFF\xE0 JFIF"),
        std::string("[1,2]"), std::string("{\"a\":1}"), std::string("<html><body>artist, track, time</body></html>"),
        std::string("name,email,date\nAnn,ann@example.org,2026-01-02\n"), std::string("amount,shop\n12.50,Bakery\n"),
        std::string(R"({"artist":"A","title":"B"})"),
        std::string(R"([{"user":"ann","time":"2026-01-02","text":"artist: A, track: B"}])"),
        std::string("\0\0\0\x18"
                    "ftypmp42",
                    12),
        std::string("Some text, with commas, at 10:00 on 2026-01-02.\nAnd more, of it, here.\nThe end, at, last.\n"),
        std::string("2026-01-02 03:04:05 INFO started\n2026-01-02 03:04:06 INFO stopped\n"),
        std::string("2026-01-02,12.50,Bakery\n2026-01-03,7.00,Kiosk\n")})
    EXPECT_FALSE(near_miss("x", text)) << text << ": " << near_miss("x", text).value_or("");
}

}  // namespace
}  // namespace segue::formats
