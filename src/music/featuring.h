// Finds the featured artists that a credit or a title names: "A feat. B", "Song (ft. B)", "Song [with B]".
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace segue::music {

enum class FeaturedIn { credit, title };

struct Featuring {
  std::string rest;                   // the text without the parts below, trimmed
  std::vector<std::string> featured;  // what stands after each "feat.", "ft." or "featuring"
  std::vector<std::string> with;      // what stands after "with" in brackets of a title: artists, or not
};

// In titles "feat" and "ft" without a dot count only in brackets.
Featuring featuring_in(std::string_view text, FeaturedIn where);

}  // namespace segue::music
