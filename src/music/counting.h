// Which plays count in statistics, and which teach.
#pragma once

namespace segue::music {

// What segue may do with plays that it knows from the Web API alone. Spotify's developer terms forbid `train`; see
// docs/day-one.md.
enum class LearnFromApi { statistics, taste, train };

// Which plays count in statistics and features. The facts keep every play. dbt gets these values as its variables
// count_….
struct Counting {
  int min_seconds = 0;    // least time listened; a play of unknown length counts
  double min_share = 0;   // least share of the track, 0 to 1, if both lengths are known
  bool skips = true;      // skipped plays count
  bool incognito = true;  // plays of private sessions count
  bool operator==(const Counting&) const = default;
};

}  // namespace segue::music
