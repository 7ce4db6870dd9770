// The songs of a playlist, written as a whole: what Spotify refuses of them is found and left out.
#pragma once
#include <string>
#include <vector>

#include "formats/web_api.h"
#include "spotify/web_api.h"

namespace segue::playlist {

std::vector<std::string> uris_in(const std::vector<formats::WebItem>& items);
// What can be written back: a track that is gone or lies on somebody's disk cannot.
std::vector<std::string> writable(const std::vector<formats::WebItem>& items);
// The entries are these URIs in order, as they are or before Spotify relinked them.
bool agree(const std::vector<formats::WebItem>& items, const std::vector<std::string>& uris);

struct RefusedUri {
  std::string uri, why;
};

struct Placed {
  std::vector<std::string> uris;  // that stand in the playlist now, in order
  std::vector<RefusedUri> refused;
  bool is_told = false;  // Spotify answered with the state that it wrote
};

// Makes the playlist hold `uris` in place of `before`. Where Spotify refuses the list (400, 404, 5xx), each song is
// asked for, and those that Spotify does not have are left out; where that does not help, the list is written in halves
// that grow it song by song. Throws as spotify::refuse where it is no single song: no song can be had, nothing can be
// written, or more than half would be left out; `before` then stands again, or the message says that it does not.
Placed place(spotify::WebApi& api, const std::string& playlist, const std::vector<std::string>& uris,
             const std::vector<std::string>& before);

}  // namespace segue::playlist
