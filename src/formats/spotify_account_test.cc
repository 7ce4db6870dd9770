#include <gtest/gtest.h>

#include "formats/keeping_sink_for_tests.h"

namespace segue::formats {
namespace {

using music::Kind;

std::string rows_said(const KeepingSink& sink, const Outcome& outcome) {
  EXPECT_FALSE(outcome.refusal) << outcome.refusal->what;
  EXPECT_EQ(outcome.counts.rejected, static_cast<std::int64_t>(sink.rejects.size()));
  return said(sink);
}

TEST(AccountMusic, AMinuteIsAnEndAtItsThirtiethSecond) {
  KeepingSink sink;
  const Outcome outcome = read(Format::spotify_account_music, R"([
    {"endTime":"2026-01-02 03:04","artistName":"Paper Boats","trackName":"Harbour","msPlayed":201000},
    {"endTime":"2026-01-02 03:04","artistName":"Paper Boats","trackName":"Harbour","msPlayed":201000}])",
                               sink);
  EXPECT_EQ(rows_said(sink, outcome), "");
  ASSERT_EQ(sink.plays.size(), 2u) << "equal rows stay two: models decide";
  const PlayRow& play = sink.plays[1];
  EXPECT_EQ(play.ordinal, 1);
  EXPECT_EQ(play.kind, Kind::music);
  EXPECT_EQ(play.source, music::Source::account);
  EXPECT_EQ(play.basis, music::TimeBasis::end);
  EXPECT_EQ(base::to_iso8601(play.instant), "2026-01-02T03:04:30.000Z");
  EXPECT_EQ(play.precision_ms, 60000);
  EXPECT_EQ(play.ms_played, 201000);
  EXPECT_EQ(play.artist, "Paper Boats");
  EXPECT_EQ(play.title, "Harbour");
  EXPECT_EQ(play.uri, "");
  EXPECT_FALSE(play.ts);
}

TEST(AccountMusic, ATitleWithoutAnArtistIsOfUnknownKind) {
  KeepingSink sink;
  const Outcome outcome = read(Format::spotify_account_music, R"([
    {"endTime":"2026-01-02 03:04","artistName":"","trackName":"Harbour","msPlayed":1},
    {"endTime":"2026-01-02 03:04","artistName":null,"trackName":"Harbour","msPlayed":1},
    {"endTime":"2026-01-02 03:04","artistName":"Paper Boats","msPlayed":0}])",
                               sink);
  EXPECT_EQ(rows_said(sink, outcome), "");
  ASSERT_EQ(sink.plays.size(), 3u);
  for (const PlayRow& play : sink.plays) EXPECT_EQ(play.kind, Kind::unknown);
}

TEST(AccountMusic, PodcastsAndAudiobooksHaveNamesOfTheirOwn) {
  KeepingSink sink;
  read(Format::spotify_account_podcast,
       R"([{"endTime":"2026-01-02 03:04","podcastName":"A show","episodeName":"Talk","msPlayed":5}])", sink);
  read(Format::spotify_account_audiobook,
       R"([{"endTime":"2026-01-02 03:04","audiobookName":"A book","authorName":"Somebody","chapterName":"1",)"
       R"("msPlayed":5}])",
       sink);
  ASSERT_EQ(sink.plays.size(), 2u);
  EXPECT_EQ(sink.plays[0].kind, Kind::podcast);
  EXPECT_EQ(sink.plays[0].artist, "A show");
  EXPECT_EQ(sink.plays[0].title, "Talk");
  EXPECT_EQ(sink.plays[1].kind, Kind::audiobook);
  EXPECT_EQ(sink.plays[1].artist, "Somebody");
  EXPECT_EQ(sink.plays[1].title, "A book");
}

