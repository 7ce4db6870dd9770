// Asks Spotify for the listener's lists and for the catalogue's facts about their music. Each answer is durable in the
// lake before anything reads it.
#pragma once
#include <functional>
#include <string>

#include "base/clock.h"
#include "capture/enriched.h"
#include "lake/lake.h"
#include "music/catalogue.h"
#include "spotify/web_api.h"

namespace segue::capture {

// Asks first for the listener's lists, each once per UTC day: saved tracks, playlists and the items of playlists with a
// new snapshot, top tracks and artists, followed artists. Then makes the calls of the plan (enrich_plan.h), which is
// made anew every 20 calls. `catalogue` is what the tables hold; each answer is added to it. Safe to kill at any
// instant: the next run asks for nothing that has landed.
//
// A family of calls is left alone, and the others go on, if quota or a 429 holds it back, if Spotify forbids it (403;
// for the listener's own lists only that list), or if it fails ten times in a row. The run ends at a refused login
// (401) and when three families fail without an answer between them. A run that left something alone and had no answer
// at all returns its first failure. Calls that failed on three days come after the rest of the plan. Throws like
// TokenKeeper.
Enriched enrich(lake::Lake& lake, const std::string& user, spotify::WebApi& api, const base::Clock& clock,
                const EnrichLimits& limits, music::Catalogue& catalogue,
                const std::function<void(const Enriched&)>& progress);

}  // namespace segue::capture
