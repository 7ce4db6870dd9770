// Decides which artist keys are one artist. A key is a folded name (music/names.h), but artists change their names: all
// names that one Spotify artist id has had are one artist. A wrong union is worse than none, so uncertain evidence
// unites nothing.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace segue::load {

// A name that Spotify's API gave for an artist id: for the first artist of a track or an album, or for the artist
// itself.
struct BorneName {
  std::string id, artist_key, name;
  std::int64_t said_ms = 0;  // the last time that an answer gave this name
};

// One of the several sets of names that sources give for a Spotify track id. Exports name the album's artist and give
// no artist id.
struct WordedTrack {
  std::string track_id, artist_key, name, title_key, album_key;
  std::string album_artist_key;  // of the album's artist in Spotify's catalogue, by the album's id; "" = not known
};

struct ArtistRule {
  std::string subject, subject_name;  // an artist_key and its spelling
  std::string target, target_name;
};

struct ArtistEvidence {
  std::vector<BorneName> borne;
  std::vector<WordedTrack> worded;
  std::vector<ArtistRule> merges;
  std::vector<std::string> splits;  // artist keys that only a merge rule may unite with another
};

struct ArtistMerge {
  std::string into, name;  // the artist's current key, and its spelling
  bool operator==(const ArtistMerge&) const = default;
};
using ArtistMerges = std::map<std::string, ArtistMerge>;  // `into` is never a key of this map

// Returns the artist keys that have another current key. Pure; the order of the input changes nothing. It unites
// 1. names that one artist id has had, unless another id has had the name, too;
// 2. two artists whose tracks changed from one name to the other: at least two songs on two albums did, no track of
//    either has a third name, no name contains the other, both together have at most one artist id, and the albums'
//    known artists are exactly the artist with that id (or none, if there is no id);
// 3. names that a rule merges.
// A set from 1 and 2 gets the key that an answer gave last, else its smallest key. If rules merge names within a set,
// the end of their chain is its key. If rules merge sets, the end of the chain is their key, too, as with recordings
// (rules/recordings.h).
ArtistMerges artist_merges(const ArtistEvidence& evidence);

}  // namespace segue::load
