// Which artist keys are one artist. A key is a folded name (music/names.h), and an artist changes names: what one
// Spotify artist id bore is one artist. A wrong union is worse than none, so what is not certain unites nothing.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace segue::load {

// A name that Spotify's API gave to an artist id: of a track the first artist's, of an album likewise, or its own
// answer's.
struct BorneName {
  std::string id, artist_key, name;
  std::int64_t said_ms = 0;  // when an answer said it last
};

// One of several wordings of a Spotify track id. Exports name the album's artist and no artist id.
struct WordedTrack {
  std::string track_id, artist_key, name, title_key, album_key;
  std::string album_artist_key;  // by the album's own artist id; "" = not known
};

struct ArtistRule {
  std::string subject, subject_name;  // artist_key
  std::string target, target_name;
};

struct ArtistEvidence {
  std::vector<BorneName> borne;
  std::vector<WordedTrack> worded;
  std::vector<ArtistRule> merges;
  std::vector<std::string> splits;  // artist keys that no evidence unites with another; merges by rule still do
};

struct ArtistMerge {
  std::string into, name;  // the key that it goes by, and how that is spelt
  bool operator==(const ArtistMerge&) const = default;
};
using ArtistMerges = std::map<std::string, ArtistMerge>;  // never into a key of this map

// Pure, and the order of its input changes nothing. United are
// 1. names that one artist id bore, unless another id bore the name, too;
// 2. two artists whose tracks changed from one name to the other: at least two songs on two albums, none of either's
//    tracks has a third name, no name holds the other, not both have an artist id, and where one has, the albums'
//    artist is it;
// 3. what a rule merges.
// A set of 1 and 2 goes by the name that an answer said last, else by its smallest key; where rules merge names of it,
// by the end of their chain. Of sets that rules merge, the end of the chain gives the name, too, as with recordings
// (rules/recordings.h).
ArtistMerges artist_merges(const ArtistEvidence& evidence);

}  // namespace segue::load
