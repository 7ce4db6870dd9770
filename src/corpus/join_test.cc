#include "corpus/join.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/error.h"

namespace segue::corpus {
namespace {

std::string key(std::string_view name) {
  return base::key_hash({"recording", name});
}

// Returns which of the rows are one song, as letters: "aab" means that the first two are one.
std::string songs(const std::vector<Join::Row>& rows) {
  Join join;
  std::vector<std::string> keys;
  std::vector<std::uint32_t> numbers;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Join::Row row = rows[i];
    const std::string own = key(row.recording_key);
    row.recording_key = own;
    numbers.push_back(join.add(row));
  }
  join.finish();
  std::string letters;
  std::vector<std::uint32_t> seen;
  for (const std::uint32_t number : numbers) {
    const auto at = std::find(seen.begin(), seen.end(), join.song(number));
    letters.push_back(static_cast<char>('a' + (at - seen.begin())));
    if (at == seen.end()) seen.push_back(join.song(number));
  }
  return letters;
}

TEST(Join, OneSpotifyIdIsOneSong) {
  EXPECT_EQ(songs({{.recording_key = "x", .spotify_id = "1"}, {.recording_key = "y", .spotify_id = "1"}}), "aa");
  EXPECT_EQ(songs({{.recording_key = "x", .spotify_id = "1"}, {.recording_key = "y", .spotify_id = "2"}}), "ab");
  EXPECT_EQ(songs({{.recording_key = "x"}, {.recording_key = "y"}}), "ab") << "no id joins nothing";
  EXPECT_EQ(songs({{.recording_key = "x", .spotify_id = "1"},
                   {.recording_key = "x", .spotify_id = "2"},
                   {.recording_key = "y", .spotify_id = "2"}}),
            "aaa")
      << "a name carries from id to id";
}

TEST(Join, AnIsrcNeedsLengthsThatAgree) {
  const auto pair = [](std::int64_t one, std::int64_t other) {
    return songs({{.recording_key = "x", .isrc = "I", .duration_ms = one},
                  {.recording_key = "y", .isrc = "I", .duration_ms = other}});
  };
  EXPECT_EQ(pair(200'000, 210'000), "aa");
  EXPECT_EQ(pair(210'000, 200'000), "aa");
  EXPECT_EQ(pair(200'000, 210'001), "ab");
  EXPECT_EQ(pair(200'000, 0), "ab");
  EXPECT_EQ(pair(0, 0), "ab");
}

TEST(Join, LengthsDoNotDriftAlongAChain) {
  EXPECT_EQ(songs({{.recording_key = "x", .isrc = "I", .duration_ms = 200'000},
                   {.recording_key = "y", .isrc = "I", .duration_ms = 209'000},
                   {.recording_key = "z", .isrc = "I", .duration_ms = 218'000}}),
            "aab");
}

TEST(Join, AnMbidAndAnIsrcKeepVersionsApart) {
  EXPECT_EQ(songs({{.recording_key = "x", .recording_mbid = "m"}, {.recording_key = "y", .recording_mbid = "m"}}),
            "aa");
  EXPECT_EQ(songs({{.recording_key = "x", .recording_mbid = "m"},
                   {.recording_key = "y", .recording_mbid = "m", .version_class = "live"}}),
            "ab");
  EXPECT_EQ(songs({{.recording_key = "x", .isrc = "I", .duration_ms = 1000},
                   {.recording_key = "y", .isrc = "I", .version_class = "remix", .duration_ms = 1000}}),
            "ab");
  EXPECT_EQ(songs({{.recording_key = "x", .spotify_id = "1"},
                   {.recording_key = "y", .spotify_id = "1", .version_class = "live"}}),
            "aa")
      << "one track of Spotify is one whatever it is called";
}

TEST(Join, AnIdOfOneKindIsNoneOfAnother) {
  EXPECT_EQ(songs({{.recording_key = "x", .spotify_id = "1"},
                   {.recording_key = "y", .recording_mbid = "1"},
                   {.recording_key = "z", .isrc = "1", .duration_ms = 1000}}),
            "abc");
}

TEST(Join, AFillerJoinsNothing) {
  const auto joined = [](std::size_t names) {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < names; ++i) words.push_back(std::to_string(i));
    std::vector<Join::Row> rows;
    for (const auto& word : words) rows.push_back({.recording_key = word, .recording_mbid = "m"});
    return songs(rows);
  };
  EXPECT_EQ(joined(Join::kMostNames), std::string(Join::kMostNames, 'a'));
  EXPECT_EQ(joined(Join::kMostNames + 1), std::string("abcdefghijklmnopq"));
}

TEST(Join, ASongGoesByTheKeyThatCameFirst) {
  Join join;
  const std::string x = key("x"), y = key("y"), z = key("z");
  join.add({.recording_key = z});
  join.add({.recording_key = x, .spotify_id = "1"});
  join.add({.recording_key = y, .spotify_id = "1"});
  join.finish();
  EXPECT_EQ(join.changed(), (music::RecordingMerges{{music::RecordingKey(y), music::RecordingKey(x)}}));
}

TEST(Join, WhatWasJoinedBeforeStaysSo) {
  Join join;
  const std::string x = key("x"), y = key("y");
  const auto one = join.add({.recording_key = y});
  const auto other = join.add({.recording_key = x});
  join.same(other, one);
  join.finish();
  EXPECT_EQ(join.changed(), (music::RecordingMerges{{music::RecordingKey(x), music::RecordingKey(y)}}));
}

TEST(Join, WhatIsSettledStaysApartAndGivesItsKey) {
  Join join;
  const std::string whole = key("whole"), split = key("split"), theirs = key("theirs");
  join.add({.recording_key = whole, .spotify_id = "1"});
  join.add({.recording_key = split, .spotify_id = "2"});
  join.settle();
  join.add({.recording_key = whole, .spotify_id = "2"});  // a corpus knows of no split
  join.add({.recording_key = theirs, .spotify_id = "2"});
  join.finish();
  const auto changed = join.changed();
  EXPECT_EQ(changed.size(), 1u);
  const std::string& now = changed.at(music::RecordingKey(theirs)).value;
  EXPECT_TRUE(now == split || now == whole);
}

TEST(Join, AKeyThatIsNoneIsRefused) {
  Join join;
  EXPECT_THROW(join.add({.recording_key = "x"}), base::Error);
}

}  // namespace
}  // namespace segue::corpus
