// Tests Spotify's histories as files: lists, rows a line, what people and programs make of them, and damage.
#include <gtest/gtest.h>

#include "formats/keeping_sink_for_tests.h"

namespace segue::formats {
namespace {

using music::Kind;

constexpr const char* kAudio = "Streaming_History_Audio_2019_0.json";
const std::string kRow =
    R"({"ts":"2019-01-02T03:04:05Z","ms_played":200000,"master_metadata_track_name":"Harbour",)"
    R"("master_metadata_album_artist_name":"Paper Boats","spotify_track_uri":"spotify:track:4uLU6hMCjMI75M1A2tKUQC"})";
const std::string kBadRow = R"({"ts":"2019-01-02T03:04:05Z","ms_played":-1})";
const std::string kAccount = R"({"endTime":"2026-01-02 03:04","artistName":"A","trackName":"B","msPlayed":5})";

TEST(SpotifyHistory, ARowALineIsReadLikeAList) {
  for (const char* end : {"\n", "\r\n", "\r", "\n\n"}) {
    const std::string text = kRow + end + kAccount + end + kBadRow + end + kRow + end;
    EXPECT_EQ(recognise("all.jsonl", text), Format::spotify_extended);
    KeepingSink sink;
    const Outcome outcome = read(Format::spotify_extended, text, sink, "all.jsonl");
    ASSERT_FALSE(outcome.refusal) << outcome.refusal->what;
    EXPECT_EQ(outcome.counts.rows, 4);
    EXPECT_EQ(sink.plays.size(), 3u);
    ASSERT_EQ(sink.rejects.size(), 1u);
    EXPECT_EQ(sink.rejects[0].field, "ms_played");
    EXPECT_EQ(sink.plays[1].source, music::Source::account);
    EXPECT_EQ(sink.plays[0].kind, Kind::music);
  }
  EXPECT_EQ(recognise("x", kAccount + "\n" + kAccount), Format::spotify_account_music);
  EXPECT_EQ(recognise("x", "\xEF\xBB\xBF" + kRow), Format::spotify_extended);
  KeepingSink sink;
  const Outcome broken = read(Format::spotify_extended, kRow + "\n{\"ts\":\n" + kRow, sink, "all.jsonl");
  ASSERT_TRUE(broken.refusal);
  EXPECT_TRUE(broken.refusal->what.starts_with("line 2: ")) << broken.refusal->what;
}

TEST(SpotifyHistory, RowsThatAreNeitherAListNorLinesAreToldTheirCure) {
  const std::string pretty = "{\n \"ts\":\"2019-01-02T03:04:05Z\",\n \"ms_played\":7\n}\n";
  EXPECT_EQ(recognise("all.txt", pretty + pretty), Format::spotify_extended);
  KeepingSink sink;
  const Outcome outcome = read(Format::spotify_extended, pretty + pretty, sink);
  ASSERT_TRUE(outcome.refusal);
  EXPECT_NE(outcome.refusal->what.find("jq -s . FILE > list.json"), std::string::npos) << outcome.refusal->what;
}

// Files that were joined or saved otherwise than as one list of rows, and words of the cure.
TEST(SpotifyHistory, OtherShapesOfAListAreToldTheirCure) {
  const std::pair<std::string, const char*> cases[] = {
      {"[[" + kRow + "],[" + kAccount + "]]", "`jq add FILE > list.json`"},
      {" [ [" + kRow + "]]", "`jq add FILE > list.json`"},
      {"[" + kRow + "]\n[" + kAccount + "]\n", "`jq -s add FILE > list.json`"},
      {kRow + ",\n" + kRow + ",\n", "a `[` before the first row and a `]` after the last"},
      {R"({"user":"ann","plays":[)" + kRow + "]}", R"(`jq '."plays"' FILE > list.json`)"},
      {R"({"ts":{"0":"2019-01-02T03:04:05Z"},"ms_played":{"0":7}})", R"(orient="records")"}};
  for (const auto& [text, cure] : cases) {
    KeepingSink sink;
    const Outcome outcome = read(Format::spotify_extended, text, sink, kAudio);
    ASSERT_TRUE(outcome.refusal) << text;
    EXPECT_NE(outcome.refusal->what.find(cure), std::string::npos) << text << ": " << outcome.refusal->what;
  }
}

TEST(SpotifyHistory, DamageIsNamedWithItsCure) {
  const std::pair<std::string, const char*> cases[] = {
      {std::string(1, '\0') + kRow + "]", "it begins with a zero byte: the download or the disk was damaged"},
      {"[" + kRow + "]" + std::string(512, '\0'), "it ends with 512 zero bytes"},
      {"[" + kRow + "," + std::string(9, '\0') + "]", "it contains a zero byte at byte"},
      {"[" + kRow, "it ends too early: a bracket is not closed; download it again"},
      {"[" + kRow + R"(,{"ts":"2019)", "download it again"}};
  for (const auto& [text, reason] : cases) {
    KeepingSink sink;
    const Outcome outcome = read(Format::spotify_extended, text, sink, kAudio);
    ASSERT_TRUE(outcome.refusal);
    EXPECT_NE(outcome.refusal->what.find(reason), std::string::npos) << outcome.refusal->what;
    EXPECT_NE(outcome.refusal->what.find("download it again"), std::string::npos) << outcome.refusal->what;
  }
}

TEST(SpotifyHistory, ASyntaxFaultRefusesTheMemberWhole) {
  const std::string good = kRow;
  const std::pair<std::string, const char*> cases[] = {
      {"{\"ts\":1,\"rows\":[" + good + "]}", "a streaming history is a list, but this is an object"},
      {"", "it cannot be read as JSON"},
      {"   ", "it cannot be read as JSON"},
      {"[" + good, ""},
      {"[" + good + "," + good.substr(0, 40), ""},
      {"[" + good + "] []", "there is text after the end"},
      {"[" + good + "] [", ""},
      {"[" + good + " " + good + "]", "omma"},
      {"[{\"ts\":\"a\tb\"}]",
       "a text contains a bare line end or another bare control character; take the file out of the export again (near "
       "byte 9)"},
      {"[" + good + ",]", "take the file out of the export again"},
      {"[{\"ts\" \"x\"}]", ""},
      {"[{\"ts\":}]", ""},
      {"[{ts:1}]", ""},
      {"nonsense", ""},
      {"null", "a streaming history is a list, but this is null"},
      {"\"text\"", "a streaming history is a list, but this is a text"},
      {"[\"\xFC\"]", "it is not UTF-8"},
      {std::string("\xFF\xFE[\0]\0", 6), "it is UTF-16"},
      {std::string("[\0]\0", 4), "it is UTF-16"}};
  for (const auto& [text, reason] : cases) {
    KeepingSink sink;
    const Outcome outcome = read(Format::spotify_extended, text, sink, kAudio);
    ASSERT_TRUE(outcome.refusal) << text;
    EXPECT_NE(outcome.refusal->what.find(reason), std::string::npos) << text << ": " << outcome.refusal->what;
    EXPECT_FALSE(outcome.refusal->what.empty()) << text;
    EXPECT_EQ(outcome.counts.rows, 0) << text;
  }
}

TEST(SpotifyHistory, DepthIsNoDanger) {
  KeepingSink sink;
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "[";
  const Outcome outcome =
      read(Format::spotify_extended,
           std::string("[") + R"({"ts":"2019-01-02T03:04:05Z","ms_played":7,"new":)" + deep + "}" + "]", sink, kAudio);
  EXPECT_TRUE(outcome.refusal || outcome.counts.rows > 0);
}

}  // namespace
}  // namespace segue::formats
