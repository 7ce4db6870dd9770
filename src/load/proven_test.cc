#include "load/proven.h"

#include "base/hash.h"
#include "load/loaded_lake_for_tests.h"

namespace segue::load {
namespace {

class ProvenTest : public LoadTest {
 protected:
  // Returns "state from to as_of in_export", a line for each span; the times are of 2026-01-02.
  std::string spans(const std::string& user = "me") {
    std::string all;
    work_of("one").each(
        R"sql(
          select state || ' ' || strftime(make_timestamp(from_ms * 1000), '%H:%M') || ' '
            || strftime(make_timestamp(to_ms * 1000), '%H:%M')
            || coalesce(' ' || strftime(make_timestamp(as_of_ms * 1000), '%H:%M'), '')
            || case when in_export then ' export' else '' end
          from segue_raw.coverage
          where user_id = $1
          order by from_ms
        )sql",
        {user}, [&](const warehouse::Row& row) { (all += row.text(0)) += "\n"; });
    return all;
  }
  std::string id(char last) { return std::string(21, '0') + last; }
  std::string poll(const std::string& time, const std::vector<std::pair<std::string, std::string>>& plays) {
    return land_poll("2026-01-02T" + time + "Z", 200, page_of(plays));
  }
  std::string history(const std::vector<std::string>& times) {
    std::string rows;
    for (const auto& time : times)
      rows += std::string(rows.empty() ? "" : ",") + R"({"ts":"2026-01-02T)" + time +
              R"(Z","ms_played":60000,"master_metadata_track_name":"S","master_metadata_album_artist_name":"A"})";
    return "[" + rows + "]";
  }
  // Lands one import of several members.
  void land_import(const std::vector<std::pair<std::string, std::string>>& members) {
    base::JsonArray named;
    std::string all;
    for (const auto& [name, bytes] : members) {
      land(name, bytes, false);
      all += base::sha256_hex(bytes);
      named.raw(base::JsonObject{}
                    .text("name", "Folder/" + name)
                    .text("sha256", base::sha256_hex(bytes))
                    .text("format", "spotify_extended")
                    .str());
    }
    lake_->put_new(lake::manifest_key("me", base::sha256_hex(all)),
                   lake::compress(base::JsonObject{}.raw("members", named.str()).str()));
  }
};

TEST_F(ProvenTest, PagesThatTouchCertifyAndARepeatedBodyIsAPage) {
  const std::string first = poll("10:00:00", {{id('1'), "09:50:00"}});
  land_poll("2026-01-02T10:20:00Z", 200, "", first);
  poll("10:40:00", {{id('1'), "09:50:00"}, {id('2'), "10:30:00"}});
  load();
  EXPECT_EQ(spans(),
            "unproven 09:50 10:00\n"
            "certified 10:00 10:30 10:30\n"
            "open 10:30 10:40\n");
  EXPECT_EQ(certified_through(work_of("one"), "me"), base::parse_iso8601("2026-01-02T10:30:00Z"));
  EXPECT_FALSE(certified_through(work_of("one"), "you"));
}

TEST_F(ProvenTest, FailuresAndErrorPagesAreNoPages) {
  poll("10:00:00", {{id('1'), "09:50:00"}});
  land_poll("2026-01-02T11:00:00Z", 200, "<html>");
  land_poll("2026-01-02T12:00:00Z", 503, page_of({{id('1'), "09:50:00"}}));
  land_poll("2026-01-02T13:00:00Z", 0, "");
  load();
  EXPECT_EQ(spans(), "unproven 09:50 10:00\n");
}

TEST_F(ProvenTest, APageWithAnUnreadableItemProvesNothingOverIt) {
  poll("10:00:00", {{id('1'), "09:50:00"}});
  std::string torn = page_of({{id('1'), "09:50:00"}, {id('2'), "10:30:00"}});
  torn.insert(torn.rfind(']'), R"(,{"played_at":"yesterday","track":{"id":"x","name":"y"}})");
  const std::string first = land_poll("2026-01-02T10:40:00Z", 200, torn);
  land_poll("2026-01-02T11:00:00Z", 200, "", first);
  EXPECT_EQ(load().objects.size(), 3U);
  EXPECT_EQ(spans(), "unproven 09:50 10:30\n") << "the play that could be read is a row, the page is no evidence";
  EXPECT_FALSE(certified_through(work_of("one"), "me"));
  EXPECT_EQ(number("select count(*) from segue_raw.plays"), 3);
  EXPECT_EQ(rejected_rows(work_of("one"), "me"), 1);
  EXPECT_EQ(rejected_rows(work_of("one"), "you"), 0);
  poll("11:20:00", {{id('1'), "09:50:00"}, {id('2'), "10:30:00"}, {id('3'), "10:35:00"}});
  load();
  EXPECT_EQ(spans(),
            "unproven 09:50 10:00\n"
            "certified 10:00 10:35 10:35\n"
            "open 10:35 11:20\n")
      << "the next whole page reaches back over it";
}

