#include "capture/enrich_refusals.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "capture/enrich.h"
#include "lake/directory_lake.h"
#include "spotify/signed_in_for_tests.h"

namespace segue::capture {
namespace {

using Paths = std::vector<std::string>;

const std::string kForbidden = R"({"error":{"status":403,"message":"Forbidden"}})";

std::string id(int n) {
  return fmt::format("{:022}", n);
}
std::string track_json(int n) {
  return fmt::format(
      R"({{"id":"{}","type":"track","name":"T","duration_ms":201000,"artists":[{{"id":"ar","name":"A"}}],)"
      R"("album":{{"id":"al","name":"Al","release_date":"2019"}},"external_ids":{{"isrc":"I{}"}}}})",
      id(n), n);
}

// Wants only tracks; the album, the artist and the artist's list are known unless a test says otherwise.
class Refused : public testing::Test {
 protected:
  void want(int tracks) {
    catalogue_ = {};
    for (int n = 1; n <= tracks; ++n) catalogue_.tracks.push_back({id(n), "", "", {}, {}, 100 - n, false, false});
    catalogue_.artists = {"ar"};
    know("album", "al");
    know("artist_albums", "ar");
  }
  void know(const std::string& kind, const std::string& of) {
    catalogue_.answers.push_back({kind, of, "", 0, "", 200, "", "", "", spotify_.clock.now()});
  }
  void answer(int status, const std::string& body) { spotify_.client.answer(status, body); }
  Enriched run(const std::string& scope = "", std::int64_t calls = 100) {
    return enrich(lake_, "me", spotify_.api, spotify_.clock, {calls, scope}, catalogue_, [](const Enriched&) {});
  }
  Paths asked() {
    Paths paths;
    for (; seen_ < spotify_.client.requests().size(); ++seen_) {
      const std::string& url = spotify_.client.requests()[seen_].url;
      if (url.starts_with("https://api.example"))
        paths.push_back(url.substr(std::string("https://api.example/v1").size()));
    }
    return paths;
  }
  void tomorrow() {
    spotify_.clock.advance(std::chrono::hours{24});
    answer(200, R"({"access_token":"t","token_type":"Bearer","expires_in":3600,"scope":"x"})");
  }

