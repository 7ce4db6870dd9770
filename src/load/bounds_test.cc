// Tests which rows are rejected for their time, in every format that has plays.
#include "load/bounds.h"

#include "base/error.h"
#include "load/loaded_lake_for_tests.h"
#include "load/zones.h"

namespace segue::load {
namespace {

constexpr const char* kLanded = "2026-11-30T10:00:00Z";

std::int64_t second_at(const std::string& time) {
  return base::to_ms(*base::parse_iso8601(time)) / 1000;
}

// A row of a format with its time, and the text before and after the rows.
struct Shape {
  std::string name, before, after;
  std::string (*row)(const std::string& time);
  std::string field;
  bool is_spotifys = false;
  std::string between = ",";
};

std::string extended(const std::string& time) {
  return R"({"ts":")" + time +
         R"(","ms_played":60000,"master_metadata_track_name":"S","master_metadata_album_artist_name":"A",)"
         R"("spotify_track_uri":"spotify:track:4uLU6hMCjMI75M1A2tKUQC"})";
}
std::string account(const std::string& time) {
  return R"({"endTime":")" + time.substr(0, 10) + " " + time.substr(11, 5) +
         R"(","msPlayed":60000,"artistName":"A","trackName":"S"})";
}
std::string listen(const std::string& time) {
  return R"({"listened_at":)" + std::to_string(second_at(time)) +
         R"(,"track_metadata":{"artist_name":"A","track_name":"S"}})";
}
std::string maloja(const std::string& time) {
  return R"({"time":)" + std::to_string(second_at(time)) + R"(,"track":{"title":"S","artists":["A"]}})";
}
std::string lastfm(const std::string& time) {
  return R"({"name":"S","artist":{"#text":"A"},"date":{"uts":")" + std::to_string(second_at(time)) + R"("}})";
}
std::string lastfmstats(const std::string& time) {
  return R"({"track":"S","artist":"A","album":"B","date":)" + std::to_string(second_at(time) * 1000) + "}";
}
std::string ghan(const std::string& time) {
  return std::to_string(second_at(time)) + ",x,A,B,S";
}
std::string log(const std::string& time) {
  return "A\tB\tS\t1\t200\tL\t" + std::to_string(second_at(time));
}

std::string plain(const std::string& time) {
  return time + "\tA\tS";
}

const Shape kShapes[] = {
    {"Streaming_History_Audio_2023_0.json", "[", "]", extended, "ts", true},
    {"StreamingHistory_music_0.json", "[", "]", account, "endTime", true},
    {"listens.jsonl", "", "\n", listen, "listened_at", false, "\n"},
    {"listens.json", "[", "]", listen, "listened_at"},
    {"maloja_export_1.json", R"({"maloja":{},"scrobbles":[)", "]}", maloja, "time"},
    {"recenttracks.json", R"([{"track":[)", "]}]", lastfm, "date"},
    {"lastfmstats.json", R"({"username":"x","scrobbles":[)", "]}", lastfmstats, "date"},
    {"recenttracks.csv", "uts,utc_time,artist,album,track\n", "\n", ghan, "uts", false, "\n"},
    {"librefm.csv", "+ACM- Libre.fm\nTime,x,Artist,Album,Track\n", "\n", ghan, "time", false, "\n"},
    {"plays.tsv", "played_at\tartist\ttitle\n", "\n", plain, "played_at", false, "\n"},
    {".scrobbler.log", "#AUDIOSCROBBLER/1.1\n#TZ/UTC\n", "\n", log, "timestamp", false, "\n"},
};

struct Kept final : formats::Sink {
  std::vector<formats::PlayRow> plays;
  void play(const formats::PlayRow& row) override { plays.push_back(row); }
  void reject(const formats::Reject&) override {}
};

class BoundsTest : public LoadTest {
 protected:
  ObjectReport load_rows(const Shape& shape, const std::vector<std::string>& times) {
    std::string bytes = shape.before;
    for (std::size_t i = 0; i < times.size(); ++i) bytes += (i > 0 ? shape.between : "") + shape.row(times[i]);
    const std::string key = land_at(kLanded, shape.name, bytes + shape.after);
    for (const ObjectReport& object : load().objects)
      if (object.object == key) return object;
    ADD_FAILURE() << shape.name;
    return {};
  }
};

TEST_F(BoundsTest, ARowLaterThanADayAfterItsLandingIsRejectedInEachFormat) {
  for (const Shape& shape : kShapes) {
    const auto report = load_rows(shape, {"2023-05-01T10:00:00Z", "2031-05-01T10:00:00Z", "2026-12-01T09:59:00Z",
                                          "2026-12-01T10:01:00Z", "2024-05-01T10:00:00Z"});
    EXPECT_EQ(report.refusal, "") << shape.name;
    EXPECT_EQ(report.rows, 5) << shape.name;
    ASSERT_EQ(report.rejected, 2) << shape.name;
    EXPECT_EQ(report.rejects[0].ordinal, report.rejects[1].ordinal - 2) << shape.name;
    EXPECT_EQ(report.rejects[0].field, shape.field) << shape.name;
    const std::string& reason = report.rejects[0].reason;
    EXPECT_NE(reason.find("2031-05-01T10:00:"), std::string::npos) << reason;
    EXPECT_NE(reason.find("is later than 2026-11-30T10:00:00Z, when this file was imported: the clock"),
              std::string::npos)
        << reason;
  }
}

