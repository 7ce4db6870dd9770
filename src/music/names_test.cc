#include "music/names.h"

#include <gtest/gtest.h>

namespace segue::music {
namespace {

std::string recording(std::string_view artist, std::string_view title, std::string_view album = "") {
  return keys_of({artist, title, album, ""}).recording_key.value;
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

TEST(Fold, KeepsMarksThatMakeAnotherWord) {
  EXPECT_NE(fold("ガラス"), fold("カラス")) << "glass and a crow";
  EXPECT_NE(fold("パリ"), fold("バリ"));
  EXPECT_EQ(fold("ｶﾞﾗｽ"), fold("ガラス"));
  EXPECT_NE(fold("กิน"), fold("กัน"));
  EXPECT_NE(fold("कि"), fold("की"));
  EXPECT_EQ(fold("مُحَمَّد"), fold("محمد"));
  EXPECT_EQ(fold("Ёлка"), fold("ЕЛКА"));
  EXPECT_EQ(fold("e\u0301"), "e");
}

TEST(Fold, InvalidUtf8IsReplacedNeverRefused) {
  for (const std::string& bad :
       {std::string("M\xFCnchen"), std::string("\xE2\x82"), std::string("\xFF\xFE"), std::string("a\0b", 3)})
    EXPECT_NO_THROW(fold(bad));
  EXPECT_EQ(fold("M\xFCnchen"), "m nchen");
}

TEST(Fold, EmptyFolds) {
  for (const char* nothing : {"", " ", "!!!", "...", "★", "♥♥", "\u0301", "'", "–"})
    EXPECT_EQ(fold(nothing), "") << nothing;
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

TEST(SpotifyId, IsOfTheKindAskedFor) {
  const std::string id = "4uLU6hMCjMI75M1A2tKUQC";
  EXPECT_EQ(spotify_id_in("spotify:artist:" + id, "artist"), id);
  EXPECT_EQ(spotify_id_in("https://open.spotify.com/playlist/" + id + "?si=abc", "playlist"), id);
  EXPECT_EQ(spotify_id_in("https://open.spotify.com/intl-de/track/" + id, "track"), id);
  for (const std::string& bad :
       {"spotify:track:" + id, "https://open.spotify.com/album/" + id, id,
        std::string("https://open.spotify.com/intl-de"), std::string("spotify:artist:"),
        "https://elsewhere.example/artist/" + id, "https://open.spotify.com/artist/" + id + "x"})
    EXPECT_FALSE(spotify_id_in(bad, "artist")) << bad;
}

TEST(RecordingKey, EditionNoiseIsOneRecording) {
  const std::string plain = recording("Paper Boats", "Harbour");
  for (const char* title : {"Harbour - 2011 Remaster", "Harbour (Remastered 2009)", "Harbour (Deluxe Edition)",
                            "HARBOUR", "Harbour (feat. Someone)", "Harbour - Radio Edit", "Harbour - Mono",
                            "Harbour [Explicit]", "Harbour {Ft. Someone}"})
    EXPECT_EQ(recording("Paper Boats", title), plain) << title;
}

TEST(RecordingKey, SeveralSuffixesAreCutFromTheRight) {
  EXPECT_EQ(recording("A", "Harbour (feat. B) - 2011 Remaster [Explicit]"), recording("A", "Harbour"));
  EXPECT_EQ(recording("A", "Harbour (Live) - 2011 Remaster"), recording("A", "Harbour (Live)"));
  EXPECT_NE(recording("A", "Harbour (Live) - 2011 Remaster"), recording("A", "Harbour"));
  EXPECT_EQ(recording("A", "Harbour - Remastered Live"), recording("A", "Harbour - Remastered Live"));
}

TEST(RecordingKey, AnEditionWordInTheTitleItselfStays) {
  for (const char* title : {"Remaster", "Remaster of Puppets", "Stay With Me", "From Here", "Clean", "(Remastered)"})
    EXPECT_NE(recording("A", title), recording("A", "")) << title;
  EXPECT_NE(recording("A", "Stay With Me"), recording("A", "Stay"));
  EXPECT_NE(recording("A", "- Radio Edit"), recording("A", "Radio"));
}

TEST(RecordingKey, ClassesOfVersions) {
  const std::pair<const char*, const char*> cases[] = {{"B (Live)", "live"},
                                                       {"B - Live at Wembley", "live"},
                                                       {"B [Remix]", "remix"},
                                                       {"B - Someone Remix", "remix"},
                                                       {"B (Club Mix)", "remix"},
                                                       {"B - Edit", "remix"},
                                                       {"B (Acoustic)", "acoustic"},
                                                       {"B - Unplugged", "acoustic"},
                                                       {"B (Instrumental)", "instrumental"},
                                                       {"B - Demo", "demo"},
                                                       {"B (Karaoke Version)", "karaoke"},
                                                       {"B (Cover)", "cover"},
                                                       {"B - Radio Edit", ""},
                                                       {"B - Original Mix", ""},
                                                       {"B (2011 Remaster)", ""},
                                                       {"Live", ""},
                                                       {"Alive (Deliverance)", ""},
                                                       {"B (Reprise)", ""},
                                                       {"Live (Remaster)", ""}};
  for (const auto& [title, version_class] : cases)
    EXPECT_EQ(keys_of({"A", title, "", ""}).version_class, version_class) << title;
}

TEST(RecordingKey, TheFirstArtistCounts) {
  for (const char* artist : {"A feat. B", "A ft. B", "A featuring B", "a Feat. B & C"})
    EXPECT_EQ(recording(artist, "X"), recording("A", "X")) << artist;
  for (const char* artist : {"A & B", "A, B", "Afeat", "feat. A"})
    EXPECT_NE(recording(artist, "X"), recording("A", "X")) << artist;
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

TEST(RecordingKey, GenericTitlesAreFoldedAndBare) {
  for (const char* title : {"INTRO", "Intro (feat. B)", "Interlude", "Outro - 2011 Remaster", "Skit", "Untitled"})
    EXPECT_NE(recording("A", title, "One"), recording("A", title, "Two")) << title;
  for (const char* title : {"Introduction", "Intro to Winter", "Outros"})
    EXPECT_EQ(recording("A", title, "One"), recording("A", title, "Two")) << title;
}

TEST(RecordingKey, WhatIsMissingNamesNothing) {
  const char* id = "4uLU6hMCjMI75M1A2tKUQC";
  const TrackNames cases[] = {{"<MISSING>", "B", "", id}, {"A", "<MISSING>", "", id}, {"", "B", "", id},
                              {"A", "", "", id},          {"!!!", "B", "", id},       {"A", "???", "", id}};
  for (const TrackNames& names : cases) {
    const TrackKeys keys = keys_of(names);
    EXPECT_EQ(keys.title_key, "") << names.artist << names.title;
    EXPECT_EQ(keys.track_key.value, id);
    EXPECT_EQ(keys.recording_key, keys_of({"", "", "", id}).recording_key) << "of the track alone";
    EXPECT_EQ(keys.recording_key.value.size(), 32u);
  }
  EXPECT_EQ(keys_of({"<MISSING>", "B", "C", id}).artist_key.value, "");
  EXPECT_EQ(keys_of({"<MISSING>", "B", "C", id}).album_key.value, "");
  EXPECT_EQ(keys_of({"A", "B", "<MISSING>", id}).album_key.value, "");
  for (const char* none : {"<Untagged>", "<UNTAGGED>", "<unknown>", "[unknown]", "<missing>", " <Untagged> ", "  "}) {
    EXPECT_EQ(keys_of({none, "B", "C", id}).artist_key.value, "") << none;
    EXPECT_EQ(keys_of({"A", none, "C", id}).title_key, "") << none;
    EXPECT_EQ(keys_of({"A", "B", none, id}).album_key.value, "") << none;
    EXPECT_EQ(said_artist(none), "");
    EXPECT_EQ(said_title(none), "");
  }
  for (const char* none : {"Unknown artist", "UNKNOWN ARTIST ", "<Unknown Artist>"})
    EXPECT_EQ(said_artist(none), "") << none;
  for (const char* name :
       {"Unknown", "The Unknown", "Untitled", "[untitled]", "<3", "Untagged", "<Untagged> live", ""}) {
    EXPECT_EQ(said_artist(name), name);
    EXPECT_EQ(said_title(name), name);
  }
  EXPECT_EQ(said_title("Unknown Artist"), "Unknown Artist") << "a song may be called so";
}

TEST(TrackKey, NamesThatFoldToNothingStayApart) {
  EXPECT_NE(keys_of({"!!!", "B", "", ""}).track_key, keys_of({"???", "B", "", ""}).track_key);
  EXPECT_NE(keys_of({"A", "★", "", ""}).track_key, keys_of({"A", "♥", "", ""}).track_key);
  EXPECT_NE(keys_of({"!!!", "B", "", ""}).recording_key, keys_of({"???", "B", "", ""}).recording_key);
}

TEST(RecordingKey, NamelessTracksAreTheirOwn) {
  const TrackKeys one = keys_of({"", "", "", "4uLU6hMCjMI75M1A2tKUQC"});
  const TrackKeys two = keys_of({"<MISSING>", "x", "", "5EJ2THuhAapEIeQOtXUQ0x"});
  EXPECT_NE(one.recording_key, two.recording_key);
  EXPECT_EQ(one.title_key, "");
  EXPECT_EQ(two.title_key, "");
}

TEST(TrackKey, IsTheSpotifyIdWhereThereIsOne) {
  EXPECT_EQ(keys_of({"A", "B", "", "4uLU6hMCjMI75M1A2tKUQC"}).track_key.value, "4uLU6hMCjMI75M1A2tKUQC");
  EXPECT_EQ(keys_of({"A", "B", "", ""}).track_key, keys_of({"a", "b!", "", ""}).track_key);
}

}  // namespace
}  // namespace segue::music
