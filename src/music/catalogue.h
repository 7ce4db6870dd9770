// What is known of Spotify's catalogue, as far as it decides what to ask for next.
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "base/time.h"

namespace segue::music {

// An answer of the Web API that the lake holds.
struct KeptAnswer {
  std::string kind;      // "track", "saved_tracks", … (docs/formats/lake.md)
  std::string subject;   // whom or what it is about; "" = the listener
  std::string snapshot;  // of a playlist's items: the state that they are of
  std::int64_t offset = 0;
  std::string next;  // where the page after it begins: an offset or a cursor; "" = there is none
  int status = 200;  // or 404: Spotify has no such thing
  std::string object, sha256;
  std::string same_as;  // the object with an equal body
  base::Instant at;     // the server's Date
};

// A track with a Spotify id that the listener played, saved or has in a playlist.
struct CatalogueTrack {
  std::string id;
  std::string album_id, artist_id;    // "" = not known
  std::string album_key, artist_key;  // folded names; tracks of one album share the former
  std::int64_t plays = 0;
  bool has_facts = false;  // length, album and its date
  bool has_isrc = false;
};

// An album that an artist's list of albums shows.
struct ListedAlbum {
  std::string artist_id, album_id;
};

struct Catalogue {
  std::vector<KeptAnswer> answers;  // of each kind and subject by time, then offset
  std::vector<CatalogueTrack> tracks;
  std::vector<ListedAlbum> listed;  // of each artist in the list's order
  std::set<std::string> artists;    // ids of those whose genres and image are known: lists tell them, too
};

}  // namespace segue::music
