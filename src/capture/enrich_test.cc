#include "capture/enrich.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "lake/directory_lake.h"
#include "lake/objects.h"
#include "spotify/signed_in_for_tests.h"

namespace segue::capture {
namespace {

std::string id(int n) {
  return fmt::format("{:022}", n);
}

std::string track_json(int n) {
  return fmt::format(
      R"({{"id":"{}","type":"track","name":"T","duration_ms":201000,"artists":[{{"id":"ar","name":"A"}}],)"
      R"("album":{{"id":"al","name":"Al","release_date":"2019"}},"external_ids":{{"isrc":"GBXYZ19{:05}"}}}})",
      id(n), n);
}

class Enriching : public testing::Test {
 protected:
  using Paths = std::vector<std::string>;
  void answer(int status, const std::string& body, std::vector<http::Header> more = {}) {
    more.emplace_back("Date", base::to_http_date(spotify_.clock.now()));
    spotify_.client.answer(status, body, std::move(more));
  }
  Enriched run(const std::string& scope = "", std::int64_t calls = 100) {
    return enrich(lake_, "me", spotify_.api, spotify_.clock, {calls, scope}, catalogue_, [](const Enriched&) {});
  }
  void want(std::initializer_list<int> tracks) {
    for (const int n : tracks) catalogue_.tracks.push_back({id(n), "", "", {}, {}, 100 - n, false, false});
    catalogue_.artists = {"ar"};
    catalogue_.answers.push_back({"album", "al", "", 0, "", 200, "", "", "", {}});
    catalogue_.answers.push_back({"artist_albums", "ar", "", 0, "", 200, "", "", "", spotify_.clock.now()});
  }
  // Returns the paths asked for since the last call, without their root.
  std::vector<std::string> asked() {
    std::vector<std::string> paths;
    const auto& requests = spotify_.client.requests();
    for (; seen_ < requests.size(); ++seen_)
      paths.push_back(requests[seen_].url.substr(std::string("https://api.example/v1").size()));
    return paths;
  }
  std::vector<std::pair<lake::Envelope, std::string>> landed(const std::string& kind) {
    std::vector<std::pair<lake::Envelope, std::string>> all;
    for (const auto& object : lake_.list("v1/me/" + kind + "/")) all.push_back(lake::unwrap(lake_.get(object.key)));
    return all;
  }

