#include "playlist/choice.h"

#include <algorithm>

namespace segue::playlist {
namespace {

std::string uri_of(const music::Recording& song) {
  return "spotify:track:" + song.spotify_id.value;
}

}  // namespace

Choice::Choice(Lookup& lookup, const Order& order, const std::vector<std::string>& refused)
    : lookup_(lookup), order_(order) {
  for (const auto& uri : refused) refused_[uri] = "Spotify refused it a short while ago";
}

// Returns why the song cannot be in the list; "" = it can.
std::string Choice::why_not(const std::string& uri) const {
  if (const auto refused = refused_.find(uri); refused != refused_.end()) return refused->second;
  const bool is_there =
      std::any_of(songs_.begin(), songs_.end(), [&](const music::Recording& one) { return uri_of(one) == uri; });
  return is_there ? "it is in the list already" : "";
}

void Choice::choose() {
  songs_.clear();
  left_out_.clear();
  for (music::Recording song : order_.songs) {
    if (songs_.size() >= order_.wanted()) return;
    Looked looked = lookup_.spotify_id(song);
    has_failed_ |= looked.is_failure;
    song.spotify_id = music::SpotifyId(looked.id);
    std::string why = looked.id.empty() ? std::move(looked.why) : why_not(uri_of(song));
    if (why.empty())
      songs_.push_back(std::move(song));
    else
      left_out_.push_back({std::move(song), std::move(why)});
  }
}

void Choice::leave_in(const std::vector<std::string>& uris) {
  std::erase_if(songs_, [&](const music::Recording& song) {
    return std::find(uris.begin(), uris.end(), uri_of(song)) == uris.end();
  });
}

std::vector<std::string> Choice::uris() const {
  std::vector<std::string> uris;
  for (const music::Recording& song : songs_) uris.push_back(uri_of(song));
  return uris;
}

}  // namespace segue::playlist
