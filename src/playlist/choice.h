// Chooses the songs of an order that go into the list.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "playlist/lookup.h"
#include "playlist/order.h"

namespace segue::playlist {

// Takes songs in the given order until there are as many as wanted: only songs with an id, each id once, and none that
// Spotify refuses.
class Choice {
 public:
  // `refused` has URIs that Spotify lately accepted in no list. The references must outlive the object.
  Choice(Lookup& lookup, const Order& order, const std::vector<std::string>& refused);

  // Chooses from the beginning; songs that were refused since are replaced by the next ones. Throws as Lookup does.
  void choose();
  void refuse(const std::string& uri, const std::string& why) { refused_[uri] = why; }
  // Removes all songs but those with these URIs.
  void leave_in(const std::vector<std::string>& uris);

  const std::vector<music::Recording>& songs() const { return songs_; }  // with their ids
  const std::vector<LeftOut>& left_out() const { return left_out_; }
  std::vector<std::string> uris() const;
  bool has_failed() const { return has_failed_; }  // for some song Spotify did not say whether it has it

 private:
  std::string why_not(const std::string& uri) const;

  Lookup& lookup_;
  const Order& order_;
  std::map<std::string, std::string> refused_;  // URI → why
  std::vector<music::Recording> songs_;
  std::vector<LeftOut> left_out_;
  bool has_failed_ = false;
};

}  // namespace segue::playlist