  spotify::SignedIn spotify_;
  lake::DirectoryLake lake_{spotify_.folder.path() / "lake"};
  music::Catalogue catalogue_;
  std::size_t seen_ = 0;
};

TEST_F(Enriching, AnAnswerLandsAsItCameAndIsAskedForNoMore) {
  want({1, 2});
  answer(200, track_json(1));
  answer(200, track_json(2));
  const Enriched made = run();
  EXPECT_EQ(asked(), (Paths{"/tracks/" + id(1), "/tracks/" + id(2)}));
  EXPECT_EQ(made.calls, 2);
  EXPECT_EQ(made.tracks, 2);
  EXPECT_EQ(made.calls_left, 0);
  EXPECT_FALSE(made.held_until);
  const auto objects = landed("track");
  ASSERT_EQ(objects.size(), 2u);
  for (const auto& [envelope, body] : objects) {
    EXPECT_EQ(envelope.status, 200);
    EXPECT_EQ(envelope.request, "GET /v1/tracks/" + envelope.subject);
    EXPECT_NE(body.find(envelope.subject), std::string::npos);
  }
  EXPECT_EQ(run().calls, 0) << "what has landed is not asked for again";
}

TEST_F(Enriching, OnlyARealNotFoundIsRememberedAsMissing) {
  want({1, 2, 3});
  const std::string same = R"({"error":{"status":404,"message":"not found"}})";
  answer(404, same);
  answer(404, same);
  answer(400, R"({"error":{"status":400,"message":"Invalid id"}})");
  const Enriched made = run("", 3);
  EXPECT_EQ(made.missing_tracks, 2);
  EXPECT_EQ(made.failed, 1);
  EXPECT_EQ(landed("track").size(), 2u) << "two of the same second and words are two objects";
  asked();
  answer(200, track_json(3));
  run();
  EXPECT_EQ(asked(), Paths{"/tracks/" + id(3)});
}

TEST_F(Enriching, ARefusedFamilyIsLeftAloneAndTheOthersGoOn) {
  want({1, 2});
  catalogue_.tracks[1].artist_id = "other";
  catalogue_.answers.push_back({"artist_albums", "other", "", 0, "", 200, "", "", "", spotify_.clock.now()});
  answer(429, R"({"error":{"status":429,"message":"no","reason":"QUOTA_EXCEEDED"}})", {{"Retry-After", "7200"}});
  answer(200, R"({"id":"other","name":"O","genres":[]})");
  const Enriched made = run();
  EXPECT_EQ(asked(), (Paths{"/tracks/" + id(1), "/artists/other"}));
  ASSERT_TRUE(made.held_until);
  EXPECT_EQ(*made.held_until, spotify_.clock.now() + std::chrono::hours{2});
  EXPECT_EQ(made.artists, 1);
  EXPECT_EQ(made.calls_left, 2) << "both tracks";
  EXPECT_FALSE(made.refusal);
  EXPECT_TRUE(landed("track").empty()) << "a refusal is no answer";
  const Enriched again = run();
  EXPECT_EQ(again.calls, 0) << "what quota holds back is no call";
  EXPECT_TRUE(again.held_until);
  EXPECT_TRUE(asked().empty());
}

TEST_F(Enriching, WhatCannotBeReadLandsAndIsAskedForAgain) {
  want({1});
  answer(200, "<html>");
  const Enriched made = run("", 1);
  EXPECT_EQ(made.failed, 1);
  EXPECT_EQ(made.tracks, 0);
  EXPECT_EQ(landed("track").size(), 1u);
  answer(200, track_json(1));
  EXPECT_EQ(run().tracks, 1);
}

TEST_F(Enriching, ARunAsksForWhatFailedOnce) {
  want({1, 2});
  answer(400, "");
  answer(200, track_json(2));
  const Enriched made = run();
  EXPECT_EQ(made.calls, 2) << "the plan still begins with the first";
  EXPECT_EQ(made.calls_left, 1);
}

TEST_F(Enriching, MakesNoMoreCallsThanItMay) {
  want({1, 2, 3});
  answer(200, track_json(1));
  answer(200, track_json(2));
  const Enriched made = run("", 2);
  EXPECT_EQ(made.calls, 2);
  EXPECT_EQ(made.calls_left, 1);
}

TEST_F(Enriching, AnAnswerTeachesWhatToAskNext) {
  catalogue_.tracks = {{id(1), "", "", music::AlbumKey("album"), music::ArtistKey("artist"), 9, false, false},
                       {id(2), "", "", music::AlbumKey("album"), music::ArtistKey("artist"), 1, false, false}};
  answer(200, track_json(1));  // its album is "al", and so is that of the other track of the same album
  answer(200,
         fmt::format(R"({{"id":"al","name":"Al","release_date":"2019","tracks":{{"items":[{{"id":"{}","duration_ms":7,)"
                     R"("name":"T","artists":[{{"id":"ar","name":"A"}}]}}]}}}})",
                     id(2)));
  const Enriched made = run("", 1);
  EXPECT_EQ(asked(), Paths{"/tracks/" + id(1)});
  EXPECT_EQ(catalogue_.tracks[1].album_id, "al");
  EXPECT_EQ(catalogue_.tracks[1].artist_id, "ar");
  EXPECT_EQ(run("", 1).albums, 1);
  EXPECT_EQ(asked(), Paths{"/albums/al"}) << "9 + 1 plays of it, and the facts of the other";
  EXPECT_TRUE(catalogue_.tracks[1].has_facts);
  EXPECT_EQ(made.calls, 1);
}

TEST_F(Enriching, ListsThatTheScopeDoesNotShowAreLeftOutAndNamed) {
  const Enriched made = run("user-read-recently-played");
  EXPECT_EQ(made.calls, 0);
  EXPECT_EQ(made.left_out.size(), 5u) << "each list once, whatever its ranges";
  EXPECT_EQ(made.left_out[0], "saved_tracks (needs the scope user-library-read)");
}

TEST_F(Enriching, AListComesPageByPageAndNotTwiceADay) {
  const std::string first = R"({"items":[{"track":)" + track_json(1) + R"(}],"next":"u"})";
  answer(200, first);
  answer(200, R"({"items":[{"track":)" + track_json(2) + R"(}],"next":null})");
  Enriched made = run("user-library-read", 2);
  EXPECT_EQ(asked(), (Paths{"/me/tracks?limit=50&offset=0", "/me/tracks?limit=50&offset=50"}));
  EXPECT_EQ(made.pages, 2);
  EXPECT_EQ(catalogue_.tracks.size(), 2u);
  EXPECT_TRUE(catalogue_.tracks[0].has_isrc) << "saved tracks bring their facts with them";
  catalogue_.tracks.clear();
  run("user-library-read");
  EXPECT_TRUE(asked().empty());

  spotify_.clock.advance(std::chrono::hours{24});
  answer(200, R"({"access_token":"t2","token_type":"Bearer","expires_in":360000,"scope":"x"})");
  answer(200, first);
  made = run("user-library-read");
  EXPECT_EQ(asked().back(), "/me/tracks?limit=50&offset=0") << "the first page is as it was: nothing has changed";
  const auto objects = landed("saved_tracks");
  ASSERT_EQ(objects.size(), 3u);
  EXPECT_EQ(objects[2].second, "");
  EXPECT_TRUE(lake_.exists(objects[2].first.same_as));
}

TEST_F(Enriching, AListThatWasCutGoesOnWhereItStopped) {
  answer(200, R"({"items":[{"track":)" + track_json(1) + R"(}],"next":"u"})");
  run("user-library-read", 1);
  asked();
  answer(200, R"({"items":[],"next":null})");
  run("user-library-read", 1);
  EXPECT_EQ(asked(), Paths{"/me/tracks?limit=50&offset=50"});
}

TEST_F(Enriching, ItemsOfOwnPlaylistsWhoseSnapshotIsAnother) {
  const auto playlist = [](const char* key, const char* owner, const char* snapshot, bool collaborative) {
    return fmt::format(R"({{"id":"{}","name":"P","owner":{{"id":"{}"}},"snapshot_id":"{}","collaborative":{}}})", key,
                       owner, snapshot, collaborative);
  };
  const std::string items = R"({"items":[],"next":null})";
  answer(200, R"({"items":[)" + playlist("p1", "ann", "s1", false) + "," + playlist("p2", "bob", "s1", false) + "," +
                  playlist("p3", "bob", "s1", true) + R"(],"next":null})");
  answer(200, R"({"id":"ann"})");
  answer(200, items);
  answer(200, items + " ");
  run("playlist-read-private");
  EXPECT_EQ(asked(), (Paths{"/me/playlists?limit=50&offset=0", "/me", "/playlists/p1/items?limit=50&offset=0",
                            "/playlists/p3/items?limit=50&offset=0"}));
  EXPECT_EQ(landed("playlist_items")[0].first.snapshot, "s1");

  spotify_.clock.advance(std::chrono::hours{24});
  answer(200, R"({"access_token":"t2","token_type":"Bearer","expires_in":360000,"scope":"x"})");
  answer(200, R"({"items":[)" + playlist("p1", "ann", "s2", false) + "," + playlist("p3", "bob", "s1", true) +
                  R"(],"next":null})");
  answer(200, R"({"id":"ann"})");
  answer(200, items);
  run("playlist-read-private");
  const Paths paths = asked();
  ASSERT_EQ(paths.size(), 4u);
  EXPECT_EQ(paths[3], "/playlists/p1/items?limit=50&offset=0") << "p3's snapshot is as it was";
}

TEST_F(Enriching, WithoutALegibleProfileNobodysItemsAreRead) {
  answer(200, R"({"items":[{"id":"p1","name":"P","owner":{"id":"ann"},"snapshot_id":"s"}],"next":null})");
  answer(200, "<html>");
  EXPECT_EQ(run("playlist-read-private").calls, 2);
  EXPECT_EQ(run("playlist-read-private").calls, 0) << "until tomorrow";
}

TEST_F(Enriching, AListThatSpotifyDoesNotShowIsLeftOutAndTheOthersAreRead) {
  answer(403, R"({"error":{"status":403,"message":"Forbidden"}})");
  answer(200, R"({"items":[],"next":null})");
  answer(200, R"({"id":"ann"})");
  const Enriched made = run("user-library-read playlist-read-private");
  EXPECT_FALSE(made.refusal);
  EXPECT_EQ(made.left_out.back(), "/v1/me/tracks (Forbidden)");
  EXPECT_EQ(asked().size(), 3u);
}

TEST_F(Enriching, FollowedArtistsGoOnByCursor) {
  answer(200, R"({"artists":{"items":[{"id":"a1","name":"A"}],"next":"u","cursors":{"after":"a1"}}})");
  answer(200, R"({"artists":{"items":[{"id":"a2","name":"B"}],"next":null,"cursors":{"after":null}}})");
  run("user-follow-read");
  EXPECT_EQ(asked(), (Paths{"/me/following?type=artist&limit=50", "/me/following?type=artist&limit=50&after=a1"}));
  EXPECT_EQ(catalogue_.artists, (std::set<std::string>{"a1", "a2"}));
}

}  // namespace
}  // namespace segue::capture
