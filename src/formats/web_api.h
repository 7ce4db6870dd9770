// Pages of the Web API that steps read at once (plays and metadata go the lake's way).
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
  std::string snapshot_id;  // another one whenever its items change
  bool is_collaborative = false;
};

// An entry of a playlist. "" = not said: an entry whose track is gone has neither.
struct WebItem {
  std::string uri;
  std::string linked_from;  // what was put in, where Spotify shows another track in its place
  bool operator==(const WebItem&) const = default;
};

template <class T>
struct WebPage {
  std::vector<T> items;    // what is null or of another kind is left out
  std::int64_t shown = 0;  // entries of the page, those left out counted
  std::int64_t total = 0;  // of the whole list; 0 = not said
  bool has_next = false;
};

// Each throws base::Error(upstream) naming what is wrong when the bytes are no such answer.
WebPage<WebPlaylist> playlists_page(std::string_view json);
WebPlaylist playlist_in(std::string_view json);  // one playlist, asked for by its id or just made
// In order, with the entries that show no URI.
WebPage<WebItem> playlist_items_page(std::string_view json);
std::vector<WebTrack> searched_tracks(std::string_view json);
// `id` of an object: of /v1/me.
std::string id_in(std::string_view json);
// The one answer of /v1/me/library/contains about one thing; nothing where it says neither yes nor no.
std::optional<bool> contained_in(std::string_view json);

}  // namespace segue::formats