TEST(AccountMusic, BadRowsAreRejectedOneByOne) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"endTime":"0000-01-02 03:04","msPlayed":1})",
       R"(1 endTime: "0000-01-02 03:04" is not a time from 1970 to 9999)"},
      {R"({"endTime":"2026-01-02 24:00","msPlayed":1})",
       R"(1 endTime: "2026-01-02 24:00" is not a time such as 2026-01-02 03:04: there is no such day or hour)"},
      {R"({"endTime":"2026-01-02 03:04:05","msPlayed":1})",
       R"(1 endTime: "2026-01-02 03:04:05" is not a time such as 2026-01-02 03:04)"},
      {R"({"endTime":"2026-01-02","msPlayed":1})", R"(1 endTime: "2026-01-02" is not a time such as 2026-01-02 03:04)"},
      {R"({"msPlayed":1})", "1 endTime: a time is expected, but there is none"},
      {R"({"endTime":"2026-01-02 03:04","msPlayed":-1})", "1 msPlayed: it is negative"},
      {R"({"endTime":"2026-01-02 03:04","msPlayed":99999999999})", "1 msPlayed: it is longer than a week"},
      {R"({"endTime":"2026-01-02 03:04"})", "1 msPlayed: a number is expected, but there is none"},
      {R"({"endTime":"2026-01-02 03:04","msPlayed":"1"})", "1 msPlayed: a number is expected, but this is a text"},
      {R"({"endTime":"2026-01-02 03:04","msPlayed":1,"trackName":7})",
       "1 trackName: a text is expected, but this is a number"},
      {"7", "1 : an object is expected, but this is a number"}};
  for (const auto& [text, reason] : cases) {
    KeepingSink sink;
    const Outcome outcome = read(Format::spotify_account_music, std::string("[") + text + "]", sink);
    EXPECT_EQ(rows_said(sink, outcome), reason) << text;
    EXPECT_EQ(outcome.counts.rows, 1) << text;
    EXPECT_EQ(sink.plays.size(), 0u) << text;
  }
}

TEST(AccountMusic, TheRowSaysItsKindAndNotTheFile) {
  const std::string rows = R"([
    {"endTime":"2026-01-02 03:04","audiobookName":"A book","authorName":"Somebody","msPlayed":5},
    {"endTime":"2026-01-02 03:05","artistName":"Paper Boats","trackName":"Harbour","msPlayed":5},
    {"endTime":"2026-01-02 03:06","podcastName":"A show","episodeName":"Talk","msPlayed":5},
    {"endTime":"2026-01-02 03:07","podcastName":null,"episodeName":null,"artistName":"A","trackName":"B","msPlayed":5},
    {"ts":"2026-01-02T03:08:05Z","ms_played":5,"master_metadata_track_name":"C",
     "master_metadata_album_artist_name":"A","spotify_track_uri":"spotify:track:4uLU6hMCjMI75M1A2tKUQC"},
    {"endTime":"2026-01-02 03:09","artistName":"Unknown Artist","trackName":"Unknown Track","msPlayed":5}])";
  for (const Format format : {Format::spotify_account_audiobook, Format::spotify_account_music,
                              Format::spotify_account_podcast, Format::spotify_extended}) {
    KeepingSink sink;
    const Outcome outcome = read(format, rows, sink);
    EXPECT_EQ(rows_said(sink, outcome), "");
    std::string all;
    for (const PlayRow& play : sink.plays)
      all += std::string(text_of(play.source)) + " " + std::string(text_of(play.kind)) + " " +
             std::string(play.artist) + " - " + std::string(play.title) + "\n";
    EXPECT_EQ(all,
              "account audiobook Somebody - A book\naccount music Paper Boats - Harbour\n"
              "account podcast A show - Talk\naccount music A - B\nexport music A - C\n"
              "account unknown Unknown Artist - Unknown Track\n");
  }
}

TEST(AccountMusic, MinutesThatAProgramSavedAgain) {
  for (const char* end : {"2026-01-02 03:04", "2026-01-02T03:04Z", "2026-01-02 03:04:00", "2026-01-02T03:04:00.000Z",
                          "2026-01-02 04:04:00+01:00", "2026-01-02 03:04 UTC"}) {
    KeepingSink sink;
    read(Format::spotify_account_music,
         std::string(R"([{"artistName":"A","trackName":"B","msPlayed":5,"endTime":")") + end + "\"}]", sink);
    ASSERT_EQ(said(sink), "") << end;
    EXPECT_EQ(base::to_iso8601(sink.plays[0].instant), "2026-01-02T03:04:30.000Z") << end;
  }
}

