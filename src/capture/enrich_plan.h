// Which calls about the catalogue are worth most. Pure.
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
  std::int64_t covers = 0;  // plays whose track, album or artist it fills; of artist_albums and candidates 0
  bool operator==(const PlannedCall&) const = default;
};

// All calls that are left to make, in the order in which to make them. What an answer is kept of, a 404 too, is asked
// for no more.
//
// Metadata: each play has up to four wants, its track's facts (length, album, date), its track's ISRC, its album, its
// artist. One call fills wants of many plays: a track's its facts and ISRC, an album's its own and the facts of up to
// 50 tracks on it, an artist's its own. Chosen greedily by wants filled, those counted that no earlier call fills; a
// track that nobody played (saved, in a playlist) counts as one play.
// Candidates: albums of the 200 most played artists, page by page, and the tracks of those albums. An artist's n-th
// such call is worth plays/n, so that all come to their turn and loved ones sooner. A list of albums is read again
// after 30 days: that is how new ones come to light. Every fourth call is of the second list, so that neither waits for
// the other's end.
std::vector<PlannedCall> plan(const music::Catalogue& catalogue, base::Instant now);

}  // namespace segue::capture
