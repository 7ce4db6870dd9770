// Decides which calls about the catalogue are worth most. Pure.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "formats/api_answers.h"
#include "music/catalogue.h"

namespace segue::capture {

struct PlannedCall {
  formats::Answer kind = formats::Answer::track;  // track, album, artist or artist_albums
  std::string id;
  std::int64_t offset = 0;  // artist_albums: where the page begins
  std::int64_t covers = 0;  // wants of plays that the call fills (see plan); 0 for artist_albums and candidates
  bool operator==(const PlannedCall&) const = default;
};

// Returns all calls that are left to make, in the order in which to make them. Never plans a call whose answer (or 404)
// is already in the lake.
//
// Metadata: each play has up to four wants: its track's facts (length, album, date), its track's ISRC, its album, its
// artist. One call fills wants of many plays: a track's call fills its facts and ISRC, an album's call the album and
// the facts of up to 50 tracks on it, an artist's call the artist. Calls are chosen greedily by the wants that they
// fill and no earlier call fills. A track that nobody played (saved, in a playlist) counts as one play.
// Candidates: the albums of the 200 most played artists, page by page, and the tracks of those albums. An artist's n-th
// such call is worth plays/n, so that every artist gets a turn and loved artists sooner. A list of albums is read again
// after 30 days, which is how new albums are found. Every fourth call is a candidate, so that neither list waits for
// the end of the other.
std::vector<PlannedCall> plan(const music::Catalogue& catalogue, base::Instant now);

}  // namespace segue::capture
