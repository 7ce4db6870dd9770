// For tests: writes what a reader of scrobbles gave as text.
#pragma once
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <string>

#include "formats/keeping_sink_for_tests.h"

namespace segue::formats {

// Returns "start source title - artist - album" of each play.
inline std::string plays_of(Format format, const std::string& text, std::string_view name = "x") {
  KeepingSink sink;
  const Outcome outcome = read(format, text, sink, name);
  if (outcome.refusal) return "refused: " + outcome.refusal->what;
  std::string all = said(sink);
  for (const PlayRow& play : sink.plays)
    all +=
        fmt::format("{}{} {} {} {} - {} - {}", all.empty() ? "" : "\n", play.ordinal + 1,
                    base::to_iso8601(play.instant), music::text_of(play.source), play.title, play.artist, play.album);
  for (const PlayRow& play : sink.plays) EXPECT_EQ(play.basis, music::TimeBasis::start);
  return all;
}

}  // namespace segue::formats
