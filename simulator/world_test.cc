// Catalogue, listeners and what they leave behind: recently played, export, corpus.
#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "simulator/app_for_tests.h"
#include "simulator/corpus.h"
#include "simulator/export_zip.h"

namespace segue::simulator {
namespace {

using std::chrono::days;
using std::chrono::hours;

TEST(Catalogue, HasDistinctIdsOfSpotifysShape) {
  Catalogue catalogue(1);
  std::set<std::string> ids;
  for (const auto& track : catalogue.tracks()) {
    EXPECT_EQ(track.id.size(), 22U);
    EXPECT_TRUE(ids.insert(track.id).second);
    EXPECT_EQ(catalogue.track(track.id), static_cast<std::size_t>(&track - catalogue.tracks().data()));
  }
  EXPECT_NEAR(static_cast<double>(catalogue.artists().size()), 400, 20);
  EXPECT_NEAR(static_cast<double>(catalogue.tracks().size()), 7000, 1500);
  EXPECT_EQ(catalogue.track("0000000000000000000000"), Catalogue::nothing_found);
}

TEST(Catalogue, HasRecordingsUnderTwoIdsAndVersions) {
  Catalogue catalogue(1);
  std::map<std::size_t, const Track*> first;
  int twice = 0, remasters = 0, live = 0, featured = 0;
  for (const auto& track : catalogue.tracks()) {
    auto [at, fresh] = first.emplace(track.recording, &track);
    bool remaster = track.name.ends_with("- Remastered 2011");
    remasters += remaster;
    live += track.name.ends_with("(Live)");
    featured += !track.featured.empty();
    if (fresh || remaster || at->second->name.ends_with("- Remastered 2011")) continue;
    ++twice;
    EXPECT_EQ(at->second->artist, track.artist);
    EXPECT_EQ(at->second->name, track.name);
    EXPECT_NE(at->second->album, track.album);
    EXPECT_EQ(at->second->isrc, track.isrc);
  }
  EXPECT_GT(twice, 100);
  EXPECT_GT(remasters, 50);
  EXPECT_GT(live, 50);
  EXPECT_GT(featured, 100);
}

TEST(Names, FoldToPlainWords) {
  EXPECT_EQ(folded("Émley  Ström's (Live) – Nº1"), "emley stroms live n 1");
  EXPECT_EQ(folded("…"), "");
}

TEST(World, IsTheSameForTheSameSeed) {
  auto bytes = [](std::uint64_t seed) {
    TestApp app(small_world(seed));
    app.log_in();
    return app.ask("GET", "/sim/truth").body + app.ask("GET", "/sim/export").body +
           app.ask("GET", "/sim/corpus?playlists=30").body + app.ask("GET", "/v1/me/playlists").body + app.token;
  };
  auto first = bytes(5);
  EXPECT_GT(first.size(), 1'000'000U);
  EXPECT_TRUE(first == bytes(5));
  EXPECT_FALSE(first == bytes(6));
}

TEST(History, IsTheSameHoweverItIsLookedAt) {
  TestApp at_once, bit_by_bit;
  at_once.advance(days(40));
  for (int i = 0; i < 10; ++i) {
    bit_by_bit.advance(days(4));
    bit_by_bit.ask("GET", "/sim/truth");
  }
  EXPECT_TRUE(at_once.ask("GET", "/sim/truth").body == bit_by_bit.ask("GET", "/sim/truth").body);
}

TEST(History, NeverPlaysTwoThingsAtOnceNorTheFuture) {
  World world(small_world());
  auto plays = world.plays(3, world.options.start);
  ASSERT_GT(plays.size(), 3000U);
  EXPECT_LE(plays.back().end, world.options.start);
  EXPECT_GT(plays.back().end, world.options.start - days(3));
  for (std::size_t i = 1; i < plays.size(); ++i) ASSERT_LT(plays[i - 1].end, plays[i].start);
  for (const auto& play : plays) {
    ASSERT_GE(play.end - play.start, base::Millis(play.ms_played));
    ASSERT_GT(play.listed, play.end);
  }
}

TEST(Taste, ConcentratesPlaysInALoversScenes) {
  World world(small_world());
  for (std::size_t number = 0; number < 5; ++number) {
    std::array<int, scene_count> counts{};
    int total = 0;
    for (const auto& play : world.plays(number, world.options.start)) {
      if (play.item != Item::track) continue;
      ++counts[world.catalogue.artists()[world.catalogue.tracks()[play.index].artist].scene];
      ++total;
    }
    double in_loved = 0;
    const auto& scenes = world.listener(number).taste.scenes;
    for (std::size_t scene = 0; scene < scene_count; ++scene) {
      if (scenes[scene] > 0.05) in_loved += counts[scene];
    }
    EXPECT_GT(in_loved / total, 0.85) << number;
    EXPECT_EQ(std::count_if(scenes.begin(), scenes.end(), [](double weight) { return weight > 0.05; }), 3);
  }
}

TEST(Taste, LeavesMuchOfALovedSceneUnheard) {
  World world(small_world());
  std::set<std::size_t> heard;
  for (const auto& play : world.plays(0, world.options.start)) {
    if (play.item == Item::track) heard.insert(world.catalogue.tracks()[play.index].recording);
  }
  const auto& scenes = world.demo().taste.scenes;
  std::set<std::size_t> unheard;
  for (const auto& track : world.catalogue.tracks()) {
    bool loved = scenes[world.catalogue.artists()[track.artist].scene] > 0.05;
    if (loved && !heard.contains(track.recording)) unheard.insert(track.recording);
  }
  EXPECT_GT(heard.size(), 500U);
  EXPECT_GT(unheard.size(), 300U);
}

// Returns the true plays that recently-played may show at `now`, newest first.
std::vector<Json> showable(TestApp& app) {
  std::vector<Json> out;
  auto now = app.get("/sim/clock").at("now_ms").get<std::int64_t>();
  for (const auto& line : split(app.ask("GET", "/sim/truth").body, '\n')) {
    if (line.empty()) continue;
    auto play = Json::parse(line);
    bool shown = play["kind"] == "track" && play["ms_played"] > 30'000 && play["incognito"] == false;
    if (shown && play["listed_ms"] <= now) out.push_back(std::move(play));
  }
  std::reverse(out.begin(), out.end());
  return out;
}

TEST(RecentlyPlayed, ShowsTheNewest50OfWhatItMayShow) {
  TestApp app;
  std::size_t hidden = 0;
  for (int round = 0; round < 8; ++round) {
    app.advance(hours(31));
    app.log_in();
    auto page = app.get("/v1/me/player/recently-played?limit=50");
    auto wanted = showable(app);
    ASSERT_EQ(page["items"].size(), 50U);
    for (std::size_t i = 0; i < 50; ++i) {
      EXPECT_EQ(page["items"][i]["played_at"], wanted[i]["end"]);
      EXPECT_EQ(page["items"][i]["track"]["uri"], wanted[i]["uri"]);
      EXPECT_EQ(page["items"][i]["context"].is_null(), wanted[i]["context_uri"].is_null());
    }
    EXPECT_EQ(page["next"], nullptr);
    EXPECT_EQ(page["cursors"]["after"], std::to_string(wanted[0]["end_ms"].get<std::int64_t>()));
    EXPECT_EQ(page["cursors"]["before"], std::to_string(wanted[49]["end_ms"].get<std::int64_t>()));
    hidden += split(app.ask("GET", "/sim/truth").body, '\n').size() - wanted.size();
  }
  EXPECT_GT(hidden, 1000U);  // so that hiding was tried at all
}

TEST(RecentlyPlayed, ShowsAPlayOnceItHasArrived) {
  World world(small_world());
  auto coming = world.plays(0, world.options.start + days(2));
  auto next = std::find_if(coming.begin(), coming.end(), [&](const Play& play) {
    return listable(play) && play.end > world.options.start && !play.offline;
  });
  ASSERT_NE(next, coming.end());
  const Play play = *next;
  auto shown = [&] {
    auto plays = world.plays(0, world.clock.now());
    auto list = world.recently_played(0, world.clock.now());
    return std::any_of(list.begin(), list.end(), [&](const Shown& other) { return plays[other.n].end == play.end; });
  };
  world.clock.advance(play.listed - world.clock.now() - base::Millis(1));
  EXPECT_GT(world.clock.now(), play.end);
  EXPECT_FALSE(shown());
  world.clock.advance(base::Millis(1));
  EXPECT_TRUE(shown());
}

TEST(RecentlyPlayed, PagesBackWithinThe50AndNoFurther) {
  TestApp app;
  app.log_in();
  auto all = app.get("/v1/me/player/recently-played?limit=50")["items"];
  auto first = app.get("/v1/me/player/recently-played?limit=30");
  auto next = first["next"].get<std::string>();
  auto second = app.get(next.substr(next.find("/v1/")));
  EXPECT_EQ(second["items"].size(), 20U);
  EXPECT_EQ(second["items"][0], all[30]);
  EXPECT_EQ(second["next"], nullptr);
  auto oldest = second["cursors"]["before"].get<std::string>();
  auto beyond = app.get("/v1/me/player/recently-played?before=" + oldest);
  EXPECT_TRUE(beyond["items"].empty());
  EXPECT_EQ(beyond["cursors"], nullptr);
  auto newer = app.get("/v1/me/player/recently-played?after=" + first["cursors"]["before"].get<std::string>());
  EXPECT_EQ(newer["items"].size(), 20U);  // the default limit
  EXPECT_EQ(newer["items"][0], all[0]);
}

TEST(RecentlyPlayed, IsDatedByTheSimulatorsClock) {
  TestApp app;
  app.log_in();
  EXPECT_EQ(app.ask("GET", "/v1/me/player/recently-played").header("date"), "Sun, 01 Nov 2026 00:00:00 GMT");
  app.advance(std::chrono::minutes(30));
  EXPECT_EQ(app.ask("GET", "/v1/me/player/recently-played").header("date"), "Sun, 01 Nov 2026 00:30:00 GMT");
  EXPECT_EQ(app.ask("GET", "/v1/markets", "", {{"authorization", "Bearer x"}}).header("date"),
            "Sun, 01 Nov 2026 00:30:00 GMT");
}

std::map<std::string, std::string> members_of(const std::string& zip) {
  std::map<std::string, std::string> out;
  auto* reader = archive_read_new();
  archive_read_support_format_zip(reader);
  EXPECT_EQ(archive_read_open_memory(reader, zip.data(), zip.size()), ARCHIVE_OK);
  archive_entry* entry = nullptr;
  while (archive_read_next_header(reader, &entry) == ARCHIVE_OK) {
    std::string bytes(static_cast<std::size_t>(archive_entry_size(entry)), '\0');
    EXPECT_EQ(archive_read_data(reader, bytes.data(), bytes.size()), static_cast<la_ssize_t>(bytes.size()));
    out[archive_entry_pathname(entry)] = bytes;
  }
  archive_read_free(reader);
  return out;
}

TEST(Export, HoldsEveryPlayUntilThreeDaysAgoOnce) {
  TestApp app;
  auto members = members_of(app.ask("GET", "/sim/export?days=365").body);
  const std::string folder = "Spotify Extended Streaming History/";
  ASSERT_TRUE(members.contains(folder + "Streaming_History_Audio_2025-2026_0.json"));
  ASSERT_TRUE(members.contains(folder + "Streaming_History_Audio_2026_1.json"));
  std::multiset<std::string> rows, wanted;
  int podcasts = 0, incognito = 0, nameless = 0;
  for (const auto& [name, bytes] : members) {
    if (!name.ends_with(".json")) continue;
    for (const auto& row : Json::parse(bytes)) {
      rows.insert(row["offline_timestamp"].dump() + row["ms_played"].dump() + row["spotify_track_uri"].dump());
      podcasts += !row["spotify_episode_uri"].is_null();
      incognito += row["incognito_mode"].get<bool>();
      nameless += row["spotify_track_uri"].is_null() && row["spotify_episode_uri"].is_null();
      EXPECT_EQ(row.size(), 23U);
    }
  }
  auto until = base::to_ms(*base::parse_iso8601("2026-10-29T00:00:00Z"));
  for (const auto& line : split(app.ask("GET", "/sim/truth").body, '\n')) {
    if (line.empty()) continue;
    auto play = Json::parse(line);
    auto logged = play["offline"].get<bool>() ? play["listed_ms"] : play["end_ms"];
    if (logged.get<std::int64_t>() > until) continue;
    wanted.insert(std::to_string(play["start_ms"].get<std::int64_t>() / 1000) + play["ms_played"].dump() +
                  play["uri"].dump());
  }
  EXPECT_EQ(rows, wanted);
  EXPECT_GT(podcasts, 20);
  EXPECT_GT(incognito, 20);
  EXPECT_GT(nameless, 5);
}

TEST(Corpus, IsASliceOfPlaylistsOfOneOrTwoScenes) {
  World world(small_world());
  auto slice = Json::parse(corpus_slice(world, 60));
  EXPECT_EQ(slice["info"]["slice"], "0-59");
  ASSERT_EQ(slice["playlists"].size(), 60U);
  for (const auto& playlist : slice["playlists"]) {
    const auto& tracks = playlist["tracks"];
    ASSERT_EQ(playlist["num_tracks"], tracks.size());
    EXPECT_GE(tracks.size(), 10U);
    EXPECT_LE(tracks.size(), 80U);
    EXPECT_EQ(playlist["collaborative"], "false");
    std::map<std::size_t, std::size_t> scenes;
    for (std::size_t i = 0; i < tracks.size(); ++i) {
      EXPECT_EQ(tracks[i]["pos"], i);
      auto track = world.catalogue.track(tracks[i]["track_uri"].get<std::string>().substr(14));
      ASSERT_NE(track, Catalogue::nothing_found);
      EXPECT_EQ(tracks[i]["track_name"], world.catalogue.tracks()[track].name);
      ++scenes[world.catalogue.artists()[world.catalogue.tracks()[track].artist].scene];
    }
    std::vector<std::size_t> counts;
    for (auto [scene, count] : scenes) counts.push_back(count);
    std::sort(counts.rbegin(), counts.rend());
    counts.resize(2);
    EXPECT_GE((counts[0] + counts[1]) * 10, tracks.size() * 8);
  }
}

}  // namespace
}  // namespace segue::simulator
