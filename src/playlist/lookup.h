// Spotify ids of songs that came without one, by /search. Answers are kept in the lake: a song is asked for once.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "base/clock.h"
#include "lake/lake.h"
#include "playlist/song.h"
#include "spotify/web_api.h"

namespace segue::playlist {

class Lookup {
 public:
  // Reads what the lake holds of earlier searches of this user. References outlive the object.
  Lookup(lake::Lake& lake, std::string user, spotify::WebApi& api, const base::Clock& clock);

  // The song's own id, else that of the first answer whose folded names make the same recording and whose length agrees
  // within 10 s where both are known. Nothing when no answer does. Throws as WebApi::require does.
  std::optional<std::string> spotify_id(const Song& song);

 private:
  std::string answer_to(const std::string& path);
  lake::Lake& lake_;
  std::string user_;
  spotify::WebApi& api_;
  const base::Clock& clock_;
  std::map<std::string, std::string> objects_;  // request → key in the lake
};

}  // namespace segue::playlist
