// What a listener likes now: recent and repeated plays, weighed.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"

namespace segue::recommend {

// A recording that the listener has played.
struct Listened {
  std::string recording_key, artist_key, artist, title;
  std::int64_t plays = 0;
  std::int64_t skips = 0;
  base::Instant last_played;
};

struct Liked {
  const Listened* listened = nullptr;  // into the input
  double weight = 0;                   // above 0; the greatest is 1
};

struct TasteOptions {
  double half_life_days = 180;  // a play counts half after this long; shorter follows moods, longer habits
  std::size_t most = 20'000;    // liked recordings that are kept
};

// ln(1 + plays) · 2^(−age / half life), halved where more than half of the plays were skips; best first, ties by key.
std::vector<Liked> taste_of(const std::vector<Listened>& listened, base::Instant as_of, const TasteOptions& options);

}  // namespace segue::recommend
