// Finds the Spotify ids of songs that came without one, by /search. Answers are kept in the lake: a song that was found
// is never searched again, one that was not found is searched again after some days.
#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "base/clock.h"
#include "lake/lake.h"
#include "playlist/order.h"
#include "spotify/web_api.h"

namespace segue::playlist {

// How long an answer without the song is believed: now and then Spotify's search finds nothing for a while.
inline constexpr std::chrono::days kMissLasts{3};

struct Looked {
  std::string id;           // "" = none
  std::string why;          // why there is none, in words for people
  bool is_failure = false;  // Spotify did not say whether there is one
};

class Lookup {
 public:
  // Reads this user's earlier searches from the lake; objects that cannot be read count as absent. The references must
  // outlive the object.
  Lookup(lake::Lake& lake, std::string user, spotify::WebApi& api, const base::Clock& clock);

  // Returns the song's own id, else the id of the first search result that is this song (playlist/query.h). If Spotify
  // refuses a search for this song only, the song stays without an id; after a 403 no search is made any more. Throws
  // as spotify::refuse if all calls would suffer: a refused login, quota, six searches in a row without an answer.
  Looked spotify_id(const music::Recording& song);

 private:
  struct Kept {
    std::string key;
    base::Instant at;
  };
  struct Searched {
    std::string id, failure;
  };
  Searched search(const std::string& path, const music::Recording& song);
  std::optional<Searched> remembered(const std::string& request, const music::Recording& song) const;
  void keep(const std::string& request, const spotify::Reply& reply);

  lake::Lake& lake_;
  std::string user_;
  spotify::WebApi& api_;
  const base::Clock& clock_;
  std::map<std::string, Kept> kept_;  // request → its newest answer in the lake
  int failures_ = 0;                  // searches in a row without an answer
  std::string shut_;                  // Spotify forbids searches (403), so this run makes no more; "" = it does not
};

}  // namespace segue::playlist
