// Turns a person's text for a song, an artist or a playlist into the keys that a rule names.
#pragma once
#include <string>

#include "music/rule.h"
#include "warehouse/connection.h"

namespace segue::rules {

// Finds what a text names. `published` is null if nothing is published yet: then songs and artists are understood by
// name only, and playlists by address, URI or id only. Every function throws Error(usage) that says what to write
// instead.
class RuleSubjects {
 public:
  RuleSubjects(warehouse::Connection* published, std::string user) : published_(published), user_(std::move(user)) {}

  // Takes an address, a URI, an id or a track_key of one track, or "Artist - Title", whatever the edition.
  music::RuleSubject song(const std::string& text) const;
  // Takes the same, but names only if something is published and exactly one track has them.
  music::RuleSubject track(const std::string& text) const;
  // Takes a name, which need not be known, or an artist's address or URI, which means the artist that has the id now.
  music::RuleSubject artist(const std::string& text) const;
  // Takes a playlist's name, address, URI or id.
  music::RuleSubject playlist(const std::string& text) const;
  // Returns the subject of a merge or an exclusion of such an item: a song, an artist or a playlist; an empty one for a
  // window.
  music::RuleSubject of(music::RuleItem item, const std::string& text) const;

 private:
  warehouse::Connection& marts(const std::string& text, const std::string& instead) const;
  warehouse::Connection* published_;
  std::string user_;
};

}  // namespace segue::rules
