#include "evaluation/model_contender.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "evaluation/folder_for_tests.h"

namespace segue::evaluation {
namespace {

// Items 2, 0, 3 in rows 0, 1, 2, on three axes; outputs point from 2 to 0, from 0 to 3, from 3 to 2.
embed::Model ring(const std::vector<std::string>& keys = {"2", "0", "3"}) {
  embed::Model model;
  model.vocabulary.kinds.assign(keys.size(), embed::TokenKind::recording);
  model.vocabulary.keys = keys;
  model.vocabulary.counts.assign(keys.size(), 1);
  model.vocabulary.index();
  model.options.dimension = 4;
  model.input = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0};
  model.output = {0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0};
  return model;
}

const ScoringOptions kDot{embed::ScoringRule::input_output, 0, 1, 1};

TEST(ModelContender, AnswersAreItemsAndNotRows) {
  const ModelContender contender(ring(), 5, "m");
  EXPECT_EQ(contender.answer({{{2}, {}}, {{0}, {}}}, {1, false}, kDot), (Answers{{0}, {3}}));
}

TEST(ModelContender, RepeatsWhereTheProtocolAllowsThem) {
  const ModelContender contender(ring(), 5, "m");
  EXPECT_EQ(contender.answer({{{2, 0}, {}}}, {3, false}, kDot), (Answers{{3}}));
  EXPECT_EQ(contender.answer({{{2, 0}, {}}}, {3, true}, kDot), (Answers{{0, 3, 2}}));
}

TEST(ModelContender, ADecayWeighsByThePlaceInTheContext) {
  const ModelContender contender(ring(), 5, "m");
  ScoringOptions last = kDot;
  last.decay = 0;
  EXPECT_EQ(contender.answer({{{2, 0}, {}}}, {1, true}, last), (Answers{{3}}));
  last.decay = 0.5;
  EXPECT_EQ(contender.answer({{{2, 0}, {}}}, {2, true}, last), (Answers{{3, 0}}));
  // An unknown item keeps its place: 1 has no vector, and 2 is one place further back than 0.
  EXPECT_EQ(contender.answer({{{0, 2, 1}, {}}}, {2, true}, last), (Answers{{0, 3}}));
}

TEST(ModelContender, AContextThatNobodyKnowsIsAnswered) {
  EXPECT_EQ(ModelContender(ring(), 5, "m").answer({{{4}, {}}, {{}, {}}}, {2, false}, kDot), (Answers{{2, 0}, {2, 0}}));
}

TEST(ModelContender, AKeyThatIsNoItemIsRefused) {
  for (const char* bad : {"", "x", "5", "-1", "3 ", "1.0", "0abc", "99999999999"}) {
    const std::string fault = failure([&] { ModelContender(ring({"2", bad, "3"}), 5, "m.model"); });
    EXPECT_EQ(fault.find("5 m.model: its recording 1 has the key \""), 0u) << bad << ": " << fault;
  }
}

TEST(Shuffled, ListsKeepTheirItemsAndTheSeedDecides) {
  List list;
  for (Item i = 0; i < 50; ++i) list.push_back(i);
  const auto once = shuffled({list, {}, {7}}, 1);
  EXPECT_NE(once[0], list);
  List sorted = once[0];
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(sorted, list);
  EXPECT_EQ(once, shuffled({list, {}, {7}}, 1));
  EXPECT_NE(once, shuffled({list, {}, {7}}, 2));
}

TEST(BuilderOf, KeysOfItemsBecomeTokens) {
  const auto built =
      builder_of({{1, 2}, {1, 2}}, [](Item item) { return Keys{std::to_string(item), "artist", ""}; }).build(1, 250);
  EXPECT_EQ(built.vocabulary.keys, (std::vector<std::string>{"1", "2", "artist"}));
  EXPECT_EQ(built.lists.size(), 2u);
}

}  // namespace
}  // namespace segue::evaluation
