#include "evaluation/never_seen.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "evaluation/folder_for_tests.h"

namespace segue::evaluation {
namespace {

std::string id_of(int track) {
  std::string id = std::to_string(track);
  return std::string(22 - id.size(), 'A') + id;
}

std::string playlist(int pid, const std::vector<int>& tracks) {
  std::string json = "{\"pid\":" + std::to_string(pid) + ",\"tracks\":[";
  for (std::size_t i = 0; i < tracks.size(); ++i)
    json += std::string(i > 0 ? "," : "") + "{\"pos\":" + std::to_string(i) +
            ",\"track_uri\":\"spotify:track:" + id_of(tracks[i]) +
            "\",\"track_name\":\"t\",\"artist_name\":\"a\",\"artist_uri\":\"spotify:artist:" +
            std::to_string(tracks[i] / 10) + "\"}";
  return json + "]}";
}

std::string slice(const std::vector<std::string>& playlists) {
  std::string json = "{\"playlists\":[";
  for (std::size_t i = 0; i < playlists.size(); ++i) json += (i > 0 ? "," : "") + playlists[i];
  return json + "]}";
}

NeverSeen forty_tracks(std::uint64_t seed) {
  Folder folder;
  std::vector<int> tracks;
  for (int track = 0; track < 40; ++track) tracks.push_back(track);
  folder.file("mpd.slice.0-1.json.gz", slice({playlist(0, tracks), playlist(1, tracks)}));
  return read_never_seen(folder.path(), 0.3, seed);
}

TEST(NeverSeen, AHeldOutTrackStandsInNoTrainingListAndInEachQuestion) {
  const NeverSeen set = forty_tracks(1);
  std::size_t held_out = 0;
  for (Item item = 0; item < set.tracks.size(); ++item) {
    held_out += set.tracks[item].held_out;
    for (const List& list : set.training)
      EXPECT_EQ(std::count(list.begin(), list.end(), item), set.tracks[item].held_out ? 0 : 1);
  }
  EXPECT_GT(held_out, 4u);
  EXPECT_LT(held_out, 20u);
  ASSERT_EQ(set.questions.size(), held_out * 2);
  for (std::size_t q = 0; q < set.questions.size(); ++q) {
    EXPECT_TRUE(set.tracks[set.questions[q].answers.at(0)].held_out);
    EXPECT_EQ(set.questions[q].context.size(), 40 - held_out);
    EXPECT_EQ(set.beside[q].size(), held_out - 1);
  }
  EXPECT_EQ(set.tracks[13].artist, "1");
  EXPECT_EQ(set.tracks[13].key, id_of(13));
}

TEST(NeverSeen, TheSeedDecides) {
  const auto held = [](const NeverSeen& set) {
    std::vector<bool> all;
    for (const auto& track : set.tracks) all.push_back(track.held_out);
    return all;
  };
  EXPECT_EQ(held(forty_tracks(1)), held(forty_tracks(1)));
  EXPECT_NE(held(forty_tracks(1)), held(forty_tracks(2)));
}

TEST(NeverSeen, ListsOfTwoFilesWithOneIdStayTwo) {
  Folder folder;
  folder.file("mpd.slice.0-0.json", slice({playlist(0, {1, 2, 3, 4})}))
      .file("mpd.slice.1-1.json", slice({playlist(0, {5, 6, 7, 8})}));
  const NeverSeen set = read_never_seen(folder.path(), 0.3, 3);
  for (const List& list : set.training) EXPECT_LE(list.size(), 4u);
}

TEST(NeverSeen, ALongListIsSampledForAContext) {
  Folder folder;
  std::vector<int> tracks;
  for (int track = 0; track < 900; ++track) tracks.push_back(track);
  folder.file("mpd.slice.0-0.json", slice({playlist(0, tracks)}));
  const NeverSeen set = read_never_seen(folder.path(), 0.1, 3);
  EXPECT_EQ(set.questions.at(0).context.size(), 250u);
  EXPECT_GT(set.training.at(0).size(), 700u);
}

TEST(NeverSeen, WhatCannotBeReadIsNamed) {
  const auto reading = [](const std::string& bytes) {
    Folder folder;
    folder.file("mpd.slice.0-0.json.gz", bytes);
    return failure([&] { read_never_seen(folder.path(), 0.3, 1); });
  };
  EXPECT_EQ(reading("{\"playlists\":[{\"pid\":0,\"tracks\":[").find("5 mpd.slice.0-0.json.gz: "), 0u);
  EXPECT_EQ(reading("no JSON").find("5 mpd.slice.0-0.json.gz: "), 0u);
  EXPECT_EQ(reading("{\"playlists\":[{\"pid\":0,\"tracks\":[{\"pos\":0}]}]}").find("5 mpd.slice.0-0.json.gz, row 0, "),
            0u);
  EXPECT_EQ(reading("{\"playlists\":[]}").substr(0, 1), "2");
  Folder empty;
  EXPECT_NE(failure([&] { read_never_seen(empty.path(), 0.3, 1); }).find("holds no mpd.slice."), std::string::npos);
  EXPECT_NE(failure([&] { read_never_seen(empty.path() / "none", 0.3, 1); }).find("is not a folder"),
            std::string::npos);
}

// Tracks 0 and 1 are trained, of artists x and y; 2 is held out, of x; 3 is held out, of nobody known.
NeverSeen small_set() {
  NeverSeen set;
  set.tracks = {{"k0", "x", "", false}, {"k1", "y", "", false}, {"k2", "x", "", true}, {"k3", "z", "", true}};
  set.training = {{0, 1}, {0, 1}};
  set.questions = {{{0}, {2}}, {{0}, {3}}};
  set.beside = {{}, {}};
  return set;
}

embed::Model small_model() {
  embed::Model model;
  using embed::TokenKind;
  model.vocabulary.kinds = {TokenKind::recording, TokenKind::recording, TokenKind::artist, TokenKind::artist};
  model.vocabulary.keys = {"k0", "k1", "x", "y"};
  model.vocabulary.counts = {2, 2, 2, 2};
  model.vocabulary.index();
  model.options.dimension = 4;
  model.input = {1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0};
  model.output = model.input;
  return model;
}

TEST(NeverSeen, ATrackIsRankedByTheRowsOfItsTokens) {
  const auto scored = score_never_seen(small_set(), small_model(), 1, 1, true);
  EXPECT_EQ(scored.held_out, 2u);
  EXPECT_EQ(scored.with_artist, 1u);
  EXPECT_EQ(scored.with_token, 1u);
  EXPECT_EQ(scored.candidates, 4u);
  for (const Score& score : scored.scores)
    if (score.name == "segue" || score.name == "artist and album overlap") {
      // 2 is before 1 and 3; 3 is behind 2 and level with 1: 1 and 1 - 1.5 / 2. Fused, 3 is behind 1, too, because 1's
      // artist is in lists with the context's: 1 and 1 - 2 / 2.
      const double of_three = score.rule == "fused" ? 0 : 1 - 1.5 / 2;
      EXPECT_EQ(score.metrics[2].first, "percentile");
      EXPECT_DOUBLE_EQ(score.metrics[2].second.mean, (1 + of_three) / 2) << score.name << " " << score.rule;
      EXPECT_DOUBLE_EQ(score.metrics[0].second.mean, 1);
    }
}

TEST(NeverSeen, AModelThatKnowsTheHeldOutTracksOrOtherOnesIsRefused) {
  embed::Model knows = small_model();
  knows.vocabulary.keys[1] = "k2";
  knows.vocabulary.index();
  EXPECT_NE(failure([&] { score_never_seen(small_set(), knows, 1, 1, false); }).find("knows k2, which is held out"),
            std::string::npos);
  knows.vocabulary.keys[1] = "another";
  knows.vocabulary.index();
  EXPECT_NE(
      failure([&] { score_never_seen(small_set(), knows, 1, 1, false); }).find("1 recordings of the model are no"),
      std::string::npos);
}

}  // namespace
}  // namespace segue::evaluation
