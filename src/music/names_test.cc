#include "music/names.h"

#include <gtest/gtest.h>

namespace segue::music {
namespace {

std::string recording(std::string_view artist, std::string_view title, std::string_view album = "") {
  return keys_of({artist, title, album, ""}).recording_key;
}

TEST(Fold, MakesSpellingsEqual) {
  EXPECT_EQ(fold("Beyoncé – Déjà Vu!"), "beyonce deja vu");
  EXPECT_EQ(fold("  AC/DC  "), "ac dc");
  EXPECT_EQ(fold("Don't"), fold("Don’t"));
  EXPECT_EQ(fold("STRAẞE"), fold("straße"));
  EXPECT_EQ(fold("Ｆｕｌｌ"), "full");
  EXPECT_EQ(fold("Sigur Rós"), "sigur ros");
}

TEST(Fold, KeepsOtherScripts) {
  EXPECT_EQ(fold("東京事変"), "東京事変");
  EXPECT_NE(fold("Мумий Тролль"), "");
  EXPECT_EQ(fold("!!!"), "");
}

TEST(SpotifyTrackId, OutOfEachSpelling) {
  const std::string id = "4uLU6hMCjMI75M1A2tKUQC";
  EXPECT_EQ(spotify_track_id(id), id);
  EXPECT_EQ(spotify_track_id("spotify:track:" + id), id);
  EXPECT_EQ(spotify_track_id("https://open.spotify.com/track/" + id + "?si=abc"), id);
  for (const std::string bad : {"", "spotify:track:", "spotify:episode:4uLU6hMCjMI75M1A2tKUQC", "4uLU6hMCjMI75M1A2tKUQ",
                                "4uLU6hMCjMI75M1A2tKU-C", "spotify:local:a:b:c:1"})
    EXPECT_FALSE(spotify_track_id(bad)) << bad;
}

TEST(RecordingKey, EditionNoiseIsOneRecording) {
  const std::string plain = recording("Paper Boats", "Harbour");
  for (const char* title : {"Harbour - 2011 Remaster", "Harbour (Remastered 2009)", "Harbour (Deluxe Edition)",
                            "HARBOUR", "Harbour (feat. Someone)", "Harbour - Radio Edit", "Harbour - Mono",
                            "Harbour [Explicit]", "Harbour {Ft. Someone}"})
    EXPECT_EQ(recording("Paper Boats", title), plain) << title;
}

TEST(RecordingKey, VersionsAreOthers) {
  const std::string plain = recording("Paper Boats", "Harbour");
  for (const char* title :
       {"Harbour - Live at Wembley", "Harbour (Acoustic)", "Harbour - Someone Remix", "Harbour (Demo)",
        "Harbour (Reprise)", "Harbour {Live In The Park}", "Harbour Lights", "Harbour, Pt. 2"})
    EXPECT_NE(recording("Paper Boats", title), plain) << title;
  EXPECT_EQ(keys_of({"A", "B (Live)", "", ""}).version_class, "live");
  EXPECT_EQ(keys_of({"A", "Live Forever", "", ""}).version_class, "");
}

TEST(RecordingKey, GenericTitlesNeedTheirAlbum) {
  EXPECT_NE(recording("A", "Intro", "One"), recording("A", "Intro", "Two"));
  EXPECT_EQ(recording("A", "Song", "One"), recording("A", "Song", "Two"));
}

TEST(RecordingKey, NamelessTracksAreTheirOwn) {
  const TrackKeys one = keys_of({"", "", "", "4uLU6hMCjMI75M1A2tKUQC"});
  const TrackKeys two = keys_of({"<MISSING>", "x", "", "5EJ2THuhAapEIeQOtXUQ0x"});
  EXPECT_NE(one.recording_key, two.recording_key);
  EXPECT_EQ(one.title_key, "");
  EXPECT_EQ(two.title_key, "");
}

TEST(TrackKey, IsTheSpotifyIdWhereThereIsOne) {
  EXPECT_EQ(keys_of({"A", "B", "", "4uLU6hMCjMI75M1A2tKUQC"}).track_key, "4uLU6hMCjMI75M1A2tKUQC");
  EXPECT_EQ(keys_of({"A", "B", "", ""}).track_key, keys_of({"a", "b!", "", ""}).track_key);
}

}  // namespace
}  // namespace segue::music
