#include "pipeline/news.h"

#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/temporary_folder_for_tests.h"
#include "lake/directory_lake.h"
#include "lake/object_key.h"
#include "lake/objects.h"
#include "load/load.h"
#include "warehouse/builds.h"
#include "warehouse/duckdb_warehouse.h"

namespace segue::pipeline {
namespace {

// Returns a page of the newest plays, at these minutes of an hour.
std::string page_of(const std::vector<int>& minutes) {
  std::string items;
  for (const int minute : minutes)
    items += (items.empty() ? "" : ",") +
             (R"({"track":{"id":"aaaaaaaaaaaaaaaaaaaaaa","uri":"spotify:track:aaaaaaaaaaaaaaaaaaaaaa","name":"T",)"
              R"("duration_ms":1000,"artists":[{"name":"A"}],"album":{"name":"B"}},"played_at":"2026-01-01T10:)" +
              std::to_string(minute) + R"(:00.000Z"})");
  return R"({"items":[)" + items + "]}";
}

class NewsTest : public testing::Test {
 protected:
  // Lands an answer that came at this time of the day, and returns its key.
  std::string land(const std::string& kind, const std::string& time, int status, const std::string& body,
                   const std::string& same_as = "") {
    lake::Envelope envelope;
    envelope.request = "GET /v1/" + kind;
    envelope.status = status;
    envelope.our_clock = *base::parse_iso8601("2026-01-01T" + time + ":00Z");
    envelope.server_date = envelope.our_clock;
    envelope.sha256 = base::sha256_hex(body + same_as);
    envelope.same_as = same_as;
    if (kind != "recently_played") envelope.subject = "aaaaaaaaaaaaaaaaaaaaaa";
    const std::string key = lake::dated_key("me", lake::kind_named(kind).value(), envelope);
    lake_.put_new(key, lake::wrap(envelope, body));
    return key;
  }
  std::string poll(const std::string& time, const std::vector<int>& minutes) {
    return land("recently_played", time, 200, page_of(minutes));
  }
  // Does what `transform` does, without dbt: unless it fails, this build is published.
  void build(std::int64_t number, bool fails = false) {
    const auto held = base::FileLock::take(files_.lock());
    warehouse::DuckDbWarehouse warehouse(files_);
    const auto work = warehouse.open(held);
    const auto loaded = load::load_new(lake_, *work, {});
    {
      const auto connection = work->connect();
      warehouse::note_built(*connection, loaded.manifests, number);
      if (!fails)
        connection->execute("create schema if not exists segue; create or replace table segue.build as select " +
                            std::to_string(number) + "::bigint as number");
    }
    work->close();
    if (!fails) warehouse.publish(held, {}, [] {});
  }
  News news() { return news_for(lake_, *warehouse::DuckDbWarehouse(files_).read()); }

  const base::TemporaryFolder temporary_;
  warehouse::Files files_{temporary_.path() / "home"};
  lake::DirectoryLake lake_{temporary_.path() / "lake"};
};

TEST_F(NewsTest, PagesThatShowNothingNewAreNoNews) {
  const std::string first = poll("11:00", {10, 11});
  build(1);
  EXPECT_EQ(news().build, 1);
  EXPECT_EQ(news().pages, 0);
  land("recently_played", "11:20", 200, "", first);
  poll("11:40", {11});
  land("recently_played", "12:00", 503, "down");
  land("recently_played", "12:20", 200, "<html>no page</html>");
  EXPECT_EQ(news().plays, 0);
  EXPECT_EQ(news().pages, 2) << "the two that can be read";
}

TEST_F(NewsTest, CountsEachNewPlayOnce) {
  poll("11:00", {10, 11});
  build(1);
  poll("11:20", {11, 12});
  poll("11:40", {11, 12, 13});
  EXPECT_EQ(news().plays, 2);
  build(2);
  EXPECT_EQ(news().plays, 0);
  EXPECT_EQ(news().pages, 0);
}

TEST_F(NewsTest, WhatAFailedBuildHeldStaysNews) {
  poll("11:00", {10});
  build(1);
  poll("11:20", {10, 11});
  build(2, true);
  EXPECT_EQ(news().plays, 1);
  build(3);
  EXPECT_EQ(news().plays, 0);
  EXPECT_EQ(news().build, 3);
}

TEST_F(NewsTest, AnswersThatAreNewAreNewsAndEqualOnesAreNot) {
  poll("11:00", {10});
  build(1);
  const std::string first = land("track", "11:01", 200, R"({"id":"aaaaaaaaaaaaaaaaaaaaaa","name":"T"})");
  EXPECT_EQ(news().answers, 1);
  build(2);
  land("track", "11:02", 200, "", first);
  land("track", "11:03", 404, "{}");
  land("profile", "11:04", 200, R"({"id":"ann"})");
  EXPECT_EQ(news().answers, 0);
}

TEST_F(NewsTest, ImportsByTheirManifests) {
  poll("11:00", {10});
  build(1);
  const std::string bytes = R"([{"ts":"2019-01-02T03:10:00Z","ms_played":60000,"spotify_track_uri":null}])";
  const std::string sha = base::sha256_hex(bytes);
  lake_.put_new(lake::import_key("me", sha), lake::compress(bytes));
  EXPECT_EQ(news().imports + news().files, 0) << "its import has not ended";
  lake_.put_new(lake::manifest_key("me", sha), lake::compress(R"({"members":[{"name":"endsong_0.json","sha256":")" +
                                                              sha + R"(","format":"spotify_extended"}]})"));
  EXPECT_EQ(news().imports, 1);
  build(2);
  EXPECT_EQ(news().imports + news().files, 0);
}

TEST_F(NewsTest, ABuildOfAnOlderSegueRemembersNothing) {
  poll("11:00", {10});
  build(1);
  {
    const auto held = base::FileLock::take(files_.lock());
    warehouse::DuckDbWarehouse warehouse(files_);
    const auto work = warehouse.open(held);
    work->connect()->execute("drop table segue_raw.built");
    work->close();
    warehouse.publish(held, {}, [] {});
  }
  EXPECT_FALSE(news().build);
}

}  // namespace
}  // namespace segue::pipeline