TEST(Library, ReadsWhatIsSavedAndWhatIsBanned) {
  KeepingSink sink;
  const Outcome outcome = read(Format::spotify_library, R"({
    "tracks":[{"artist":"Paper Boats","album":"Low Tide","track":"Harbour","uri":"spotify:track:4uLU6hMCjMI75M1A2tKUQC"},
              {"artist":"Paper Boats","album":"Low Tide","track":"Old export"},
              {"artist":"","album":"","track":"mine.mp3","uri":"spotify:local:::mine.mp3:200"}],
    "albums":[{"artist":"Paper Boats","album":"Low Tide","uri":"spotify:album:1"}],
    "shows":[{"name":"A show","publisher":"P","uri":"spotify:show:1"}],"episodes":[],
    "bannedTracks":[{"artist":"A","album":"B","track":"C","uri":"spotify:track:5EJ2THuhAapEIeQOtXUQ0x"}],
    "artists":[{"name":"Paper Boats","uri":"spotify:artist:1"}],"bannedArtists":[{"name":"Nobody"}],"other":["x"]})",
                               sink);
  EXPECT_EQ(rows_said(sink, outcome), "");
  EXPECT_EQ(outcome.counts.rows, 7) << "shows, episodes and others are no rows of ours";
  ASSERT_EQ(sink.library.size(), 7u);
  EXPECT_EQ(sink.library[0].track.spotify_id, "4uLU6hMCjMI75M1A2tKUQC");
  EXPECT_EQ(sink.library[1].track.title, "Old export");
  EXPECT_EQ(sink.library[1].track.spotify_id, "");
  EXPECT_EQ(sink.library[2].track.uri, "spotify:local:::mine.mp3:200");
  EXPECT_EQ(sink.library[3].kind, LibraryKind::album);
  EXPECT_EQ(sink.library[3].track.album, "Low Tide");
  EXPECT_EQ(sink.library[4].kind, LibraryKind::banned_track);
  EXPECT_EQ(sink.library[5].kind, LibraryKind::artist);
  EXPECT_EQ(sink.library[5].track.artist, "Paper Boats");
  EXPECT_EQ(sink.library[6].kind, LibraryKind::banned_artist);
  for (std::size_t i = 0; i < 7; ++i) EXPECT_EQ(sink.library[i].track.ordinal, static_cast<std::int64_t>(i));
}

TEST(Library, NamelessEntriesAreRejected) {
  KeepingSink sink;
  const Outcome outcome =
      read(Format::spotify_library,
           R"({"tracks":[{"artist":"A"},null,{"artist":["A"],"track":"x"}],"albums":[{"artist":"A"}],"artists":[{}]})",
           sink);
  EXPECT_EQ(rows_said(sink, outcome),
            "1 track: it has neither a name nor a uri, 2 : an object is expected, but this is null, 3 artist: a text "
            "is expected, but this is a list, 4 album: it has neither a name nor a uri, 5 name: it has neither a name "
            "nor a uri");
  EXPECT_EQ(outcome.counts.rows, 5);
}

TEST(Library, AListThatIsNoneRefusesTheMember) {
  for (const char* text :
       {R"({"tracks":{"artist":"A"}})", R"({"tracks":[],"artists":"none"})", "[]", R"({"tracks":[)"}) {
    KeepingSink sink;
    EXPECT_TRUE(read(Format::spotify_library, text, sink).refusal) << text;
  }
  KeepingSink sink;
  EXPECT_FALSE(read(Format::spotify_library, R"({"tracks":null,"artists":[]})", sink).refusal);
}

