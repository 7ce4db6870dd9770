#include "rules/rule_log.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/temporary_folder_for_tests.h"
#include "lake/directory_lake.h"
#include "rules/merges.h"
#include "rules/rule_text.h"

namespace segue::rules {
namespace {

using music::Rule;
using music::RuleItem;
using music::RuleKind;

class RuleLog : public testing::Test {
 protected:
  Rule exclusion(const std::string& artist) {
    Rule rule;
    rule.item = RuleItem::artist;
    rule.subject = {artist, {}, artist};
    return rule;
  }
  AddedRule add(const Rule& rule) { return add_rule(lake_, "me", rule, clock_); }

  const base::TemporaryFolder folder_;
  lake::DirectoryLake lake_{folder_.path()};
  base::ManualClock clock_{base::from_ms(1767323045000)};
};

TEST_F(RuleLog, RemembersARuleOnceUnderAnIdOfItsOwn) {
  const AddedRule rain = add(exclusion("Rain"));
  EXPECT_FALSE(rain.is_known);
  EXPECT_EQ(rain.rule.id.size(), 8u);
  const AddedRule again = add(exclusion("Rain"));
  EXPECT_TRUE(again.is_known);
  EXPECT_EQ(again.rule.id, rain.rule.id);
  EXPECT_NE(add(exclusion("Snow")).rule.id, rain.rule.id);
  const auto all = remembered_rules(lake_, "me");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].decided_at, clock_.now());
  EXPECT_TRUE(remembered_rules(lake_, "you").empty());
}

TEST_F(RuleLog, AnUndoneRuleIsRememberedAndHoldsNoMore) {
  const AddedRule rain = add(exclusion("Rain"));
  EXPECT_TRUE(undo_rule(lake_, "me", rain.rule.id, "a mistake", clock_));
  EXPECT_FALSE(undo_rule(lake_, "me", rain.rule.id, "", clock_));
  EXPECT_FALSE(in_force(lake_, "me", rain.rule));
  EXPECT_TRUE(remembered_rules(lake_, "me").at(0).undone_at);
  const AddedRule anew = add(exclusion("Rain"));
  EXPECT_FALSE(anew.is_known);
  EXPECT_NE(anew.rule.id, rain.rule.id);
}

TEST_F(RuleLog, UndoingNeedsARuleOfThisListener) {
  const AddedRule rain = add(exclusion("Rain"));
  EXPECT_THROW(undo_rule(lake_, "you", rain.rule.id, "", clock_), base::Error);
  EXPECT_THROW(undo_rule(lake_, "me", "00000000", "", clock_), base::Error);
}

TEST_F(RuleLog, AMergeOfArtistsHoldsAgainstASplitUntilItIsUndone) {
  Rule merge = exclusion("Rain");
  merge.kind = RuleKind::merge;
  merge.target = {"Snow", {}, "Snow"};
  merge = add(merge).rule;
  for (const char* artist : {"Rain", "Snow"}) {
    const auto found = merge_that_holds(lake_, "me", {artist, {}, artist});
    ASSERT_TRUE(found) << artist;
    EXPECT_EQ(found->id, merge.id);
  }
  EXPECT_FALSE(merge_that_holds(lake_, "me", {"Hail", {}, "Hail"}));
  undo_rule(lake_, "me", merge.id, "", clock_);
  EXPECT_FALSE(merge_that_holds(lake_, "me", merge.subject));
}

TEST(RuleText, SaysARuleInWords) {
  Rule rule;
  rule.item = RuleItem::artist;
  rule.subject = {"a1", {}, "Rain"};
  EXPECT_EQ(sentence_of(rule), "exclude artist Rain");
  EXPECT_EQ(scope_of(rule), "both");
  rule.statistics = false;
  EXPECT_EQ(scope_of(rule), "recommendations");
  rule.kind = RuleKind::merge;
  rule.target.name = "Snow";
  EXPECT_EQ(sentence_of(rule), "merge artist Rain into Snow");
  EXPECT_EQ(scope_of(rule), "both");
  Rule window;
  window.item = RuleItem::window;
  window.to = std::chrono::sys_days{std::chrono::February / 1 / 2024};
  EXPECT_EQ(sentence_of(window), "exclude window to 2024-02-01");
}

}  // namespace
}  // namespace segue::rules
