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
  std::int64_t calls = 0;  // the most that are made
  std::string scope;       // what the listener granted, as Spotify's token answer lists it
};

struct Enriched {
  std::int64_t calls = 0;  // made, those that failed counted; a call that quota holds back is none
  std::int64_t tracks = 0, albums = 0, artists = 0, pages = 0;  // answers landed by kind; pages of lists
  std::int64_t missing_tracks = 0, missing = 0;                 // Spotify has no such track; no such thing at all
  std::int64_t failed = 0;  // neither an answer nor a 404: asked for again next time
  // Lists that the granted scope does not show, and what was left alone since Spotify refused it; each once.
  std::vector<std::string> left_out;
  std::int64_t calls_left = 0;  // that the plan still holds; more come to light as artists' albums are listed
  std::optional<base::Instant> held_until;  // some family of calls is held back by quota, the first of them until then
  // Ended the run before its time: to be thrown by the caller once what landed is loaded (spotify::refuse).
  std::optional<std::pair<spotify::Call, spotify::Reply>> refusal;
};

}  // namespace segue::capture