TEST(Playlists, ReadsOldAndNewVintages) {
  KeepingSink sink;
  const Outcome outcome = read(Format::spotify_playlists, R"({"playlists":[
    {"name":"Sea","lastModifiedDate":"2026-01-02","collaborators":[],"items":[
      {"track":{"trackName":"Harbour","artistName":"Paper Boats","albumName":"Low Tide",
       "trackUri":"spotify:track:4uLU6hMCjMI75M1A2tKUQC"},
       "episode":null,"audiobook":null,"localTrack":null,"addedDate":"2026-01-01"},
      {"track":null,"episode":{"episodeName":"Talk","showName":"A show"},"localTrack":null},
      {"track":null,"episode":null,"localTrack":{"uri":"spotify:local:A:B:C:1"}},
      {"track":null,"episode":null,"localTrack":null},
      {"track":{"trackName":"Gull","artistName":"Paper Boats","albumName":"Low Tide"},"episode":null,"localTrack":null}],
     "description":"Salt &amp; wind","numberOfFollowers":0},
    {"name":"Empty","lastModifiedDate":"2026-01-03","items":[],"description":null,"numberOfFollowers":0}]})",
                               sink);
  EXPECT_EQ(rows_said(sink, outcome), "");
  EXPECT_EQ(outcome.counts.rows, 5);
  ASSERT_EQ(sink.playlists.size(), 2u);
  EXPECT_EQ(sink.playlists[0].name, "Sea");
  EXPECT_EQ(sink.playlists[0].modified_on, "2026-01-02");
  EXPECT_EQ(sink.playlists[0].description, "Salt & wind");
  EXPECT_EQ(sink.playlists[1].name, "Empty");
  ASSERT_EQ(sink.items.size(), 2u) << "an episode, a local file and nothing at all teach nothing";
  EXPECT_EQ(sink.items[0].track.spotify_id, "4uLU6hMCjMI75M1A2tKUQC");
  EXPECT_EQ(sink.items[0].added_on, "2026-01-01");
  EXPECT_EQ(sink.items[0].position, 0);
  EXPECT_EQ(sink.items[1].position, 4);
  EXPECT_EQ(sink.items[1].track.spotify_id, "");
  EXPECT_EQ(sink.items[1].track.title, "Gull");
}

TEST(Playlists, MembersMayComeInAnyOrder) {
  KeepingSink sink;
  const Outcome outcome =
      read(Format::spotify_playlists,
           R"({"x":1,"playlists":[{"items":[{"track":{"trackName":"Harbour","artistName":"P"}}],"name":"Sea",
                                   "lastModifiedDate":"2026-01-02"},{"items":null,"name":"Land"}]})",
           sink);
  EXPECT_EQ(rows_said(sink, outcome), "");
  ASSERT_EQ(sink.playlists.size(), 2u);
  EXPECT_EQ(sink.playlists[0].name, "Sea");
  EXPECT_EQ(sink.playlists[1].name, "Land");
  EXPECT_EQ(sink.items.size(), 1u);
}

TEST(Playlists, ABadPlaceIsRejectedAndKeepsItsPosition) {
  KeepingSink sink;
  const Outcome outcome = read(Format::spotify_playlists,
                               R"({"playlists":[{"name":7,"items":[{"track":[]},5,{"track":{"trackName":3}},)"
                               R"({"track":{"trackName":"Harbour"}}]}]})",
                               sink);
  EXPECT_EQ(rows_said(sink, outcome),
            "1 track: an object is expected, 2 : an object is expected, but this is a number, 3 trackName: a text is "
            "expected, but this is a number");
  EXPECT_EQ(outcome.counts.rows, 4);
  ASSERT_EQ(sink.items.size(), 1u);
  EXPECT_EQ(sink.items[0].track.ordinal, 3);
}

TEST(Playlists, OtherShapesRefuseTheMember) {
  for (const char* text : {"[]", R"({"playlists":{}})", R"({"playlists":[[]]})", R"({"playlists":[null]})",
                           R"({"playlists":[{"items":{}}]})", R"({"playlists":[{"items":"none"}]})",
                           R"({"playlists":[{"name":"x","items":[{]}]})", R"({"playlists":[)"}) {
    KeepingSink sink;
    EXPECT_TRUE(read(Format::spotify_playlists, text, sink).refusal) << text;
  }
}

}  // namespace
}  // namespace segue::formats
