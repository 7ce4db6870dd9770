#include "pipeline/renamed.h"

#include <gtest/gtest.h>

#include "music/names.h"

namespace segue::pipeline {
namespace {

corpus::CorpusTrack row(const std::string& artist, const std::string& title, const std::string& album) {
  const auto keys = music::keys_of({artist, title, album, ""});
  corpus::CorpusTrack track;
  track.key = keys.track_key;
  track.recording.key = track.name_key = keys.recording_key;
  track.recording.artist_key = keys.artist_key;
  track.recording.artist = artist;
  track.recording.title = title;
  track.recording.album = album;
  track.album_key = keys.album_key;
  return track;
}

const corpus::CorpusTrack was = row("Kanye West", "Power", "Fantasy");
const corpus::CorpusTrack is = row("Ye", "Power", "Fantasy");
const ArtistsNow artists{{was.recording.artist_key, {is.recording.artist_key, "Ye"}}};

TEST(Renamed, ARowHasTheArtistAlbumAndRecordingThatTheNewNameMakes) {
  corpus::CorpusTrack track = was;
  name_as_now(track, {{was.recording.key, is.recording.key}}, artists);
  EXPECT_EQ(track.recording.artist, "Ye");
  EXPECT_EQ(track.recording.artist_key, is.recording.artist_key);
  EXPECT_EQ(track.album_key, is.album_key);
  EXPECT_EQ(track.recording.key, is.recording.key);
  EXPECT_EQ(track.key, was.key);
}

TEST(Renamed, ARecordingGoesByItsKeyOfNowWhateverItsArtist) {
  corpus::CorpusTrack track = was;
  name_as_now(track, {{was.recording.key, music::RecordingKey("merged")}}, artists);
  EXPECT_EQ(track.recording.key.value, "merged");
  EXPECT_EQ(track.album_key, is.album_key);
  track = is;
  name_as_now(track, {{is.recording.key, music::RecordingKey("merged")}}, artists);
  EXPECT_EQ(track.recording.key.value, "merged");
  EXPECT_EQ(track.recording.artist_key, is.recording.artist_key) << "its artist is not renamed";
}

TEST(Renamed, AnArtistWhoseNewNameIsNotKnownChangesItsKeyAlone) {
  corpus::CorpusTrack track = was;
  EXPECT_TRUE(rename_artist(track, {{was.recording.artist_key, {music::ArtistKey("other"), ""}}}));
  EXPECT_EQ(track.recording.artist_key.value, "other");
  EXPECT_EQ(track.recording.artist, "Kanye West");
  EXPECT_EQ(track.recording.key, was.recording.key);
  track = is;
  EXPECT_FALSE(rename_artist(track, artists));
}

}  // namespace
}  // namespace segue::pipeline
