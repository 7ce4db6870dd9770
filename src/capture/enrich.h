// What Spotify's catalogue says of the listener's music, asked for thing by thing, each answer durable in the lake
// before anybody reads it.
#pragma once
#include <functional>
#include <string>

#include "base/clock.h"
#include "capture/enriched.h"
#include "lake/lake.h"
#include "music/catalogue.h"
#include "spotify/web_api.h"

namespace segue::capture {

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
