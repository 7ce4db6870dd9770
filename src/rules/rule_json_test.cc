#include "rules/rule_json.h"

#include <gtest/gtest.h>

namespace segue::rules {
namespace {

using music::Rule;
using music::RuleItem;
using music::RuleKind;
using std::chrono::sys_days;

Rule back(const Rule& rule) {
  return std::get<Rule>(*read_rule(to_json(rule)));
}

TEST(Rules, ReadBackAsWritten) {
  Rule merge;
  merge.id = "0badcafe";
  merge.kind = RuleKind::merge;
  merge.subject = {"r1", music::TrackKey("0123456789012345678901"), "A - \"X\""};
  merge.target = {"r2", {}, "A - Y"};
  merge.why = "the same song";
  EXPECT_TRUE(back(merge).is_same_as(merge));
  EXPECT_EQ(back(merge).id, "0badcafe");
  EXPECT_EQ(back(merge).why, "the same song");
  EXPECT_EQ(back(merge).subject, merge.subject);
  EXPECT_EQ(back(merge).target, merge.target);

  Rule window;
  window.id = "1";
  window.item = RuleItem::window;
  window.from = day_of("2024-02-29");
  window.recommendations = false;
  EXPECT_TRUE(back(window).is_same_as(window));
  EXPECT_EQ(back(window).from, sys_days{std::chrono::February / 29 / 2024});
  EXPECT_FALSE(back(window).to);
}

TEST(Rules, UndoNamesARule) {
  const auto read = read_rule(to_json(music::RuleUndone{"0badcafe", "a mistake"}));
  const auto& undone = std::get<music::RuleUndone>(*read);
  EXPECT_EQ(undone.id, "0badcafe");
  EXPECT_EQ(undone.why, "a mistake");
}

TEST(Rules, AreTheSameWhateverTheirIdAndReason) {
  Rule one, other;
  one.subject = other.subject = {"a1", {}, "Some Artist"};
  other.id = "2";
  other.why = "because";
  other.subject.name = "some artist";
  EXPECT_TRUE(one.is_same_as(other));
  other.statistics = false;
  EXPECT_FALSE(one.is_same_as(other));
  other = one;
  other.item = RuleItem::playlist;
  EXPECT_FALSE(one.is_same_as(other));
  other = one;
  other.to = day_of("2024-01-01");
  EXPECT_FALSE(one.is_same_as(other));
}

TEST(Rules, OthersAreRefusedWithWhatIsWrong) {
  for (const auto& [json, why] : std::initializer_list<std::pair<const char*, const char*>>{
           {"", "JSON"},
           {"[]", "JSON"},
           {R"({"action":"add","id":"1")", "JSON"},
           {R"({"id":"1"})", "action"},
           {R"({"action":"forget","id":"1"})", "forget"},
           {R"({"action":"undo"})", "id"},
           {R"({"action":"add","rule":"merge","subject":{"key":"a"},"target":{"key":"b"}})", "id"},
           {R"({"action":"add","id":"1"})", "rule"},
           {R"({"action":"add","id":"1","rule":"praise"})", "praise"},
           {R"({"action":"add","id":"1","rule":"merge","target":{"key":"b"}})", "subject"},
           {R"({"action":"add","id":"1","rule":"merge","subject":{"key":"a"}})", "target"},
           {R"({"action":"add","id":"1","rule":"merge","subject":"a","target":{"key":"b"}})", "subject"},
           {R"({"action":"add","id":"1","rule":"merge","subject":{"key":""},"target":{"key":"b"}})", "key"},
           {R"({"action":"add","id":"1","rule":"split","subject":{"key":"a"}})", "track"},
           {R"({"action":"add","id":"1","rule":"exclude","statistics":true,"recommendations":true})", "item"},
           {R"({"action":"add","id":"1","rule":"exclude","item":"genre","statistics":true,"recommendations":true})",
            "genre"},
           {R"({"action":"add","id":"1","rule":"exclude","item":"artist","subject":{"key":"a"},"statistics":true})",
            "recommendations"},
           {R"({"action":"add","id":"1","rule":"exclude","item":"artist","subject":{"key":"a"},"statistics":false,
                "recommendations":false})",
            "neither to statistics nor"},
           {R"({"action":"add","id":"1","rule":"exclude","item":"artist","statistics":true,"recommendations":true})",
            "subject"},
           {R"({"action":"add","id":"1","rule":"exclude","item":"window","statistics":true,"recommendations":true})",
            "neither"},
           {R"({"action":"add","id":"1","rule":"exclude","item":"window","from":"2024-02-30","statistics":true,
                "recommendations":true})",
            "2024-02-30"},
           {R"({"action":"add","id":"1","rule":"exclude","item":"window","from":"2024-02-02","to":"2024-02-02",
                "statistics":true,"recommendations":true})",
            "ends"}}) {
    const auto read = read_rule(json);
    ASSERT_FALSE(read.has_value()) << json;
    EXPECT_NE(read.error().find(why), std::string::npos) << json << ": " << read.error();
  }
}

TEST(Days, AreWholeAndReal) {
  EXPECT_EQ(text_of(*day_of("2024-02-29")), "2024-02-29");
  for (const char* text : {"", "2024", "2024-02", "2023-02-29", "2024-13-01", "2024-2-29", "24-02-29", "2024-02-29T",
                           "1969-12-31", "2024/02/29", "yesterday!"})
    EXPECT_FALSE(day_of(text)) << text;
}

}  // namespace
}  // namespace segue::rules
