#include "coverage/export_spans.h"

#include <gtest/gtest.h>

namespace segue::coverage {
namespace {

base::Instant day(int number) {
  return base::Instant{std::chrono::days{18'000 + number}};
}

ExportFile file(const std::string& name, int first, int last) {
  return {name, day(first), day(last)};
}

using Spans = std::vector<ExportSpan>;

TEST(ExportSpans, UnbrokenNumbersAreOneSpan) {
  EXPECT_EQ(export_spans({file("Streaming_History_Audio_2022_3.json", 30, 40),
                          file("Streaming_History_Audio_2018-2020_0.json", 0, 12),
                          file("Streaming_History_Audio_2020-2021_1.json", 12, 20),
                          file("Streaming_History_Audio_2021_2.json", 20, 30)}),
            (Spans{{day(0), day(40)}}));
}

TEST(ExportSpans, AMissingNumberIsAHole) {
  EXPECT_EQ(export_spans({file("Streaming_History_Audio_2018_0.json", 0, 10),
                          file("Streaming_History_Audio_2019_2.json", 20, 30)}),
            (Spans{{day(0), day(10)}, {day(20), day(30)}}));
}

TEST(ExportSpans, AHoleAmongFilesOutOfOrderCouldBeAnywhere) {
  EXPECT_TRUE(export_spans({file("Streaming_History_Audio_2018_0.json", 0, 25),
                            file("Streaming_History_Audio_2019_2.json", 20, 30)})
                  .empty());
}

TEST(ExportSpans, YearsAloneMustFollowEachOther) {
  EXPECT_EQ(export_spans(
                {file("Streaming_History_Audio_2022.json", 0, 10), file("Streaming_History_Audio_2023.json", 10, 20)}),
            (Spans{{day(0), day(20)}}));
  EXPECT_EQ(export_spans(
                {file("Streaming_History_Audio_2021.json", 0, 10), file("Streaming_History_Audio_2023.json", 20, 30)}),
            (Spans{{day(0), day(10)}, {day(20), day(30)}}));
}

TEST(ExportSpans, PartsOfAYearAreNumberedFromNought) {
  EXPECT_EQ(
      export_spans(
          {file("Streaming_History_Audio_2022.json", 0, 10), file("Streaming_History_Audio_2023_0.json", 10, 20),
           file("Streaming_History_Audio_2023_1.json", 20, 30), file("Streaming_History_Audio_2024_0.json", 30, 40)}),
      (Spans{{day(0), day(40)}}));
  EXPECT_EQ(export_spans({file("Streaming_History_Audio_2022.json", 0, 10),
                          file("Streaming_History_Audio_2023_1.json", 20, 30)}),
            (Spans{{day(0), day(10)}, {day(20), day(30)}}));
}

TEST(ExportSpans, OldNamesCount) {
  EXPECT_EQ(export_spans({file("endsong_0.json", 0, 10), file("endsong_1.json", 10, 20)}), (Spans{{day(0), day(20)}}));
  EXPECT_EQ(export_spans({file("endsong.json", 0, 10)}), (Spans{{day(0), day(10)}}));
}

TEST(ExportSpans, OtherNamesProveNothing) {
  for (const auto* name : {"history.json", "Streaming_History_Audio_.json", "Streaming_History_Audio_2024_x.json",
                           "endsong_x.json", "Streaming_History_Video_2024.json", "Streaming_History_Audio_2024_1.txt"})
    EXPECT_TRUE(export_spans({file(name, 0, 10)}).empty()) << name;
  EXPECT_TRUE(export_spans({}).empty());
}

TEST(ExportSpans, AFileWithoutRowsIsNoHole) {
  EXPECT_EQ(export_spans({file("endsong_0.json", 0, 10), {"endsong_1.json", {}, {}}, file("endsong_2.json", 20, 30)}),
            (Spans{{day(0), day(30)}}));
}

TEST(ExportSpans, UnitedOverlapsBecomeOne) {
  EXPECT_EQ(united({{day(5), day(9)}, {day(0), day(5)}, {day(20), day(30)}, {day(21), day(22)}}),
            (Spans{{day(0), day(9)}, {day(20), day(30)}}));
}

}  // namespace
}  // namespace segue::coverage