  spotify::SignedIn spotify_;
  lake::DirectoryLake lake_{spotify_.folder.path() / "lake"};
  music::Catalogue catalogue_;
  std::size_t seen_ = 0;
};

TEST_F(Refused, AForbiddenFamilyIsLeftAloneAndSaidOnce) {
  want(3);
  catalogue_.tracks[2].artist_id = "other";
  know("artist_albums", "other");
  answer(403, kForbidden);
  answer(200, R"({"id":"other","name":"O","genres":[]})");
  const Enriched made = run();
  EXPECT_EQ(asked(), (Paths{"/tracks/" + id(1), "/artists/other"}));
  EXPECT_FALSE(made.refusal);
  EXPECT_EQ(made.left_out.back(), "tracks (Forbidden)");
  EXPECT_EQ(std::count(made.left_out.begin(), made.left_out.end(), "tracks (Forbidden)"), 1);
  EXPECT_EQ(made.artists, 1);
  EXPECT_EQ(made.calls_left, 3);
}

TEST_F(Refused, WhereNothingIsAnsweredTheRefusalEndsTheRun) {
  want(2);
  answer(403, kForbidden);
  const Enriched made = run();
  ASSERT_TRUE(made.refusal);
  EXPECT_EQ(made.refusal->second.status, 403);
  EXPECT_EQ(made.calls, 1);
}

TEST_F(Refused, ARefusedLoginEndsTheRunAtOnce) {
  want(2);
  answer(401, R"({"error":{"status":401,"message":"Insufficient client scope"}})");
  const Enriched made = run();
  ASSERT_TRUE(made.refusal);
  EXPECT_EQ(made.refusal->second.status, 401);
  EXPECT_EQ(made.calls, 1);
}

TEST_F(Refused, FailuresOfOneFamilyEndNothingButThatFamily) {
  want(13);
  for (int i = 0; i < 4; ++i) answer(400, "");
  for (int n = 5; n <= 13; ++n) answer(200, track_json(n));
  Enriched made = run();
  EXPECT_FALSE(made.refusal);
  EXPECT_EQ(made.tracks, 9);
  EXPECT_EQ(made.failed, 4);

  want(13);
  know("track", id(1));
  catalogue_.tracks[12].artist_id = "other";
  know("artist_albums", "other");
  for (int i = 0; i < kFailuresShut; ++i) answer(200, "<html>");
  answer(200, R"({"id":"other","name":"O","genres":[]})");
  made = run();
  EXPECT_FALSE(made.refusal);
  EXPECT_EQ(made.failed, kFailuresShut);
  EXPECT_EQ(made.artists, 1);
  EXPECT_NE(made.left_out.back().find("tracks, 10 failures in a row"), std::string::npos) << made.left_out.back();
}

TEST_F(Refused, FailuresOfThreeFamiliesInARowEndTheRun) {
  catalogue_.tracks = {{id(1), "al", "ar", {}, {}, 100, true, false}};
  answer(400, "");
  answer(400, "");
  answer(400, "");
  const Enriched made = run();
  ASSERT_TRUE(made.refusal);
  EXPECT_EQ(made.calls, 3);
  EXPECT_EQ(spotify_.client.left(), 0u);
  EXPECT_TRUE(lake_.list("v1/me/enrich_failed/").empty()) << "an outage speaks of no id";
}

TEST_F(Refused, AForbiddenListIsSaidOnceAndTheOthersAreRead) {
  answer(403, kForbidden);                     // top tracks, three times the same
  answer(200, R"({"items":[],"next":null})");  // top artists, one for each range
  answer(200, R"({"items":[],"next":null})");
  answer(200, R"({"items":[],"next":null})");
  const Enriched made = run("user-top-read");
  EXPECT_EQ(std::count(made.left_out.begin(), made.left_out.end(), "/v1/me/top/tracks (Forbidden)"), 1);
  EXPECT_EQ(asked().size(), 4u);
  EXPECT_EQ(made.pages, 3);
}

TEST_F(Refused, WhatFailedOnThreeDaysComesBehindTheOthers) {
  for (std::size_t day = 0; day < kDaysFailed; ++day) {
    if (day > 0) tomorrow();
    want(2);
    answer(400, "");
    answer(200, track_json(2));
    run();
    EXPECT_EQ(asked().front(), "/tracks/" + id(1)) << day;
  }
  tomorrow();
  want(2);
  lake_.put_new("v1/me/enrich_failed/2026/11/27/torn.json.zst", "no zstd");
  answer(200, track_json(2));
  answer(400, "");
  run();
  EXPECT_EQ(asked(), (Paths{"/tracks/" + id(2), "/tracks/" + id(1)}));
}

TEST_F(Refused, AnIdForbiddenForGoodHidesNoOtherOfItsFamilyForGood) {
  for (std::size_t day = 0; day < kDaysFailed; ++day) {
    if (day > 0) tomorrow();
    want(2);
    answer(403, kForbidden);
    run();
    EXPECT_EQ(asked().front(), "/tracks/" + id(1)) << day;
  }
  tomorrow();
  want(2);
  answer(200, track_json(2));
  answer(403, kForbidden);
  EXPECT_EQ(run().tracks, 1);
}

TEST_F(Refused, TheSameDayCountsOnce) {
  for (int i = 0; i < 4; ++i) {
    want(2);
    answer(400, "");
    answer(200, track_json(2));
    run();
    EXPECT_EQ(asked().front(), "/tracks/" + id(1));
    spotify_.clock.advance(std::chrono::minutes{1});
  }
}

}  // namespace
}  // namespace segue::capture
