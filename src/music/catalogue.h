// The part of Spotify's catalogue that segue knows. `segue enrich` decides by it what to ask for next.
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "base/time.h"
#include "music/recording.h"

namespace segue::music {

// One answer of the Web API in the lake.
struct KeptAnswer {
  std::string kind;      // "track", "saved_tracks", … (docs/formats/lake.md)
  std::string subject;   // id of the thing that it is about; "" = the listener
  std::string snapshot;  // for a playlist's items: the snapshot id of the playlist that they belong to
  std::int64_t offset = 0;
  std::string next;  // where the next page begins: an offset or a cursor; "" = this is the last page
  int status = 200;  // 200, or 404: Spotify has no such thing
  std::string object, sha256;
  std::string same_as;  // key of the object with an equal body; "" = none
  base::Instant at;     // Date header of the answer
};

// A track with a Spotify id that the listener played, saved or has in a playlist.
struct CatalogueTrack {
  std::string id;
  std::string album_id, artist_id;  // "" = not known
  AlbumKey album_key;               // tracks of one album share it
  ArtistKey artist_key;
  std::int64_t plays = 0;
  bool has_facts = false;  // length, album and its date
  bool has_isrc = false;
};

// An album in an artist's list of albums.
struct ListedAlbum {
  std::string artist_id, album_id;
};

struct Catalogue {
  std::vector<KeptAnswer> answers;  // sorted by time, then offset, within each kind and subject
  std::vector<CatalogueTrack> tracks;
  std::vector<ListedAlbum> listed;  // within each artist in the list's order
  std::set<std::string> artists;    // ids of artists whose genres and image are known; lists contain them, too
};

}  // namespace segue::music
