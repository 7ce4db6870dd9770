#include "pipeline/renamed.h"

#include <gtest/gtest.h>

#include "music/names.h"

namespace segue::pipeline {
namespace {

corpus::CorpusTrack row(const std::string& artist, const std::string& title, const std::string& album) {
  const auto keys = music::keys_of({artist, title, album, ""});
  corpus::CorpusTrack track;
  track.track_key = keys.track_key;
  track.recording_key = track.name_key = keys.recording_key;
  track.artist_key = keys.artist_key;
  track.album_key = keys.album_key;
  track.artist = artist;
  track.title = title;
  track.album = album;
  return track;
}

const corpus::CorpusTrack was = row("Kanye West", "Power", "Fantasy");
const corpus::CorpusTrack is = row("Ye", "Power", "Fantasy");
const ArtistsNow artists{{was.artist_key, {is.artist_key, "Ye"}}};

TEST(Renamed, ARowHasTheArtistAlbumAndRecordingThatTheNewNameMakes) {
  corpus::CorpusTrack track = was;
  name_as_now(track, {{was.recording_key, is.recording_key}}, artists);
  EXPECT_EQ(track.artist, "Ye");
  EXPECT_EQ(track.artist_key, is.artist_key);
  EXPECT_EQ(track.album_key, is.album_key);
  EXPECT_EQ(track.recording_key, is.recording_key);
  EXPECT_EQ(track.track_key, was.track_key);
}

TEST(Renamed, ARecordingGoesByItsKeyOfNowWhateverItsArtist) {
  corpus::CorpusTrack track = was;
  name_as_now(track, {{was.recording_key, "merged"}}, artists);
  EXPECT_EQ(track.recording_key, "merged");
  EXPECT_EQ(track.album_key, is.album_key);
  track = is;
  name_as_now(track, {{is.recording_key, "merged"}}, artists);
  EXPECT_EQ(track.recording_key, "merged");
  EXPECT_EQ(track.artist_key, is.artist_key) << "its artist is not renamed";
}

TEST(Renamed, AnArtistWhoseNewNameIsNotKnownChangesItsKeyAlone) {
  corpus::CorpusTrack track = was;
  EXPECT_TRUE(rename_artist(track, {{was.artist_key, {"other", ""}}}));
  EXPECT_EQ(track.artist_key, "other");
  EXPECT_EQ(track.artist, "Kanye West");
  EXPECT_EQ(track.recording_key, was.recording_key);
  track = is;
  EXPECT_FALSE(rename_artist(track, artists));
}

}  // namespace
}  // namespace segue::pipeline
