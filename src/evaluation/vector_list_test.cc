#include "evaluation/vector_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "music/credits.h"
#include "neighbors/exact.h"

namespace segue::evaluation {
namespace {

using music::RecordingKey;

// A song of the model and its direction in a plane, the same for input and output.
struct Point {
  const char* key;
  float x, y;
};

// A search that passes over one row.
class Forgetful : public neighbors::ExactIndex {
 public:
  Forgetful(const embed::Model& model, std::optional<std::uint32_t> row)
      : ExactIndex(model.input, model.vocabulary.recordings, 8), row_(row) {}
  std::vector<neighbors::Neighbor> nearest(std::span<const float> query, std::size_t most,
                                           const neighbors::Filter& admits) const override {
    return ExactIndex::nearest(query, most, [&](std::uint32_t row) { return row != row_ && (!admits || admits(row)); });
  }

 private:
  std::optional<std::uint32_t> row_;
};

// Owns the data that a VectorListInput points to.
struct World {
  embed::Model model;
  std::vector<music::Listened> listened;
  std::vector<recommend::Liked> taste;
  std::vector<music::Candidate> candidates;
  std::unordered_set<RecordingKey> heard, cooled;
  VectorListOptions options;
  std::optional<std::uint32_t> passed_over;  // by the search for neighbours
  CreditsOf credits_of = nullptr;

  explicit World(std::initializer_list<Point> points) {
    model.options.dimension = 8;
    for (const auto& [key, x, y] : points) {
      model.vocabulary.kinds.push_back(embed::TokenKind::recording);
      model.vocabulary.keys.emplace_back(key);
      model.vocabulary.counts.push_back(1);
      for (auto* matrix : {&model.input, &model.output}) matrix->insert(matrix->end(), {x, y, 0, 0, 0, 0, 0, 0});
    }
    model.vocabulary.index();
    options.per_artist = 10;
  }
  World& plays(const char* key, std::int64_t times, double weight) {
    music::Listened& one = listened.emplace_back();
    one.recording.key = RecordingKey(key);
    one.recording.artist_key = music::ArtistKey("liked artist");
    one.recording.artist = "Liked";
    one.recording.title = std::string("Song ") + key;
    one.plays = times;
    weights_.push_back(weight);
    return *this;
  }
  World& candidate(const char* key, const char* artist = "artist", const char* id = "") {
    music::Recording one;
    one.key = RecordingKey(key);
    one.artist_key = music::ArtistKey(artist);
    one.artist = artist;
    one.title = std::string("Title ") + key;
    one.spotify_id = music::SpotifyId(id);
    candidates.push_back({.recording = one, .origin = "corpus"});
    return *this;
  }
  std::vector<VectorPick> rank() {
    taste.clear();
    for (std::size_t i = 0; i < listened.size(); ++i) taste.push_back({&listened[i], weights_[i]});
    const Forgetful index(model, passed_over);
    return vector_list({&model, &index, &taste, &candidates, &heard, &cooled, credits_of}, options);
  }
  std::vector<std::string> keys() {
    std::vector<std::string> all;
    for (const auto& one : rank()) all.push_back(one.candidate.recording.key.value);
    return all;
  }

 private:
  std::vector<double> weights_;
};

using Keys = std::vector<std::string>;

TEST(VectorList, TheNearestToWhatIsLikedComesFirst) {
  World world{{"liked", 1, 0}, {"near", 0.9f, 0.1f}, {"far", 0.4f, 0.9f}};
  world.plays("liked", 5, 1).candidate("far").candidate("near");
  EXPECT_EQ(world.keys(), (Keys{"near", "far"}));
  EXPECT_DOUBLE_EQ(world.rank().front().score, 1);
}

TEST(VectorList, WhatIsHeardIsHeardByRecordingNotByTrack) {
  World world{{"liked", 1, 0}, {"heard", 1, 0}, {"new", 1, 0.5f}};
  world.plays("liked", 5, 1).candidate("heard", "artist", "another track id").candidate("new");
  world.heard = {RecordingKey("liked"), RecordingKey("heard")};
  EXPECT_EQ(world.keys(), (Keys{"new"}));
}

TEST(VectorList, WhatWasRecommendedLatelyRests) {
  World world{{"liked", 1, 0}, {"lately", 1, 0}, {"new", 1, 0.5f}};
  world.plays("liked", 5, 1).candidate("lately").candidate("new");
  world.cooled = {RecordingKey("lately")};
  EXPECT_EQ(world.keys(), (Keys{"new"}));
}

TEST(VectorList, OneRecordingIsNamedOnceByItsFirstTrack) {
  World world{{"liked", 1, 0}, {"new", 1, 0.5f}};
  world.plays("liked", 5, 1).candidate("new", "artist", "first").candidate("new", "artist", "second");
  const auto made = world.rank();
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0].candidate.recording.spotify_id.value, "first");
}

TEST(VectorList, SoManyOfOneArtist) {
  World world{{"liked", 1, 0}, {"a", 1, 0.1f}, {"b", 1, 0.2f}, {"c", 1, 0.3f}, {"d", 1, 0.9f}};
  world.plays("liked", 5, 1).candidate("a", "one").candidate("b", "one").candidate("c", "one").candidate("d", "other");
  world.options.per_artist = 1;
  EXPECT_EQ(world.keys(), (Keys{"a", "d"}));
  world.options.per_artist = 2;
  EXPECT_EQ(world.keys().size(), 3u);
}

