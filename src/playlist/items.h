// Writes the songs of a playlist as a whole; finds and leaves out the songs that Spotify refuses.
#pragma once
#include <string>
#include <vector>

#include "formats/web_api.h"
#include "spotify/web_api.h"

namespace segue::playlist {

std::vector<std::string> uris_in(const std::vector<formats::WebItem>& items);
// Returns the URIs that can be written back: a track that is gone, or a local file, cannot.
std::vector<std::string> writable(const std::vector<formats::WebItem>& items);
// Returns whether the entries are these URIs in order, as they are or before Spotify relinked them.
bool agree(const std::vector<formats::WebItem>& items, const std::vector<std::string>& uris);

struct RefusedUri {
  std::string uri, why;
};

struct Placed {
  std::vector<std::string> uris;  // the playlist's songs now, in order
  std::vector<RefusedUri> refused;
  bool is_told = false;  // Spotify's answer had a snapshot id, so it was written
};

// Makes the playlist hold `uris` in place of `before`. If Spotify refuses the list (400, 404, 5xx), it asks for each
// song and leaves out those that Spotify does not have; if that does not help, it finds the songs at fault by halves.
// Throws as spotify::refuse if no single song is the cause: no song can be had, nothing can be written, or more than
// half would be left out of a playlist that had songs. Then `before` is put back, or the message says that it is not.
Placed place(spotify::WebApi& api, const std::string& playlist, const std::vector<std::string>& uris,
             const std::vector<std::string>& before);

}  // namespace segue::playlist