TEST_F(BoundsTest, ARowOfBeforeItsSourceIsRejectedInEachFormat) {
  for (const Shape& shape : kShapes) {
    const std::string first = shape.is_spotifys ? "2008-10-07T00:00:00Z" : "2002-10-01T00:00:00Z";
    const std::string before = shape.is_spotifys ? "2008-10-06T23:59:00Z" : "2002-09-30T23:59:59Z";
    const auto report = load_rows(shape, {"1970-01-01T16:24:00Z", before, first});
    EXPECT_EQ(report.rows, 3) << shape.name;
    ASSERT_EQ(report.rejected, 2) << shape.name;
    EXPECT_EQ(report.rejects[1].field, shape.field) << shape.name;
    EXPECT_NE(report.rejects[1].reason.find(" is before " + first.substr(0, 10)), std::string::npos)
        << report.rejects[1].reason;
  }
}

TEST_F(BoundsTest, AnOfflineStampOutsideTheBoundsIsNone) {
  // Near the bounds a start may pass the reader and still be outside.
  Kept kept;
  WithinBounds bounds(kept, {*base::parse_iso8601(kLanded), LandedBy::import}, zone_named("UTC"));
  formats::PlayRow row;
  row.source = music::Source::exported;
  row.ts = base::parse_iso8601("2008-10-07T00:10:00Z");
  row.offline_start = base::parse_iso8601("2008-10-06T23:10:00Z");
  row.instant = *row.offline_start + std::chrono::minutes{3};
  bounds.play(row);
  row.ts = base::parse_iso8601("2026-12-01T09:30:00Z");
  row.offline_start = base::parse_iso8601("2026-12-01T10:10:00Z");
  row.instant = *row.offline_start + std::chrono::minutes{3};
  bounds.play(row);
  row.ts = base::parse_iso8601("2026-11-30T09:30:00Z");
  row.offline_start = base::parse_iso8601("2026-11-30T09:10:00Z");
  row.instant = *row.offline_start + std::chrono::minutes{3};
  bounds.play(row);
  ASSERT_EQ(kept.plays.size(), 3U);
  for (const std::size_t i : {0U, 1U}) {
    EXPECT_FALSE(kept.plays[i].offline_start);
    EXPECT_EQ(kept.plays[i].instant, *kept.plays[i].ts);
  }
  EXPECT_TRUE(kept.plays[2].offline_start) << "a stamp inside stays";
  EXPECT_EQ(kept.plays[2].instant, row.instant);
  row.ts = base::parse_iso8601("2031-12-01T09:30:00Z");
  EXPECT_THROW(bounds.play(row), formats::RowFault) << "what `ts` says is outside";
}

TEST_F(BoundsTest, TheEarliestLandingOfTheSameBytesCounts) {
  const std::string bytes = "[" + extended("2023-05-01T10:00:00Z") + "," + extended("2024-05-01T10:00:00Z") + "]";
  // Landings before 2026 are not believed, because segue did not exist.
  land_at("2026-11-01T00:00:00Z", "endsong_0.json", bytes);
  name_member("endsong_0.json", base::sha256_hex(bytes));
  load();
  EXPECT_EQ(number("select landed_ms from segue_raw.load_ledger"), second_at("2026-11-01T00:00:00Z") * 1000);
}

TEST_F(BoundsTest, WithoutALandingTheClockOfTheLoadBounds) {
  const std::string bytes = "[" + extended("2026-12-02T10:00:00Z") + "," + extended("2024-05-01T10:00:00Z") + "]";
  land("endsong_0.json", bytes);
  land_at("1970-01-01T00:01:00Z", "endsong_1.json", bytes + " ");
  for (const ObjectReport& object : load().objects) {
    EXPECT_EQ(object.rejected, 1);
    EXPECT_NE(object.rejects.at(0).reason.find("is later than 2026-11-30T12:00:00Z, when this file was read"),
              std::string::npos)
        << object.rejects.at(0).reason;
  }
}

TEST_F(BoundsTest, APageIsBoundByTheDateOfItsAnswer) {
  std::string page = page_of({{std::string(22, 'a'), "03:04:05"}, {std::string(22, 'b'), "03:00:00"}});
  page.replace(page.find("2026-01-02T03:04:05"), 10, "2026-01-03");
  land_poll("2026-01-02T03:04:04Z", 200, page);
  const Report report = load();
  ASSERT_EQ(report.objects.at(0).rejected, 1);
  EXPECT_EQ(report.objects[0].rejects[0].field, "played_at");
  EXPECT_NE(report.objects[0].rejects[0].reason.find("is later than 2026-01-02T03:04:04Z, when Spotify showed it"),
            std::string::npos);
  EXPECT_EQ(number("select count(*) from segue_raw.plays"), 1);
}

