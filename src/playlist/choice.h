// Which songs of an order go into the list.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "playlist/lookup.h"
#include "playlist/song.h"

namespace segue::playlist {

// In the order of the order: songs with an id, each id once, none that Spotify refuses, until there are as many as are
// wanted.
class Choice {
 public:
  // `refused`: URIs that Spotify took in no list, of late. References outlive the object.
  Choice(Lookup& lookup, const Order& order, const std::vector<std::string>& refused);

  // From the beginning; songs that were refused since make room for the next ones. Throws as Lookup does.
  void choose();
  void refuse(const std::string& uri, const std::string& why) { refused_[uri] = why; }
  // Only songs of these URIs stay.
  void leave_in(const std::vector<std::string>& uris);

  const std::vector<Song>& songs() const { return songs_; }  // with their ids
  const std::vector<LeftOut>& left_out() const { return left_out_; }
  std::vector<std::string> uris() const;
  bool has_failed() const { return has_failed_; }  // Spotify did not say of a song whether it has it

 private:
  std::string why_not(const std::string& uri) const;

  Lookup& lookup_;
  const Order& order_;
  std::map<std::string, std::string> refused_;  // URI → why
  std::vector<Song> songs_;
  std::vector<LeftOut> left_out_;
  bool has_failed_ = false;
};

}  // namespace segue::playlist
