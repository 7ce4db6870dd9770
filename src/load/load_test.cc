#include "load/load.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "load/loaded_lake_for_tests.h"
#include "load/zones.h"

namespace segue::load {
namespace {

namespace fs = std::filesystem;

TEST_F(LoadTest, EachObjectLoadsExactlyOnce) {
  land("endsong_0.json", export_of(0, 5));
  const Report first = load();
  ASSERT_EQ(first.objects.size(), 1u);
  EXPECT_EQ(first.objects[0].rows, 5);
  EXPECT_EQ(first.objects[0].name, "endsong_0.json");
  EXPECT_EQ(first.objects[0].sources.at("export"), 5);
  EXPECT_TRUE(load().objects.empty());
  EXPECT_EQ(number("select count(*) from segue_raw.plays"), 5);
  EXPECT_EQ(number("select count(*) from segue_raw.load_ledger"), 1);
}

TEST_F(LoadTest, AMemberThatNoManifestNamesWaits) {
  const std::string bytes = export_of(0, 3);
  land("endsong_0.json", bytes, false);
  EXPECT_TRUE(load().objects.empty());
  name_member("endsong_0.json", base::sha256_hex(bytes));
  EXPECT_EQ(load().objects.size(), 1u);
}

TEST_F(LoadTest, TheSmallestOfSeveralNamesCounts) {
  const std::string bytes = export_of(0, 3);
  land("b.json", bytes);
  name_member("a_Video.json", base::sha256_hex(bytes));
  EXPECT_EQ(load().objects.at(0).name, "a_Video.json");
  EXPECT_EQ(number("select count(*) from segue_raw.plays where kind = 'video'"), 3);
}

TEST_F(LoadTest, OrderAndThreadsChangeNothing) {
  for (int i = 0; i < 12; ++i) land("endsong_" + std::to_string(i) + ".json", export_of(i, 40));
  land("bad.json", R"([{"ts":"2019-01-02T03:04:05Z","ms_played":1},)");
  land("Playlist1.json", R"({"playlists":[{"name":"x","items":[{"track":{"trackName":"B","artistName":"A"}}]}]})");
  land_poll("2026-01-02T03:04:05Z", 200,
            R"({"items":[{"track":{"id":"4uLU6hMCjMI75M1A2tKUQC","name":"B"},"played_at":"2026-01-02T03:00:00Z"}]})");
  land("endsong_other.json", export_of(3, 2), true, "you");
  load_into(files_of("plain"), {.threads = 1, .shuffle_seed = {}, .zones = {}});
  const std::string plain = everything("plain");
  EXPECT_NE(plain.find("4uLU6hMCjMI75M1A2tKUQC"), std::string::npos);
  for (const std::uint64_t seed : {1ULL, 2ULL, 3ULL}) {
    const std::string home = "shuffled" + std::to_string(seed);
    load_into(files_of(home), {.threads = 2, .shuffle_seed = seed, .zones = {}});
    EXPECT_EQ(everything(home), plain) << seed;
  }
}

TEST_F(LoadTest, AnOlderLoadersRowsAreReplaced) {
  const std::string key = land("endsong_0.json", export_of(0, 5));
  land("endsong_1.json", export_of(20, 5));
  load();
  const std::string before = everything("one");
  number("update segue_raw.load_ledger set loader_version = loader_version - 1, rows = 77 where object = '" + key +
         "'");
  number("update segue_raw.plays set title = 'old' where object = '" + key + "'");
  number("insert into segue_raw.polls values ('me', '" + key + "', 1, 1, 1, 1, null)");
  const Report report = load();
  ASSERT_EQ(report.objects.size(), 1u);
  EXPECT_EQ(report.objects[0].object, key);
  EXPECT_EQ(everything("one"), before);
}

TEST_F(LoadTest, ARefusedMemberLeavesNothingButItsLedgerRow) {
  land("endsong_good.json", export_of(0, 3));
  const std::string key = land("endsong_bad.json", "[" + export_row(0) + "," + export_row(1) + ",");
  const std::string lists = land(
      "Playlist9.json", R"({"playlists":[{"name":"x","items":[{"track":{"trackName":"B","artistName":"A"}}]},7]})");
  const Report report = load();
  ASSERT_EQ(report.objects.size(), 3u);
  for (const auto& object : report.objects)
    EXPECT_EQ(object.refusal.empty(), object.name == "endsong_good.json") << object.name;
  for (const char* table : {"plays", "tracks", "playlists", "playlist_items", "library", "polls"})
    for (const auto& object : {key, lists})
      EXPECT_EQ(number(std::string("select count(*) from segue_raw.") + table + " where object = '" + object + "'"), 0)
          << table;
  EXPECT_EQ(number("select count(*) from segue_raw.plays"), 3);
  EXPECT_EQ(number("select count(*) from segue_raw.load_ledger where refusal is not null and rows = 0"), 2);
  EXPECT_TRUE(load().objects.empty()) << "known, not tried again by this loader";
}

TEST_F(LoadTest, RejectsCountAndTheRestLoads) {
  land("endsong_0.json",
       "[" + export_row(0) + "," + export_row(1, R"(,"ts":"0000-01-01T00:00:00Z")") + ",[]," + export_row(3) + "]");
  const Report report = load();
  const ObjectReport& object = report.objects.at(0);
  EXPECT_EQ(object.rows, 4);
  EXPECT_EQ(object.rejected, 2);
  EXPECT_EQ(object.sources.at("export"), 2);
  ASSERT_EQ(object.rejects.size(), 2u);
  EXPECT_EQ(object.rejects[0].ordinal, 1);
  EXPECT_EQ(object.rejects[0].field, "ts");
  EXPECT_EQ(number("select rows * 100 + rejected from segue_raw.load_ledger"), 402);
  EXPECT_EQ(number("select cast(sum(ordinal) as bigint) from segue_raw.plays"), 3)
      << "ordinals count rejected rows, too";
}

TEST_F(LoadTest, ADamagedObjectIsToldAndTriedAgain) {
  land("endsong_0.json", export_of(0, 3));
  const std::string bad = land("endsong_1.json", export_of(9, 3));
  const fs::path file = root_ / "lake" / bad;
  const std::string bytes = lake_->get(bad);
  const auto replace = [&](const std::string& with) {
    fs::remove(file);
    lake_->put_new(bad, with);
  };
  for (const std::string& damage : {bytes.substr(0, bytes.size() / 2), std::string()}) {
    replace(damage);
    const Report report = load();
    ASSERT_FALSE(report.objects.empty());
    const ObjectReport& told = report.objects.back().object == bad ? report.objects.back() : report.objects.front();
    EXPECT_EQ(told.object, bad);
    EXPECT_NE(told.refusal.find(bad), std::string::npos) << told.refusal;
    EXPECT_EQ(number("select count(*) from segue_raw.plays"), 3) << "the others load";
    EXPECT_EQ(number("select count(*) from segue_raw.load_ledger"), 1);
  }
  replace(bytes);
  EXPECT_EQ(load().objects.at(0).rows, 3);
  EXPECT_EQ(number("select count(*) from segue_raw.plays"), 6);
}

TEST_F(LoadTest, ADamagedManifestIsNamed) {
  land("endsong_0.json", export_of(0, 3));
  for (const std::string& bytes : {std::string("junk"), lake::compress("{}"), lake::compress("[")}) {
    lake_->put_new("v1/me/import/bad" + std::to_string(bytes.size()) + ".manifest.zst", bytes);
    try {
      load();
      FAIL();
    } catch (const base::Error& error) {
      EXPECT_NE(std::string(error.what()).find(".manifest.zst"), std::string::npos) << error.what();
    }
  }
}

TEST_F(LoadTest, EveryPollIsARowAnsweredOrNot) {
  const std::string page = R"({"items":[{"track":{"id":"4uLU6hMCjMI75M1A2tKUQC","name":"B","artists":[{"name":"A"}]},)"
                           R"("played_at":"2026-01-02T03:00:00.123Z"}]})";
  const std::string first = land_poll("2026-01-02T03:04:05Z", 200, page);
  land_poll("2026-01-02T04:04:05Z", 200, "", first);
  land_poll("2026-01-02T05:04:05Z", 0, "");
  land_poll("2026-01-02T06:04:05Z", 429, R"({"error":{"status":429}})");
  land_poll("2026-01-02T07:04:05Z", 200, "<html>");
  const Report report = load();
  EXPECT_EQ(report.objects.size(), 5u);
  EXPECT_EQ(number("select count(*) from segue_raw.polls"), 5);
  EXPECT_EQ(number("select count(*) from segue_raw.plays"), 1);
  EXPECT_EQ(number("select instant_ms from segue_raw.plays"),
            base::to_ms(*base::parse_iso8601("2026-01-02T03:00:00.123Z")));
  EXPECT_EQ(number("select count(*) from segue_raw.polls where same_as = '" + first + "' and items = 0"), 1);
  EXPECT_EQ(number("select count(*) from segue_raw.polls where status = 0 and server_date_ms is null"), 1);
  EXPECT_EQ(number("select count(*) from segue_raw.load_ledger where refusal is not null"), 1);
}

TEST_F(LoadTest, PlaylistsOfOneNameStayTwo) {
  const std::string list = R"({"name":"Mix","items":[{"track":{"trackName":"B","artistName":"A"}}]})";
  land("Playlist1.json", R"({"playlists":[)" + list + "," + list + R"(,{"name":"Other","items":[]}]})");
  load();
  EXPECT_EQ(number("select count(distinct playlist_key) from segue_raw.playlists"), 3);
  EXPECT_EQ(number("select count(distinct playlist_key) from segue_raw.playlist_items"), 2);
}

TEST_F(LoadTest, WhatExportsHoldOfAPersonStaysInTheLake) {
  land("endsong_0.json",
       "[" +
           export_row(0, R"(,"ip_addr":"203.0.113.7","username":"someone-private","user_agent_decrypted":"agent-x")") +
           "]");
  load();
  const std::string all = everything("one");
  for (const char* word : {"203.0.113.7", "someone-private", "agent-x"})
    EXPECT_EQ(all.find(word), std::string::npos) << word;
}

TEST_F(LoadTest, StrangeTextLoadsAsItIs) {
  land("endsong_0.json",
       "[" + export_row(0, R"(,"master_metadata_track_name":"a\u0000b\n\t'\"東京 \u2028","platform":"")") + "]");
  EXPECT_EQ(load().objects.at(0).rejected, 0);
  EXPECT_EQ(number("select count(*) from segue_raw.plays where title like 'a%東京%' and platform is null"), 1);
}

TEST_F(LoadTest, AsOfIsTheNewestServerDateOrPlayEnd) {
  land("endsong_0.json", export_of(0, 1));  // ends 2019-01-02T03:10:00Z
  load();
  EXPECT_EQ(number("select as_of_ms from segue_raw.as_of"), base::to_ms(*base::parse_iso8601("2019-01-02T03:10:00Z")));
  land("1.jsonl", R"({"listened_at":1546398600,"track_metadata":{"artist_name":"A","track_name":"B",)"
                  R"("additional_info":{"duration":100}}})");
  load();  // starts 03:10:00
  EXPECT_EQ(number("select as_of_ms from segue_raw.as_of"), base::to_ms(*base::parse_iso8601("2019-01-02T03:11:40Z")));
  land_poll("2026-05-02T03:04:05Z", 429, "{}");
  land_poll("2027-05-02T03:04:05Z", 0, "");  // our clock is no evidence
  load();
  EXPECT_EQ(number("select as_of_ms from segue_raw.as_of"), base::to_ms(*base::parse_iso8601("2026-05-02T03:04:05Z")));
  EXPECT_EQ(number("select count(*) from segue_raw.as_of"), 1);
  EXPECT_EQ(number(R"sql(
    select count(*)
    from segue_raw.dates
    where date in (date '2018-01-02', date '2026-05-02', date '2027-05-02')
  )sql"),
            3)
      << "days reach a year around plays and as_of";
}

TEST_F(LoadTest, DatesCarryIsoWeeks) {
  land("endsong_0.json", export_of(0, 1));
  load();
  const auto week = [&](const std::string& day) {
    return number("select cast(iso_year as bigint) * 1000 + iso_week * 10 + iso_weekday from segue_raw.dates" +
                  (" where date = date '" + day + "'"));
  };
  EXPECT_EQ(week("2018-12-30"), 2018'527);  // a Sunday
  EXPECT_EQ(week("2018-12-31"), 2019'011);
  EXPECT_EQ(week("2019-12-29"), 2019'527);
  EXPECT_EQ(week("2019-12-30"), 2020'011);
  EXPECT_EQ(number(R"sql(
    select cast(year as bigint) * 1000 + quarter * 100 + month * 1
    from segue_raw.dates
    where date = date '2019-05-09'
  )sql"),
            2'019'205);
  EXPECT_EQ(number("select count(*) - count(distinct date) from segue_raw.dates"), 0);
}

TEST_F(LoadTest, ZoneOffsetsFollowSummerTimeAndTouch) {
  land("endsong_0.json", export_of(0, 1));
  land("endsong_0.json", export_of(0, 2), true, "you");
  load({.threads = 1, .shuffle_seed = {}, .zones = {{"me", "Europe/Berlin"}}});
  const auto offset = [&](const std::string& instant, const std::string& user = "me") {
    return number("select offset_s from segue_raw.zone_offsets where user_id = '" + user +
                  "' and from_ms <= " + std::to_string(base::to_ms(*base::parse_iso8601(instant))) + " and to_ms > " +
                  std::to_string(base::to_ms(*base::parse_iso8601(instant))));
  };
  EXPECT_EQ(offset("2019-03-31T00:59:59Z"), 3600);
  EXPECT_EQ(offset("2019-03-31T01:00:00Z"), 7200);
  EXPECT_EQ(offset("2019-10-27T00:59:59Z"), 7200);
  EXPECT_EQ(offset("2019-10-27T01:00:00Z"), 3600);
  EXPECT_EQ(offset("2019-07-01T00:00:00Z", "you"), 0) << "UTC unless named";
  EXPECT_EQ(number(R"sql(
    select count(*)
    from segue_raw.zone_offsets a
    where user_id = 'me' and not exists (
      select 1 from segue_raw.zone_offsets b where b.user_id = 'me' and b.from_ms = a.to_ms
    )
  )sql"),
            1)
      << "spans touch: only the last has no next";
  EXPECT_EQ(number("select count(*) from segue_raw.zone_offsets where from_ms >= to_ms"), 0);
}

TEST_F(LoadTest, AHalfHourZoneAndOneWithoutSummerTime) {
  land("endsong_0.json", export_of(0, 1));
  load({.threads = 1, .shuffle_seed = {}, .zones = {{"me", "Asia/Kolkata"}}});
  EXPECT_EQ(number("select cast(min(offset_s) as bigint) * 100000 + max(offset_s) from segue_raw.zone_offsets"),
            1'980'019'800);
}

TEST_F(LoadTest, AnUnknownZoneIsUsage) {
  for (const char* name : {"", "Europe/Atlantis", "../../etc/passwd", "CET+7"}) {
    try {
      zone_named(name);
      ADD_FAILURE() << name;
    } catch (const base::Error& error) {
      EXPECT_EQ(error.fault(), base::Fault::usage) << name;
    }
  }
  EXPECT_NO_THROW(zone_named("UTC"));
  EXPECT_NO_THROW(zone_named("America/Argentina/Buenos_Aires"));
}

TEST_F(LoadTest, AnEmptyLakeLoadsNothing) {
  EXPECT_TRUE(load().objects.empty());
  EXPECT_EQ(number("select as_of_ms from segue_raw.as_of"), 0);
}

TEST_F(LoadTest, ARecentLoadLooksAWeekBackAndAFullOneEverywhere) {
  Options recent;
  recent.recent_only = true;
  const std::string body = page_of({{std::string(22, 'a'), "03:04:05"}});
  land_poll("2026-03-20T03:00:00Z", 200, body);
  EXPECT_EQ(load(recent).objects.size(), 1U) << "nothing is known yet: everything is looked at";
  land_poll("2026-03-13T03:00:00Z", 200, body);
  land_poll("2026-03-12T03:00:00Z", 200, body);
  land("endsong_0.json", export_of(0, 2));
  land_poll("2026-02-01T03:00:00Z", 200, body);
  EXPECT_EQ(load(recent).objects.size(), 2U) << "a poll of a week before, and the import";
  EXPECT_EQ(load().objects.size(), 2U) << "the older two";
}

}  // namespace
}  // namespace segue::load