// The same track is shown at two near times: a page that is no evidence corrects neither.
TEST_F(ProvenTest, APageWithAnUnreadableItemRetimesNothing) {
  poll("10:00:00", {{id('1'), "09:40:00"}, {id('2'), "09:50:00"}});
  std::string torn = page_of({{id('1'), "09:40:00"}, {id('2'), "09:50:20"}});
  torn.insert(torn.rfind(']'), R"(,{"played_at":null,"track":{"id":"x","name":"y"}})");
  land_poll("2026-01-02T10:20:00Z", 200, torn);
  load();
  EXPECT_EQ(number("select count(*) from segue_raw.retimings"), 0);
}

TEST_F(ProvenTest, AnotherListenersPagesProveNothing) {
  poll("10:00:00", {{id('1'), "09:50:00"}});
  land("endsong_0.json", history({"08:00:00", "08:30:00"}), true, "you");
  load();
  EXPECT_EQ(spans("you"), "unproven 08:00 08:30 export\n");
  EXPECT_EQ(spans("me"), "unproven 09:50 10:00\n");
}

TEST_F(ProvenTest, TheOrderOfLoadsChangesNothing) {
  poll("10:00:00", {{id('1'), "09:50:00"}});
  load();
  poll("10:40:00", {{id('2'), "10:30:00"}});
  poll("10:20:00", {{id('1'), "09:50:00"}, {id('2'), "10:15:00"}});
  load();
  const std::string in_steps = spans();
  const auto other = files_of("two");
  load_into(other, {1, 5, {}});
  EXPECT_EQ(everything("one"), everything("two"));
  EXPECT_EQ(in_steps,
            "unproven 09:50 10:00\n"
            "certified 10:00 10:15 10:15\n"
            "open 10:15 10:40\n");
}

TEST_F(ProvenTest, AnExportMarksWhatItTellsAndAMissingFileIsAHole) {
  poll("10:00:00", {{id('1'), "09:50:00"}});
  land_import(
      {{"endsong_0.json", history({"03:00:00", "04:00:00"})}, {"endsong_2.json", history({"06:00:00", "10:00:00"})}});
  load();
  EXPECT_EQ(spans(),
            "unproven 03:00 04:00 export\n"
            "unproven 04:00 06:00\n"
            "unproven 06:00 10:00 export\n");
}

TEST_F(ProvenTest, ARefusedMemberIsAHole) {
  land_import({{"endsong_0.json", history({"03:00:00", "04:00:00"})},
               {"endsong_1.json", history({"04:10:00"}) + "x"},
               {"endsong_2.json", history({"06:00:00", "10:00:00"})}});
  load();
  EXPECT_EQ(spans(),
            "unproven 03:00 04:00 export\n"
            "unproven 04:00 06:00\n"
            "unproven 06:00 10:00 export\n");
}

TEST_F(ProvenTest, ARetimedPlayNamesItsFirstTime) {
  poll("10:00:00", {{id('0'), "08:00:00"}, {id('1'), "09:50:00"}});
  poll("10:20:00", {{id('0'), "08:00:00"}, {id('1'), "09:50:20"}});
  load();
  EXPECT_EQ(number("select count(*) from segue_raw.retimings where kept_ms = instant_ms - 20000"), 1);
  poll("10:40:00", {{id('0'), "08:00:00"}, {id('1'), "09:50:00"}, {id('1'), "09:50:20"}});
  load();
  EXPECT_EQ(number("select count(*) from segue_raw.retimings"), 0);
}

TEST_F(ProvenTest, APlayDatedAheadMovesNeitherAsOfNorCoverage) {
  poll("10:00:00", {{id('1'), "09:50:00"}, {id('9'), "22:00:00"}});
  poll("10:20:00", {{id('1'), "09:50:00"}, {id('2'), "10:10:00"}, {id('9'), "22:00:00"}});
  load();
  EXPECT_EQ(number("select as_of_ms from segue_raw.as_of"), base::to_ms(*base::parse_iso8601("2026-01-02T10:20:00Z")));
  EXPECT_EQ(spans(),
            "unproven 09:50 10:00\n"
            "certified 10:00 10:10 10:10\n"
            "open 10:10 10:20\n");
  EXPECT_EQ(number("select count(*) from segue_raw.plays where instant_ms > (select as_of_ms from segue_raw.as_of)"),
            2);
}

}  // namespace
}  // namespace segue::load
