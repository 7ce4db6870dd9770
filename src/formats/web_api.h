// Reads pages of the Web API that steps need at once (plays and metadata go through the lake).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace segue::formats {

// "" = not said. The first artist stands for all.
struct WebTrack {
  std::string id, uri, title, artist, album;
  std::int64_t duration_ms = 0;
};

struct WebPlaylist {
  std::string id, name, description, owner_id;
  std::optional<bool> is_public;
  std::string snapshot_id;  // changes whenever the items change
  bool is_collaborative = false;
};

// An entry of a playlist. "" = not said: an entry whose track is gone has neither.
struct WebItem {
  std::string uri;
  std::string linked_from;  // the URI that was put in, if Spotify shows another track in its place
  bool operator==(const WebItem&) const = default;
};

template <class T>
struct WebPage {
  std::vector<T> items;    // without entries that are null or of another kind
  std::int64_t shown = 0;  // entries of the page, also those left out
  std::int64_t total = 0;  // of the whole list; 0 = not said
  bool has_next = false;
};

// Each function throws base::Error(upstream) naming what is wrong if the bytes are no such answer.
WebPage<WebPlaylist> playlists_page(std::string_view json);
WebPlaylist playlist_in(std::string_view json);  // one playlist, asked for by its id or just made
// Returns the items in order, also entries that show no URI.
WebPage<WebItem> playlist_items_page(std::string_view json);
std::vector<WebTrack> searched_tracks(std::string_view json);
// Returns the `id` of an object such as /v1/me.
std::string id_in(std::string_view json);
// Returns the answer of /v1/me/library/contains about one thing; nothing if it says neither yes nor no.
std::optional<bool> contained_in(std::string_view json);

}  // namespace segue::formats
