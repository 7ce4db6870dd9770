// What a person says of a song, an artist or a playlist → the keys that a rule names.
#pragma once
#include <string>

#include "music/rule.h"
#include "warehouse/connection.h"

namespace segue::rules {

// Finds what a text names. `published` may be null (nothing is published yet): then names do, ids and addresses do not.
// Every function throws Error(usage) saying what would do.
class RuleSubjects {
 public:
  RuleSubjects(warehouse::Connection* published, std::string user) : published_(published), user_(std::move(user)) {}

  // An address, a URI, an id or a track_key of one track; or "Artist - Title", whatever the edition.
  music::RuleSubject song(const std::string& text) const;
  // One track: as above, and names only where a single track has them.
  music::RuleSubject track(const std::string& text) const;
  // A name, which is taken as it is; or an artist's address or URI: the artist that bears the id now.
  music::RuleSubject artist(const std::string& text) const;
  // A playlist's name, its address, URI or id.
  music::RuleSubject playlist(const std::string& text) const;
  // What a merge or an exclusion of such an item is about: a song, an artist or a playlist; nothing of a window.
  music::RuleSubject of(music::RuleItem item, const std::string& text) const;

 private:
  warehouse::Connection& marts(const std::string& text, const std::string& instead) const;
  warehouse::Connection* published_;
  std::string user_;
};

}  // namespace segue::rules
