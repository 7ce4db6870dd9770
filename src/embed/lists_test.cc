#include "embed/lists.h"

#include <gtest/gtest.h>

namespace segue::embed {
namespace {

ListBuilder lists_of(std::initializer_list<std::initializer_list<const char*>> lists) {
  ListBuilder builder;
  for (const auto& list : lists) {
    for (const char* recording : list) builder.add({recording, "", "", ""});
    builder.end_list();
  }
  return builder;
}

std::vector<std::size_t> sizes(const Lists& lists) {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < lists.size(); ++i) all.push_back(lists.starts[i + 1] - lists.starts[i]);
  return all;
}

TEST(ListBuilder, OrdersByKindThenCountThenKey) {
  ListBuilder builder;
  for (const auto& [recording, artist] :
       {std::pair{"b", "y"}, {"c", "z"}, {"a", "y"}, {"c", "z"}, {"c", "z"}, {"b", "y"}, {"a", "y"}})
    builder.add({recording, artist, "album", ""});
  builder.end_list();
  const auto vocabulary = builder.build(1, 250).vocabulary;
  EXPECT_EQ(vocabulary.keys, (std::vector<std::string>{"c", "a", "b", "y", "z", "album"}));
  EXPECT_EQ(vocabulary.counts, (std::vector<std::uint64_t>{3, 2, 2, 4, 3, 7}));
  EXPECT_EQ(vocabulary.recordings, 3u);
  EXPECT_EQ(vocabulary.find(TokenKind::recording, "a"), 1u);
  EXPECT_EQ(vocabulary.find(TokenKind::album, "album"), 5u);
  EXPECT_EQ(vocabulary.find(TokenKind::artist, "a"), std::nullopt);
  EXPECT_EQ(vocabulary.find(TokenKind::recording, ""), std::nullopt);
}

TEST(ListBuilder, TheOrderOfListsChangesNoRow) {
  const auto one = lists_of({{"a", "b", "c"}, {"c", "d"}}).build(1, 250).vocabulary;
  const auto other = lists_of({{"d", "c"}, {"c", "b", "a"}}).build(1, 250).vocabulary;
  EXPECT_EQ(one.keys, other.keys);
}

TEST(ListBuilder, RareRecordingsFallOutAndShortListsWithThem) {
  const auto built = lists_of({{"a", "b"}, {"a", "b", "rare"}, {"a", "seldom"}, {"a"}, {}}).build(2, 250);
  EXPECT_EQ(built.vocabulary.keys, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(sizes(built.lists), (std::vector<std::size_t>{2, 2}));
}

TEST(ListBuilder, CutsLongLists) {
  const auto built = lists_of({{"a", "b", "a", "b", "a", "b", "a"}, {"b", "a"}}).build(1, 3);
  EXPECT_EQ(sizes(built.lists), (std::vector<std::size_t>{3, 3, 2}));  // a last piece of one place is no list
}

TEST(ListBuilder, TracksAreAliasesOfTheirRecording) {
  ListBuilder builder;
  builder.add({"song", "", "", "first pressing"});
  builder.add({"song", "", "", "remaster"});
  builder.add({"rare", "", "", "rare track"});
  builder.add({"", "somebody", "", "nameless track"});
  builder.end_list();
  const auto vocabulary = builder.build(2, 250).vocabulary;
  ASSERT_EQ(vocabulary.aliases.size(), 2u);
  EXPECT_EQ(vocabulary.aliases.at("first pressing"), 0u);
  EXPECT_EQ(vocabulary.aliases.at("remaster"), 0u);
}

TEST(ListBuilder, CountsListsThatHaveAPlace) {
  ListBuilder builder = lists_of({{"a"}, {}, {"b", "c"}});
  builder.end_list();
  EXPECT_EQ(builder.lists(), 2u);
}

TEST(Vocabulary, FindsANewerKeyWhereItWasTold) {
  Vocabulary vocabulary;
  vocabulary.kinds = {TokenKind::recording, TokenKind::recording};
  vocabulary.keys = {"r1", "r2"};
  vocabulary.index();
  vocabulary.also(TokenKind::recording, "merged", 1);
  vocabulary.also(TokenKind::recording, "r1", 1);
  EXPECT_EQ(vocabulary.find(TokenKind::recording, "merged"), 1u);
  EXPECT_EQ(vocabulary.find(TokenKind::recording, "r1"), 0u) << "a key's own row is taken from it";
  EXPECT_FALSE(vocabulary.find(TokenKind::artist, "merged"));
  EXPECT_EQ(vocabulary.recordings, 2u);
}

}  // namespace
}  // namespace segue::embed