// An artist's name stands for its key here; the credit "one; two" is of both.
TEST(VectorList, NoTwoSongsShareACreditedArtist) {
  World world{{"liked", 1, 0}, {"a", 1, 0.1f}, {"b", 1, 0.2f}, {"c", 1, 0.3f}, {"d", 1, 0.4f}, {"e", 1, 0.5f}};
  world.plays("liked", 5, 1).candidate("a", "one; two").candidate("b", "one").candidate("c", "two; three");
  world.candidate("d", "three").candidate("e", "one; two");
  world.options.per_artist = 1;
  EXPECT_EQ(world.keys(), (Keys{"a", "b", "c", "d"})) << "a credit is one artist if nobody says whom it names";
  world.credits_of = [](const music::Recording& song) {
    std::vector<music::ArtistKey> artists;
    for (const auto& one : music::credited_artists(song.artist, song.title, {})) artists.emplace_back(one.name);
    return artists;
  };
  EXPECT_EQ(world.keys(), (Keys{"a", "d"}));
  world.options.per_artist = 2;
  EXPECT_EQ(world.keys(), (Keys{"a", "b", "c", "d"})) << "e would be the third of one";
}

TEST(VectorList, TiesGoByKeyInAnyOrderOfCandidates) {
  World world{{"liked", 1, 0}, {"c", 1, 0.5f}, {"b", 1, 0.5f}, {"a", 1, 0.5f}};
  world.plays("liked", 5, 1).candidate("b").candidate("a").candidate("c");
  EXPECT_EQ(world.keys(), (Keys{"a", "b", "c"}));
  std::reverse(world.candidates.begin(), world.candidates.end());
  EXPECT_EQ(world.keys(), (Keys{"a", "b", "c"}));
}

TEST(VectorList, WhatTheModelDoesNotKnowIsLeftOut) {
  World world{{"liked", 1, 0}, {"new", 1, 0.5f}};
  world.plays("liked", 5, 1).plays("liked, no row", 5, 1).candidate("no row").candidate("new");
  EXPECT_EQ(world.keys(), (Keys{"new"}));
}

// "lonely" has a pull, but another unheard song is nearer to it than any liked song.
TEST(VectorList, WithoutALikedSongAmongTheNearestThereIsNoReason) {
  World world{{"liked", 1, 0}, {"lonely", 0.5f, 1}, {"between", 0.5f, 0.9f}, {"new", 1, 0.1f}};
  world.plays("liked", 5, 1).candidate("lonely").candidate("new");
  world.options.neighbours = 1;
  EXPECT_EQ(world.keys(), (Keys{"new"}));
  world.options.neighbours = 3;
  EXPECT_EQ(world.keys(), (Keys{"new", "lonely"}));
}

TEST(VectorList, ASearchThatPassesOverANearerSongMakesNoFalseReason) {
  World world{{"liked", 1, 0}, {"lonely", 0.5f, 1}, {"between", 0.5f, 0.9f}, {"new", 1, 0.1f}};
  world.plays("liked", 5, 1).candidate("lonely").candidate("new");
  world.options.neighbours = 2;
  world.passed_over = 2;  // else "new" and "between" are the two nearest of "lonely"
  EXPECT_EQ(world.keys(), (Keys{"new"}));
}

TEST(VectorList, WhatPointsAwayIsLeftOut) {
  World world{{"liked", 1, 0}, {"opposite", -1, 0}, {"square", 0, 1}};
  world.plays("liked", 5, 1).candidate("opposite").candidate("square");
  EXPECT_EQ(world.keys(), Keys{});
}

TEST(VectorList, NamesTheStrongestThree) {
  World world{{"a", 1, 0}, {"b", 1, 0}, {"c", 1, 0}, {"d", 1, 0}, {"new", 1, 0.5f}};
  world.plays("a", 1, 0.1).plays("b", 2, 0.9).plays("c", 7, 0.5).plays("d", 3, 0.7).candidate("new");
  const auto made = world.rank();
  ASSERT_EQ(made.size(), 1u);
  ASSERT_EQ(made[0].because.size(), 3u);
  EXPECT_EQ(made[0].because[0].recording.key.value, "b");
  EXPECT_EQ(made[0].because[0].plays, 2);
  EXPECT_EQ(made[0].because[2].recording.key.value, "c");
}

// "same" has a better score than "other way", but it has the direction of "first".
TEST(VectorList, DiversityTakesAnotherDirectionFirst) {
  World world{
      {"liked", 1, 0}, {"liked, too", 0, 1}, {"first", 1, 0.05f}, {"same", 0.95f, 0.05f}, {"other way", 0, 0.8f}};
  world.plays("liked", 5, 1).plays("liked, too", 5, 0.9);
  world.candidate("first").candidate("same").candidate("other way");
  world.options.diversity = 0;
  EXPECT_EQ(world.keys(), (Keys{"first", "same", "other way"}));
  world.options.diversity = 0.5;
  EXPECT_EQ(world.keys(), (Keys{"first", "other way", "same"}));
}

TEST(VectorList, NothingInNothingOut) {
  World world{{"liked", 1, 0}, {"new", 1, 0.5f}};
  EXPECT_EQ(world.keys(), Keys{});
  world.plays("liked", 5, 1);
  EXPECT_EQ(world.keys(), Keys{});
  world.candidate("new");
  EXPECT_EQ(world.keys(), (Keys{"new"}));
  world.options.count = 0;
  EXPECT_EQ(world.keys(), Keys{});
}

TEST(VectorList, NoMoreThanAskedFor) {
  World world{{"liked", 1, 0}, {"a", 1, 0.1f}, {"b", 1, 0.2f}, {"c", 1, 0.3f}};
  world.plays("liked", 5, 1).candidate("a").candidate("b").candidate("c");
  world.options.count = 2;
  EXPECT_EQ(world.keys().size(), 2u);
}

}  // namespace
}  // namespace segue::evaluation
