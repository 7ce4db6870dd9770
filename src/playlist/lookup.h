// Spotify ids of songs that came without one, by /search. Answers are kept in the lake: what was found is asked for
// once, what was not found again after some days.
#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "base/clock.h"
#include "lake/lake.h"
#include "playlist/song.h"
#include "spotify/web_api.h"

namespace segue::playlist {

// An answer without the song is believed so long: Spotify's search finds nothing for a while now and then.
inline constexpr std::chrono::days kMissLasts{3};

struct Looked {
  std::string id;           // "" = none
  std::string why;          // there is none, in words for people
  bool is_failure = false;  // Spotify did not say whether there is one
};

class Lookup {
 public:
  // Reads what the lake holds of earlier searches of this user; objects that cannot be read count as absent. References
  // outlive the object.
  Lookup(lake::Lake& lake, std::string user, spotify::WebApi& api, const base::Clock& clock);

  // The song's own id, else that of the first answer that is this song (playlist/query.h). A search that Spotify
  // refuses for this song alone leaves it without one, and one that Spotify forbids (403) is made no more. Throws as
  // spotify::refuse where all calls would suffer: a login refused, quota, six searches in a row without an answer.
  Looked spotify_id(const Song& song);

 private:
  struct Kept {
    std::string key;
    base::Instant at;
  };
  struct Searched {
    std::string id, failure;
  };
  Searched search(const std::string& path, const Song& song);
  std::optional<Searched> remembered(const std::string& request, const Song& song) const;
  void keep(const std::string& request, const spotify::Reply& reply);

  lake::Lake& lake_;
  std::string user_;
  spotify::WebApi& api_;
  const base::Clock& clock_;
  std::map<std::string, Kept> kept_;  // request → its newest answer in the lake
  int failures_ = 0;                  // searches in a row that said nothing
  std::string shut_;                  // why no search is made any more in this run: Spotify forbids them
};

}  // namespace segue::playlist
