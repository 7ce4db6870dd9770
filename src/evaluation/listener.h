// The protocol `listener`: a history is cut at many dates; songs that were first played after a cut are the answers to
// what was known at it.
#pragma once
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "evaluation/listener_set.h"
#include "evaluation/metrics.h"
#include "recommend/listener.h"

namespace segue::evaluation {

struct CutOptions {
  std::size_t cuts = 12;
  double first = 0.25;        // share of the plays that lies before the first cut
  double horizon_days = 182;  // of the answers, after each cut; the last cut is so long before the end
};

// What is known at a date, and what came after it.
struct Cut {
  base::Instant date;
  recommend::Listener listener;                        // by plays before the cut
  std::unordered_map<Item, music::Listened> listened;  // the same plays, without recordings
  std::vector<List> sessions;                          // of the same plays, the oldest first, with repeats
  std::vector<bool> known_artists;                     // by number: whether a song that credits the artist was played
  double discovery = 0.5;                              // discovery_share() of the plays
  List answers;                                        // offered songs that were first played after the cut, sorted
  List of_new_artists;                                 // those of them of which no credited artist was known
};

// Returns the dates, evenly spaced. Throws Error(usage) if the history is too short for them.
std::vector<base::Instant> dates_of(const ListenerSet& set, const CutOptions& options);
Cut cut_at(const ListenerSet& set, base::Instant date, const CutOptions& options);

// The list of one contender for each date and seed, best first: lists[date][seed].
using ListsBySeed = std::vector<std::vector<List>>;
// Hits are counted per date and averaged over seeds; the interval is over dates. `kept` is the share of the first 30
// that stays under another seed.
Score score_listener(std::string name, const ListenerSet& set, const std::vector<Cut>& cuts, const ListsBySeed& lists,
                     std::uint64_t seed);

}  // namespace segue::evaluation
