#include "load/loaded_lake_for_tests.h"
#include "rules/recordings.h"

namespace segue::load {
namespace {

using RulesOfALake = LoadTest;

std::string merge(const std::string& id, const std::string& subject, const std::string& target) {
  return R"({"action":"add","id":")" + id + R"(","rule":"merge","subject":{"key":")" + subject +
         R"("},"target":{"key":")" + target + R"("},"why":""})";
}

std::string undo(const std::string& id) {
  return R"({"action":"undo","id":")" + id + R"(","why":"a mistake"})";
}

TEST_F(RulesOfALake, BecomeRows) {
  land_rule("2026-01-02T03:04:05Z",
            R"({"action":"add","id":"aa","rule":"exclude","item":"window","from":"2024-02-29","to":"2024-03-01",)"
            R"("statistics":true,"recommendations":false,"why":"a party"})");
  land_rule("2026-01-02T03:04:06Z",
            R"({"action":"add","id":"bb","rule":"exclude","item":"artist","subject":{"key":"a1","name":"Rain"},)"
            R"("statistics":false,"recommendations":true,"why":""})");
  const Report report = load();
  ASSERT_EQ(report.objects.size(), 2u);
  EXPECT_EQ(report.objects[0].sources.at("rule"), 1);
  EXPECT_EQ(number(R"sql(
    select count(*)
    from segue_raw.rules
    where rule_id = 'aa' and action = 'add' and kind = 'exclude' and item_kind = 'window'
      and from_date = date '2024-02-29' and to_date = date '2024-03-01' and for_statistics
      and not for_recommendations and subject is null and why = 'a party' and decided_ms = 1767323045000
      and user_id = 'me'
  )sql"),
            1);
  EXPECT_EQ(number(R"sql(
    select count(*)
    from segue_raw.rules
    where rule_id = 'bb' and item_kind = 'artist' and subject = 'a1' and subject_name = 'Rain' and from_date is null
      and to_date is null and not for_statistics and for_recommendations and why is null
  )sql"),
            1);
  EXPECT_EQ(load().objects.size(), 0u) << "loaded twice";
}

TEST_F(RulesOfALake, MergesHoldUntilTheirListenerUndoesThem) {
  land_rule("2026-01-02T03:04:05Z", merge("aa", "r1", "r2"));
  land_rule("2026-01-02T03:04:06Z", merge("bb", "r2", "r3"), "you");
  load();
  EXPECT_EQ(number("select count(*) from segue_raw.recording_merges where merged_into = 'r3'"), 2);
  land_rule("2026-01-03T03:04:05Z", undo("aa"), "you");  // the rule is another listener's
  load();
  EXPECT_EQ(number("select count(*) from segue_raw.recording_merges"), 2);
  land_rule("2026-01-03T03:04:06Z", undo("aa"));
  load();
  EXPECT_EQ(number("select count(*) from segue_raw.recording_merges where recording_key = 'r2'"), 1);
  EXPECT_EQ(number("select count(*) from segue_raw.recording_merges"), 1);
}

TEST_F(RulesOfALake, SplitsNameTheirTracks) {
  land_rule("2026-01-02T03:04:05Z",
            R"({"action":"add","id":"aa","rule":"split","subject":{"key":"r1","track":"t1"},"why":""})");
  load();
  EXPECT_EQ(number("select count(*) from segue_raw.track_splits where track_key = 't1' and recording_key = '" +
                   rules::split_recording("t1") + "'"),
            1);
}

TEST_F(RulesOfALake, OneThatIsNotUnderstoodIsRefusedAndTheOthersHold) {
  land_rule("2026-01-02T03:04:05Z", R"({"action":"add","id":"aa","rule":"praise"})");
  land_rule("2026-01-02T03:04:06Z", merge("bb", "r1", "r2"));
  const Report report = load();
  EXPECT_NE(report.objects[0].refusal.find("praise"), std::string::npos) << report.objects[0].refusal;
  EXPECT_EQ(number("select count(*) from segue_raw.rules"), 1);
  EXPECT_EQ(number("select count(*) from segue_raw.recording_merges"), 1);
}

}  // namespace
}  // namespace segue::load
