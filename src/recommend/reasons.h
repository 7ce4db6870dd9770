// Says in plain words what speaks for each recommended song.
#pragma once
#include <string>
#include <vector>

#include "music/recording.h"
#include "recommend/pick.h"

namespace segue::recommend {

struct Because {
  music::Recording song;
  std::int64_t plays = 0;
  double share = 0;         // as Evidence
  std::uint32_t lists = 0;  // that hold both songs
};

struct Reason {
  std::string text;
  std::vector<Because> evidence;  // the first leads, then the strongest; may be empty
};

struct Recommendation {
  music::Recording song;
  Origin origin = Origin::none;
  double score = 0;
  bool is_new_artist = false;
  std::vector<Reason> reasons;  // never empty
};

// A heard song leads at most three reasons: beyond that the next strongest leads, and if there is none the reason names
// the artist or the number of lists alone.
std::vector<Recommendation> with_reasons(const PickInput& input, const std::vector<Pick>& picks);

}  // namespace segue::recommend
