// The limits of a run of enrich, and what it did.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "spotify/web_api.h"

namespace segue::capture {

struct EnrichLimits {
  std::int64_t calls = 0;  // the most calls of a run
  std::string scope;       // what the listener granted, as Spotify's token answer lists it
};

struct Enriched {
  std::int64_t calls = 0;  // calls made, failed ones included; a call that quota holds back is not made
  std::int64_t tracks = 0, albums = 0, artists = 0, pages = 0;  // answers landed by kind; pages of lists
  std::int64_t missing_tracks = 0, missing = 0;  // tracks, and things of all kinds, that Spotify does not have (404)
  std::int64_t failed = 0;                       // neither an answer nor a 404: asked for again next time
  // Lists that the granted scope does not show, and what was left alone because Spotify refused it; each once.
  std::vector<std::string> left_out;
  std::int64_t calls_left = 0;              // calls that the plan still has; lists of artists' albums bring more
  std::optional<base::Instant> held_until;  // quota or a 429 holds families of calls back, the first until then
  // Why the run ended early. The caller throws it (spotify::refuse) after it has loaded what landed.
  std::optional<std::pair<spotify::Call, spotify::Reply>> refusal;
};

}  // namespace segue::capture
