// Computes what a listener likes now from recent and repeated plays.
#pragma once
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "music/recording.h"
#include "recommend/listener.h"
#include "signals/item.h"

namespace segue::recommend {

struct Liked {
  const music::Listened* listened = nullptr;  // points into the input
  double weight = 0;                          // greater than 0; the greatest is 1
};

struct TasteOptions {
  double half_life_days = 180;  // a play this old counts half; shorter follows moods, longer follows habits
  std::size_t most = 20'000;    // most liked recordings that are returned
};

// The weight is ln(1 + plays) · 2^(−age / half life), halved if more than half of the plays were skips. Returns the
// best first; ties are ordered by key.
std::vector<Liked> taste_of(const std::vector<music::Listened>& listened, base::Instant as_of,
                            const TasteOptions& options);
// The same by numbers of a repertoire; a Listened without a recording will do.
std::vector<PlayedSong> taste_by_item(const std::unordered_map<signals::Item, music::Listened>& listened,
                                      base::Instant as_of, const TasteOptions& options = {});
// The taste as signals are asked: each song with the root of its weight, so that favourites count less.
signals::ListContext context_of(const std::vector<PlayedSong>& taste);

}  // namespace segue::recommend
