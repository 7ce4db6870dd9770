// What Spotify's catalogue says of the listener's music, asked for thing by thing, each answer durable in the lake
// before anybody reads it.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "lake/lake.h"
#include "music/catalogue.h"
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

// First the listener's lists: saved tracks, playlists and those items whose snapshot is another, top tracks and
// artists, followed artists; each once in a UTC day. Then the plan (enrich_plan.h), made anew every 20 calls as answers
// teach. `catalogue` is what tables hold; it learns what is answered here. Killed at any instant, the next run asks for
// nothing that has landed. A family of calls that quota or a 429 holds back, that Spotify forbids (403; of the
// listener's lists that list alone), or that fails ten times in a row is left alone and the others go on. A refused
// login (401) ends the run, and so do failures in a row of three different families and a run without any answer. What
// failed on three days comes behind the rest of the plan. Throws as TokenKeeper does.
Enriched enrich(lake::Lake& lake, const std::string& user, spotify::WebApi& api, const base::Clock& clock,
                const EnrichLimits& limits, music::Catalogue& catalogue,
                const std::function<void(const Enriched&)>& progress);

}  // namespace segue::capture
