#include <gtest/gtest.h>

#include <random>

#include "formats/keeping_sink_for_tests.h"

namespace segue::formats {
namespace {

struct Sample {
  Format format;
  const char* name;
  const char* text;
};

const Sample kSamples[] = {
    {Format::spotify_extended, "Streaming_History_Audio_2019_0.json",
     R"([{"ts":"2019-01-02T03:04:05Z","ms_played":200000,"master_metadata_track_name":"H\u00e4fen",)"
     R"("spotify_track_uri":"spotify:track:4uLU6hMCjMI75M1A2tKUQC","offline":true,)"
     R"("offline_timestamp":1546398045123,"skipped":null},{"ts":"2019-01-02T03:08:05Z","ms_played":0}])"},
    {Format::spotify_account_music, "StreamingHistory_music_0.json",
     R"([{"endTime":"2026-01-02 03:04","artistName":"Paper Boats","trackName":"Harbour","msPlayed":201000}])"},
    {Format::spotify_account_podcast, "StreamingHistory_podcast_0.json",
     R"([{"endTime":"2026-01-02 03:04","podcastName":"A show","episodeName":"Talk","msPlayed":5}])"},
    {Format::spotify_account_audiobook, "StreamingHistory_audiobook_0.json",
     R"([{"endTime":"2026-01-02 03:04","audiobookName":"A book","authorName":"Somebody","msPlayed":5}])"},
    {Format::spotify_library, "YourLibrary.json",
     R"({"tracks":[{"artist":"A","album":"B","track":"C","uri":"spotify:track:4uLU6hMCjMI75M1A2tKUQC"}],)"
     R"("albums":[],"bannedTracks":[],"artists":[{"name":"A"}]})"},
    {Format::spotify_playlists, "Playlist1.json",
     R"({"playlists":[{"name":"Sea","lastModifiedDate":"2026-01-02","items":[{"track":{"trackName":"C",)"
     R"("artistName":"A","albumName":"B","trackUri":"spotify:track:4uLU6hMCjMI75M1A2tKUQC"},"localTrack":null}]}]})"},
    {Format::listenbrainz_lines, "listens/2026/1.jsonl",
     "{\"listened_at\":1767323045,\"track_metadata\":{\"artist_name\":\"A\",\"track_name\":\"B\"}}\n"
     "{\"timestamp\":1767323046,\"track_metadata\":{\"track_name\":\"B\",\"additional_info\":{\"duration\":7}}}\n"},
    {Format::listenbrainz_json, "ann_lb-2026-01-02.json",
     R"({"payload":{"count":1,"listens":[{"listened_at":1767323045,"track_metadata":{"artist_name":"A",)"
     R"("track_name":"B"}}]}})"},
    {Format::playlist_slice, "mpd.slice.0-999.json",
     R"({"info":{},"playlists":[{"name":"x","pid":1,"tracks":[{"pos":0,)"
     R"("track_uri":"spotify:track:4uLU6hMCjMI75M1A2tKUQC","artist_name":"A"}]}]})"},
    {Format::plain_tsv, "lists.tsv", "list\tposition\tartist\ttitle\na\t1\tA\tB\n"},
    {Format::plays_tsv, "plays.tsv", "played_at\tartist\ttitle\tms_played\n2026-01-02 03:04:05\tA\t\"B\tC\"\t7\n"},
    {Format::spotify_extended, "all.jsonl",
     "{\"ts\":\"2019-01-02T03:04:05Z\",\"ms_played\":7}\n{\"endTime\":\"2026-01-02 03:04\",\"msPlayed\":5}\n"},
    {Format::recently_played, "page.json",
     R"({"items":[{"track":{"id":"4uLU6hMCjMI75M1A2tKUQC","name":"B","artists":[{"name":"A"}]},)"
     R"("played_at":"2026-01-02T03:04:05.678Z"}],"limit":50})"},
    {Format::scrobble_csv, "recenttracks-ann-1.csv",
     "uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n"
     "\"\",\"\",\"A\",\"\",\"B\",\"\",\"Now\",\"\"\n"
     "\"1767323045\",\"02 Jan 2026, 03:04\",\"A\",\"\",\"B\",\"\",\"C, \"\"D\"\"\",\"\"\n"},
    {Format::scrobble_csv, "ann.csv", "A,B,\"C\nD\",\"02 Jan 2026, 03:04\"\nA,B,E,02 Jan 2026 03:08\n"},
    {Format::scrobble_csv, "lastfmstats-ann.csv", "Artist;Album;AlbumId;Track;Date#ann\nA;B;;C;1767323045000\n"},
    {Format::scrobble_csv, "backup.csv", "2026-01-02,03:04:05,A,C\n2026-01-02,03:08:05,A,D\n"},
    {Format::scrobble_csv, "librefm.csv", "time,artist,track,album,tracknumber\r\n1767323045,A,C,B,1\r\n"},
    {Format::scrobbler_log, ".scrobbler.log",
     "#AUDIOSCROBBLER/1.1\n#TZ/UTC\n#CLIENT/Player 1\nA\tB\tC\t1\t201\tL\t1767323045\t\n"
     "A\tB\tD\t2\t201\tS\t1767323246\t\n"},
    {Format::lastfm_pages, "page.json",
     R"({"recenttracks":{"track":[{"name":"Now","artist":{"#text":"A"},"@attr":{"nowplaying":"true"}},)"
     R"({"name":"C","artist":{"#text":"A"},"album":{"#text":"B"},"date":{"uts":"1767323045"}}]}})"},
    {Format::lastfm_pages, "recenttracks-ann.json",
     R"([{"track":[{"name":"C","artist":{"#text":"A"},"date":{"uts":"1767323045"}}],"@attr":{"page":"1"}}])"},
    {Format::lastfmstats_json, "lastfmstats-ann.json",
     R"({"username":"ann","scrobbles":[{"track":"C","artist":"A","album":"B","albumId":"","date":1767323045000}]})"},
    {Format::maloja, "maloja_export_2026_01_02_03_04_05.json",
     R"({"maloja":{"export_time":1767323046},"scrobbles":[{"time":1767323045,"track":{"artists":["A"],"title":"C",)"
     R"("album":{"artists":null,"albumtitle":"B"},"length":201},"duration":200,"origin":"client:x"}]})"},
};

// Returns whether rows may cause no call: a playlist's entry without a track, and what Last.fm shows as playing now.
bool may_be_silent(Format format) {
  return format == Format::spotify_playlists || format == Format::scrobble_csv || format == Format::lastfm_pages;
}

TEST(Recognise, ByContentWhateverTheNameSays) {
  for (const Sample& sample : kSamples)
    for (const std::string name :
         {sample.name, "x", "photo.jpg", "endsong_3.json", "YourLibrary.json", "Playlist1.json"}) {
      EXPECT_EQ(recognise(name, sample.text), sample.format) << text_of(sample.format) << " as " << name;
      EXPECT_EQ(recognise(name, std::string("\xEF\xBB\xBF \r\n") + sample.text), sample.format)
          << text_of(sample.format);
    }
}

TEST(Recognise, ByNameWhereContentSaysNothing) {
  const std::pair<const char*, Format> cases[] = {
      {"Spotify Extended Streaming History/Streaming_History_Audio_2024.json", Format::spotify_extended},
      {"Streaming_History_Video_2017-2025.json", Format::spotify_extended},
      {"endsong.json", Format::spotify_extended},
      {"endvideo.json", Format::spotify_extended},
      {"MyData/StreamingHistory0.json", Format::spotify_account_music},
      {"StreamingHistory_podcast_0.json", Format::spotify_account_podcast},
      {"StreamingHistory_audiobook_0.json", Format::spotify_account_audiobook},
      {"YourLibrary.json", Format::spotify_library},
      {"Playlist1.json", Format::spotify_playlists},
      {"maloja_export_2026_01_02_03_04_05.json", Format::maloja},
      {"MUSIC/.scrobbler.log", Format::scrobbler_log}};
  for (const auto& [name, format] : cases)
    for (const char* text : {"[]", "", "\xEF\xBB\xBF", "[{}]", "no JSON at all"})
      EXPECT_EQ(recognise(name, text), format) << name << text;
}

TEST(Recognise, NothingElse) {
  for (const std::string text : {"",
                                 "[]",
                                 "{}",
                                 "[1,2]",
                                 "{\"playlists\":[]}",
                                 "{\"items\":[]}",
                                 "\xFF\xD8\xFF",
                                 "a,b\n1,2\n",
                                 "artist\ttitle\nA\tB\n",
                                 "listing\tartist\n",
                                 "artist,track,album\nA,B,C\n",
                                 "artist,time\nA,7\n",
                                 "A,B,C,D\nA,B,C,D\n",
                                 "2026-01-02,noon,A,B\n",
                                 "A,B,C,02 Jan 2026\n",
                                 "#TZ/UTC\nA\tB\n",
                                 R"({"scrobbles":[]})",
                                 R"({"error":17,"message":"Login required"})",
                                 R"([{"track":[]}])",
                                 R"([{"searchTime":"2026-01-02T03:04:05Z[UTC]","searchQuery":"ts ms_played"}])",
                                 R"({"user_id":1,"username":"ann"})",
                                 R"({"recording_msid":"m","score":1,"created":7})",
                                 R"(["ms_played","ts"])",
                                 R"([{"note":"\"ms_played\": and \"ts\":"}])",
                                 R"({"payments":[{"card":"1"}]})"})
    for (const char* name :
         {"x", "x.json", "Follow.json", "SearchQueries.json", "Payments.json", "Playlists of mine.json", "endsong.txt"})
      EXPECT_FALSE(recognise(name, text)) << name << ": " << text;
}

TEST(Recognise, HeartsAndPinsOfListenBrainzAreNoListens) {
  const std::string names = R"("track_metadata":{"artist_name":"A","track_name":"B"})";
  for (const char* more :
       {R"("score":1,"created":1767323045,)", R"("pinned_until":1767323045,"created":1767323045,)"}) {
    const std::string row = std::string("{") + more + names + "}";
    EXPECT_FALSE(recognise("feedback.jsonl", row + "\n" + row + "\n")) << row;
    EXPECT_FALSE(recognise("x.json", "[" + row + "]")) << row;
  }
  EXPECT_EQ(recognise("x", R"({"listened_at":7,"score":1,)" + names + "}"), Format::listenbrainz_lines);
  EXPECT_EQ(recognise("x", "{" + names + "}"), Format::listenbrainz_lines) << "a listen that lost its time is rejected";
}

TEST(Recognise, LogsMayBeginWithOtherLinesOfTheirOwn) {
  EXPECT_EQ(recognise("my.log", "#TZ/UTC\r\n# mine\r\n#AUDIOSCROBBLER/1.1\r\n"), Format::scrobbler_log);
  EXPECT_FALSE(recognise("my.log", "# mine\nhello\n#AUDIOSCROBBLER/1.1\n"));
}

TEST(Recognise, SongsCalledLikeKeysConfuseNothing) {
  EXPECT_EQ(recognise("x", R"({"listened_at":7,"track_metadata":{"track_name":"listens","artist_name":"payload"}})"),
            Format::listenbrainz_lines);
  EXPECT_EQ(
      recognise(
          "x",
          R"([{"endTime":"2026-01-02 03:04","artistName":"podcastName","trackName":"audiobookName","msPlayed":1}])"),
      Format::spotify_account_music);
}

TEST(Recognise, Utf16SoThatItsRefusalCanSaySo) {
  std::string wide = "\xFF\xFE";
  for (const char* c = kSamples[0].text; *c != '\0'; ++c) wide.append({*c, '\0'});
  EXPECT_EQ(recognise("x", wide), Format::spotify_extended);
  KeepingSink sink;
  const Outcome outcome = read(Format::spotify_extended, wide, sink);
  ASSERT_TRUE(outcome.refusal);
  EXPECT_NE(outcome.refusal->what.find("UTF-16"), std::string::npos) << outcome.refusal->what;
}

TEST(Recognise, OnlyListsAreOnlyForCorpora) {
  for (const Sample& sample : kSamples)
    EXPECT_EQ(is_only_for_corpora(sample.format),
              sample.format == Format::playlist_slice || sample.format == Format::plain_tsv);
}

TEST(Recognise, ListsOfOthersMayStandInFormatsThatImportReadsToo) {
  for (const auto format : {Format::playlist_slice, Format::playlist_archive, Format::playlist_csv, Format::plain_tsv,
                            Format::listenbrainz_lines, Format::listenbrainz_json, Format::spotify_playlists})
    EXPECT_TRUE(holds_lists(format)) << text_of(format);
  for (const auto format : {Format::spotify_extended, Format::spotify_library, Format::maloja, Format::recently_played})
    EXPECT_FALSE(holds_lists(format)) << text_of(format);
}

TEST(Parse, EverySampleLoadsWhole) {
  for (const Sample& sample : kSamples) {
    KeepingSink sink;
    const Outcome outcome = read(sample.format, sample.text, sink, sample.name);
    EXPECT_FALSE(outcome.refusal) << text_of(sample.format) << outcome.refusal->what;
    EXPECT_GT(outcome.counts.rows, 0) << text_of(sample.format);
    EXPECT_EQ(said(sink), "") << text_of(sample.format);
  }
}

// Checks that reading ends in counts that add up, or in a refusal that says something.
void expect_sound(const Sample& sample, const std::string& text) {
  recognise(sample.name, std::string_view(text).substr(0, 65536));
  KeepingSink sink;
  const Outcome outcome = read(sample.format, text, sink, sample.name);
  if (outcome.refusal) {
    EXPECT_FALSE(outcome.refusal->what.empty());
    EXPECT_EQ(outcome.counts.rows, 0);
    return;
  }
  EXPECT_EQ(outcome.counts.rejected, static_cast<std::int64_t>(sink.rejects.size())) << text;
  EXPECT_LE(static_cast<std::int64_t>(sink.rows()), outcome.counts.rows) << text;
  for (const Reject& reject : sink.rejects) EXPECT_FALSE(reject.reason.empty()) << text;
  if (may_be_silent(sample.format)) return;
  EXPECT_EQ(static_cast<std::int64_t>(sink.rows()), outcome.counts.rows) << text;
}

TEST(Damage, EveryCutEndsInCountsOrARefusal) {
  for (const Sample& sample : kSamples)
    for (std::string text = sample.text; !text.empty(); text.pop_back()) expect_sound(sample, text);
}

TEST(Damage, FlippedBytesEndInCountsOrARefusal) {
  std::mt19937_64 random(20260102);
  for (const Sample& sample : kSamples)
    for (int round = 0; round < 4000; ++round) {
      std::string text = sample.text;
      for (std::uint64_t flips = 1 + random() % 4; flips > 0; --flips) {
        char& byte = text[random() % text.size()];
        byte = random() % 2 == 0 ? static_cast<char>(random() % 256) : "[]{}:,\"\\0e-.\n\t tfn"[random() % 19];
      }
      expect_sound(sample, text);
    }
}

TEST(Damage, SwappedPiecesEndInCountsOrARefusal) {
  std::mt19937_64 random(20260103);
  for (const Sample& sample : kSamples)
    for (int round = 0; round < 2000; ++round) {
      std::string text = sample.text;
      const std::size_t from = random() % text.size();
      const std::string piece = text.substr(from, 1 + random() % 30);
      if (random() % 2 == 0) text.erase(from, piece.size());
      text.insert(random() % (text.size() + 1), piece);
      expect_sound(sample, text);
    }
}

TEST(Damage, AFormatReadAsAnotherIsNoCrash) {
  for (const Sample& sample : kSamples)
    for (const Sample& other : kSamples) expect_sound({sample.format, other.name, other.text}, other.text);
}

}  // namespace
}  // namespace segue::formats
