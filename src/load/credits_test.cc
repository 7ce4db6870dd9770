// Loads rows and reads which artists are credited on each track.
#include "load/credits.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "load/loaded_lake_for_tests.h"
#include "music/names.h"

namespace segue::load {
namespace {

class CreditsTest : public LoadTest {
 protected:
  // Lands a file of listens, each of an artist and a title.
  void land_listens(const std::string& name, const std::vector<std::pair<std::string, std::string>>& listens) {
    std::string lines;
    for (const auto& [artist, title] : listens)
      lines +=
          fmt::format("{{\"listened_at\":{},\"track_metadata\":{{\"artist_name\":\"{}\",\"track_name\":\"{}\"}}}}\n",
                      1'546'398'600 + 300 * count_++, artist, title);
    land(name, lines);
  }
  // Returns "A, B" for an artist key that stands for two artists, "" for one.
  std::string artists_of(const std::string& credit) {
    return text("select artist from segue_raw.artist_credits where credit_key = '" +
                music::artist_key_of(credit).value + "' order by position");
  }
  // Returns "A main, B featured" for the track's rows of track_credits.
  std::string credits_of(const std::string& title) {
    return text(
        "select c.artist || ' ' || c.role from segue_raw.track_credits c where c.track_key in (select track_key from "
        "segue_raw.tracks where title = '" +
        title + "') order by c.position");
  }
  std::string text(const std::string& sql) {
    std::string all;
    work_of("one").each(sql, [&](const warehouse::Row& row) { (all += all.empty() ? "" : ", ") += row.text(0); });
    return all;
  }
  std::int64_t count_ = 0;
};

TEST_F(CreditsTest, ACreditIsSplitByWhatElseIsLoaded) {
  land_listens("1.jsonl", {{"Flume; kai", "X"}, {"Baauer & RL Grime", "Y"}, {"Mumford & Sons", "Z"}});
  load();
  EXPECT_EQ(artists_of("Flume; kai"), "Flume, kai");
  EXPECT_EQ(artists_of("Baauer & RL Grime"), "");
  land_listens("2.jsonl", {{"RL Grime", "A"}, {"Baauer", "B"}, {"Baauer", "C"}});
  load();
  EXPECT_EQ(artists_of("Baauer & RL Grime"), "Baauer, RL Grime");
  EXPECT_EQ(artists_of("Mumford & Sons"), "");
  EXPECT_EQ(artists_of("Baauer"), "");
}

TEST_F(CreditsTest, TitlesAndCreditsNameFeaturedArtists) {
  land_listens("1.jsonl",
               {{"Flume; kai", "One (feat. Kai)"}, {"A feat. B", "Two"}, {"A", "Three {Ft. C}"}, {"A", "Four"}});
  load();
  EXPECT_EQ(credits_of("One (feat. Kai)"), "kai featured");
  EXPECT_EQ(credits_of("Two"), "B featured");
  EXPECT_EQ(credits_of("Three {Ft. C}"), "C featured");
  EXPECT_EQ(credits_of("Four"), "");
  EXPECT_EQ(artists_of("A"), "") << "feat. makes no other artist key";
}

TEST_F(CreditsTest, AListOfSpotifysCountsWhole) {
  land_poll(
      "2026-01-02T04:00:00Z", 200,
      R"({"items":[{"played_at":"2026-01-02T03:04:05Z","track":{"id":"4uLU6hMCjMI75M1A2tKUQC","name":"X (with K) now",)"
      R"("type":"track","artists":[{"id":"f","name":"Flume"},{"id":"e","name":"Earth, Wind & Fire"},)"
      R"({"id":"k","name":"K"}]}}]})");
  land_listens("1.jsonl", {{"Earth, Wind & Fire", "Y"},
                           {"Earth", "E"},
                           {"Wind", "W"},
                           {"Fire", "F"},
                           {"Earth", "E2"},
                           {"Wind", "W2"},
                           {"Fire", "F2"}});
  load();
  EXPECT_EQ(credits_of("X (with K) now"), "Flume main, Earth, Wind & Fire main, K featured");
  EXPECT_EQ(artists_of("Earth, Wind & Fire"), "") << "Spotify says that it is one";
  EXPECT_EQ(number("select count(*) from segue_raw.track_artists"), 3);
  EXPECT_EQ(number("select count(*) from segue_raw.tracks where artist = 'Flume'"), 1) << "the first makes the keys";
}

TEST_F(CreditsTest, TheOrderOfObjectsChangesNothing) {
  land_listens("1.jsonl", {{"Jay-Z & Kanye West", "X"}, {"JAY Z & Kanye West", "Y"}, {"Flume;kai", "Z"}});
  land_listens("2.jsonl", {{"Jay-Z", "X"}, {"Kanye West", "Y"}, {"jay-z/kanye West", "Z (feat. Flume)"}});
  land_listens("3.jsonl", {{"A, Kanye West", "X"}, {"FLUME ; Kai", "Z"}, {"Kanye West ft. Jay-Z", "W"}});
  load_into(files_of("plain"), {.threads = 1, .shuffle_seed = {}, .zones = {}});
  const std::string plain = everything("plain");
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    const std::string home = "seed " + std::to_string(seed);
    load_into(files_of(home), {.threads = 2, .shuffle_seed = seed, .zones = {}});
    EXPECT_EQ(everything(home), plain) << home;
  }
}

}  // namespace
}  // namespace segue::load
