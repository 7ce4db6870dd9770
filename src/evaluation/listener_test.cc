#include "evaluation/listener.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "evaluation/feature_list.h"
#include "evaluation/listener_run.h"
#include "signals/group_knn.h"

namespace segue::evaluation {
namespace {

base::Instant day(int number) {
  return base::from_ms(std::int64_t{number} * 86'400'000);
}

// Ten songs by five artists, two each; two lists hold them all but the last song.
ListenerSet small_set() {
  ListenerSet set;
  for (Item item = 0; item < 10; ++item) {
    music::Recording song;
    song.key = music::RecordingKey("song " + std::to_string(item));
    song.artist = "artist " + std::to_string(item / 2);
    song.artist_key = music::ArtistKey(song.artist);
    song.title = "title " + std::to_string(item);
    set.repertoire.songs.push_back(song);
    set.repertoire.artists.push_back({item / 2});
    set.repertoire.albums.push_back(signals::Groups::kNone);
    set.repertoire.origins.push_back(item == 9 ? recommend::Origin::none : recommend::Origin::corpus);
  }
  set.repertoire.lists = {{0, 1, 2, 3, 4}, {0, 4, 5, 6, 7, 8}};
  for (int n = 0; n < 10; ++n)
    set.plays.push_back({static_cast<Item>(n), static_cast<std::uint32_t>(n / 2), day(10 * n), false});
  return set;
}

TEST(Listener, ACutKnowsOnlyWhatWasBefore) {
  const ListenerSet set = small_set();
  const Cut cut = cut_at(set, day(25), {.horizon_days = 40});  // songs 0, 1, 2 before; 3 to 6 in the horizon
  EXPECT_EQ(cut.listener.taste.size(), 3u);
  EXPECT_EQ(cut.sessions.size(), 2u);
  EXPECT_EQ(cut.answers, (List{3, 4, 5, 6}));
  EXPECT_EQ(cut.of_new_artists, (List{4, 5, 6})) << "song 3 is by an artist who was played";
  EXPECT_EQ(cut_at(set, day(25), {.horizon_days = 400}).answers.back(), 8u) << "song 9 is not offered";
}

TEST(Listener, DatesAreEvenlySpacedAndLeaveRoomForAnswers) {
  const auto dates = dates_of(small_set(), {.cuts = 3, .first = 0.2, .horizon_days = 30});
  EXPECT_EQ(dates, (std::vector<base::Instant>{day(20), day(40), day(60)}));
  EXPECT_THROW(dates_of(small_set(), {.horizon_days = 400}), base::Error);
  EXPECT_THROW(dates_of({}, {}), base::Error);
}

TEST(Listener, CountsHitsByDateAndTheShareThatStays) {
  const ListenerSet set = small_set();
  const std::vector<Cut> cuts{cut_at(set, day(25), {.horizon_days = 40}), cut_at(set, day(45), {.horizon_days = 40})};
  const Score score = score_listener("x", set, cuts, {{{3, 4}, {4, 0}}, {{7}, {7}}}, 1);
  const auto of = [&](const std::string& name) {
    for (const auto& [metric, value] : score.metrics)
      if (metric == name) return value.mean;
    return -1.0;
  };
  EXPECT_DOUBLE_EQ(of("hits@30"), (1.5 + 1) / 2);
  EXPECT_DOUBLE_EQ(of("new@30"), (1.0 + 1) / 2);
  EXPECT_DOUBLE_EQ(of("kept"), (0.5 + 1) / 2);
}

TEST(Listener, RunsFromEndToEndAndNeedsLists) {
  ListenerSet set = small_set();
  embed::TrainOptions training;
  training.dimension = 8;
  training.epochs = 1;
  training.min_count = 1;
  const EvaluationWatch watch{{}, [](const std::string&) {}};
  ListenerOptions options{{2, 0.2, 30}, 2, true};
  const Evaluated result = evaluate_listener(set, options, training, watch);
  EXPECT_EQ(result.scores.size(), 10u);
  EXPECT_EQ(result.scores.front().name, "segue");
  const Evaluated again = evaluate_listener(set, options, training, watch);
  for (std::size_t i = 0; i < result.scores.size(); ++i)
    for (std::size_t m = 0; m < result.scores[i].metrics.size(); ++m)
      EXPECT_EQ(result.scores[i].metrics[m].second.mean, again.scores[i].metrics[m].second.mean);
  set.repertoire.lists.clear();
  EXPECT_THROW(evaluate_listener(set, options, training, watch), base::Error);
}

TEST(FeatureList, SongsOfTheLikedArtistAreNearest) {
  const ListenerSet set = small_set();
  const recommend::RepertoireIndex index(set.repertoire);
  recommend::Listener listener;
  listener.taste = {{6, 1, 9}};
  listener.heard.assign(10, false);
  listener.heard[6] = true;
  const List list = feature_list(set.repertoire, index, listener, 3);
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(list.front(), 7u) << "the other song of the artist, in as many lists";
}

}  // namespace
}  // namespace segue::evaluation
