#include "spotify/family.h"

namespace segue::spotify {
namespace {

constexpr std::string_view kRoot = "/v1/";

bool is_below(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

Family of_me(std::string_view path, bool reads) {
  if (path == "me") return Family::me;
  if (path == "me/player/recently-played") return Family::recently_played;
  if (is_below(path, "me/playlists")) return reads ? Family::playlists_read : Family::playlists_write;
  if (is_below(path, "me/top")) return Family::top;
  for (const std::string_view kept : {"me/tracks", "me/albums", "me/library", "me/following"})
    if (is_below(path, kept)) return Family::library;
  return Family::other;
}

}  // namespace

Family family_of(std::string_view method, std::string_view path) {
  path = path.substr(0, path.find('?'));
  if (!path.starts_with(kRoot)) return Family::other;
  path.remove_prefix(kRoot.size());
  const bool reads = method == "GET" || method == "HEAD";
  if (is_below(path, "me")) return of_me(path, reads);
  if (is_below(path, "playlists")) return reads ? Family::playlists_read : Family::playlists_write;
  if (is_below(path, "search")) return Family::search;
  if (is_below(path, "tracks")) return Family::tracks;
  if (is_below(path, "albums")) return Family::albums;
  if (is_below(path, "artists")) return path.ends_with("/albums") ? Family::artist_albums : Family::artists;
  return Family::other;
}

Lane lane_of(Family family) {
  switch (family) {
    case Family::recently_played:
      return Lane::capture;
    case Family::playlists_read:
    case Family::playlists_write:
    case Family::me:
      return Lane::playlist;
    case Family::library:
    case Family::top:
    case Family::search:
      return Lane::library;
    default:
      return Lane::metadata;
  }
}

std::string_view name_of(Family family) {
  switch (family) {
    case Family::recently_played:
      return "recently_played";
    case Family::playlists_read:
      return "playlists_read";
    case Family::playlists_write:
      return "playlists_write";
    case Family::library:
      return "library";
    case Family::top:
      return "top";
    case Family::search:
      return "search";
    case Family::tracks:
      return "tracks";
    case Family::albums:
      return "albums";
    case Family::artists:
      return "artists";
    case Family::artist_albums:
      return "artist_albums";
    case Family::me:
      return "me";
    case Family::other:
      break;
  }
  return "other";
}

Family family_named(std::string_view name) {
  for (const Family family : kFamilies)
    if (name_of(family) == name) return family;
  return Family::other;
}

std::string_view name_of(Lane lane) {
  switch (lane) {
    case Lane::capture:
      return "capture";
    case Lane::playlist:
      return "playlist";
    case Lane::library:
      return "library";
    case Lane::metadata:
      break;
  }
  return "metadata";
}

}  // namespace segue::spotify