TEST_F(BoundsTest, APlayMovesAsOfNoFurtherThanItsLanding) {
  land_at(kLanded, "listens.jsonl", listen("2023-05-01T10:00:00Z") + "\n" + listen("2026-11-30T22:00:00Z") + "\n");
  land_at("2026-11-29T10:00:00Z", "other.jsonl", listen("2031-05-01T10:00:00Z") + "\n", "ann");
  load();
  EXPECT_EQ(number("select as_of_ms from segue_raw.as_of"), second_at(kLanded) * 1000);
  EXPECT_EQ(number("select count(*) from segue_raw.dates where year > 2027"), 0) << "the days end a year after it";
}

// A future row and a row of 1970 among real ones change nothing in the derived tables.
TEST_F(BoundsTest, RowsOutsideChangeNeitherAsOfNorCoverageNorDays) {
  const std::string good = extended("2023-05-01T10:00:00Z") + "," + extended("2023-05-02T10:00:00Z");
  const std::string name = "Streaming_History_Audio_2023_0.json";
  const auto derived = [&] {
    std::string all;
    for (const char* table : {"as_of", "dates", "zone_offsets", "coverage", "retimings"})
      work_of("one").each(std::string("select cast(t as varchar) from segue_raw.") + table + " t order by 1",
                          [&](const warehouse::Row& row) { (all += row.text(0)) += "\n"; });
    return all;
  };
  land_at(kLanded, name, "[" + good + "]");
  load();
  const std::string without = derived();
  land_at(kLanded, name,
          "[" + extended("2098-01-01T00:00:00Z") + "," + good + "," + extended("1970-01-02T00:00:00Z") + "]");
  const Report report = load();
  EXPECT_EQ(report.objects.at(0).rejected, 2);
  EXPECT_EQ(derived(), without);
}

// The log of a player that does not know its zone; the reader marks its times as wall-clock times.
TEST_F(BoundsTest, AWallClockIsReadByTheListenersZone) {
  Kept kept;
  WithinBounds bounds(kept, {*base::parse_iso8601(kLanded), LandedBy::import}, zone_named("Europe/Berlin"));
  formats::PlayRow row;
  row.source = music::Source::lastfm;
  row.basis = music::TimeBasis::start;
  row.instant = *base::parse_iso8601("2025-07-10T23:30:00Z");
  bounds.play(row);
  EXPECT_FALSE(bounds.has_used_zone());
  row.in_local_time = true;
  bounds.play(row);
  EXPECT_TRUE(bounds.has_used_zone());
  EXPECT_EQ(base::to_iso8601(kept.plays.at(0).instant), "2025-07-10T23:30:00.000Z");
  EXPECT_EQ(base::to_iso8601(kept.plays.at(1).instant), "2025-07-10T21:30:00.000Z");
  row.instant = *base::parse_iso8601("2026-12-01T10:30:00Z");
  bounds.play(row);
  row.instant = *base::parse_iso8601("2026-12-01T11:30:00Z");
  EXPECT_THROW(bounds.play(row), formats::RowFault) << "bounds are of the instant, not of the reading";
}

TEST_F(BoundsTest, AnObjectWithAWallClockIsReadAgainWhenTheZoneChanges) {
  const std::string key = land_at(kLanded, "a.json", "[" + extended("2023-05-01T10:00:00Z") + "]");
  land_at(kLanded, "b.json", "[" + extended("2023-05-02T10:00:00Z") + "]");
  Options berlin;
  berlin.zones = {{"me", "Europe/Berlin"}};
  load();
  number("update segue_raw.load_ledger set wall_zone = 'UTC' where object = '" + key + "'");
  EXPECT_TRUE(load().objects.empty()) << "the zone is what it was";
  const Report again = load(berlin);
  ASSERT_EQ(again.objects.size(), 1U) << "the other holds no reading of a wall clock";
  EXPECT_EQ(again.objects[0].object, key);
  EXPECT_EQ(number("select count(*) from segue_raw.plays"), 2);
}

// Makes the tables as version 2 left them: rows of any time, no landings.
TEST_F(BoundsTest, AHomeOfVersionTwoIsReadAgainByItself) {
  land_at(kLanded, "Streaming_History_Audio_2023_0.json",
          "[" + extended("2023-05-01T10:00:00Z") + "," + extended("2098-01-01T00:00:00Z") + "]");
  land("listens.jsonl", listen("2024-05-01T10:00:00Z") + "\n" + listen("1970-05-01T10:00:00Z") + "\n", true, "ann");
  land_poll("2026-01-02T03:04:04Z", 200, page_of({{std::string(22, 'a'), "03:04:00"}}));
  load();
  number("update segue_raw.load_ledger set loader_version = 2, rejected = 0, landed_ms = null");
  number("update segue_raw.plays set instant_ms = 4039372800000, ts_ms = 4039372800000 where source = 'export'");
  EXPECT_EQ(load().objects.size(), 3U);
  load_into(files_of("fresh"), {});
  EXPECT_EQ(everything("one"), everything("fresh"));
  EXPECT_TRUE(load().objects.empty());
}

}  // namespace
}  // namespace segue::load
