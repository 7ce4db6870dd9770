#include "simulator/shapes.h"

#include <fmt/core.h>

#include <algorithm>

namespace segue::simulator {
namespace {

constexpr std::string_view api = "https://api.spotify.com/v1";

// The members that everything has: external_urls, href, id, type, uri.
void add_identity(Json& thing, std::string_view type, const std::string& id) {
  thing["external_urls"] = {{"spotify", fmt::format("https://open.spotify.com/{}/{}", type, id)}};
  thing["href"] = fmt::format("{}/{}s/{}", api, type, id);
  thing["id"] = id;
  thing["type"] = type;
  thing["uri"] = fmt::format("spotify:{}:{}", type, id);
}

Json images(std::string_view kind, std::string_view hex) {
  Json out = Json::array();
  for (int size : {640, 300, 64}) {
    out.push_back({{"url", fmt::format("https://i.scdn.co/image/{}{:04x}{}", kind, size, hex)},
                   {"height", size},
                   {"width", size}});
  }
  return out;
}

std::string_view precision(std::string_view date) {
  return date.size() == 4 ? "year" : date.size() == 7 ? "month" : "day";
}

Json artists_of(const Catalogue& catalogue, const Track& track) {
  Json out = Json::array({artist_simple(catalogue, track.artist)});
  for (auto guest : track.featured) out.push_back(artist_simple(catalogue, guest));
  return out;
}

Json user_of(const std::string& id) {
  Json user;
  add_identity(user, "user", id);
  return user;
}

}  // namespace

std::string seconds_text(base::Instant t) {
  return base::to_iso8601(t).substr(0, 19) + "Z";
}

std::string_view text_of(AlbumType type) {
  switch (type) {
    case AlbumType::album:
      return "album";
    case AlbumType::single:
      return "single";
    case AlbumType::compilation:
      return "compilation";
  }
  return "album";
}

Json artist_simple(const Catalogue& catalogue, std::size_t artist) {
  const auto& from = catalogue.artists()[artist];
  Json out;
  add_identity(out, "artist", from.id);
  out["name"] = from.name;
  return out;
}

Json artist_full(const Catalogue& catalogue, std::size_t artist) {
  const auto& from = catalogue.artists()[artist];
  Json out = artist_simple(catalogue, artist);
  out["genres"] = Json::array({scene_name(from.scene)});
  out["images"] = images("ab6761610000", catalogue.albums()[from.albums.front()].image);
  return out;
}

Json album_simple(const Catalogue& catalogue, std::size_t album) {
  const auto& from = catalogue.albums()[album];
  Json out;
  out["album_type"] = text_of(from.type);
  out["artists"] = Json::array({artist_simple(catalogue, from.artist)});
  add_identity(out, "album", from.id);
  out["images"] = images("ab67616d0000", from.image);
  out["name"] = from.name;
  out["release_date"] = from.release_date;
  out["release_date_precision"] = precision(from.release_date);
  out["total_tracks"] = from.tracks.size();
  return out;
}

Json album_full(const Catalogue& catalogue, std::size_t album) {
  const auto& from = catalogue.albums()[album];
  Json out = album_simple(catalogue, album);
  auto notice = from.release_date.substr(0, 4) + " " + catalogue.artists()[from.artist].name;
  out["copyrights"] = Json::array({{{"text", notice}, {"type", "C"}}, {{"text", notice}, {"type", "P"}}});
  out["external_ids"] = {{"upc", from.upc}};
  out["genres"] = Json::array();
  return out;
}

Json track_simple(const Catalogue& catalogue, std::size_t track, bool market) {
  const auto& from = catalogue.tracks()[track];
  Json out;
  out["artists"] = artists_of(catalogue, from);
  out["disc_number"] = 1;
  out["duration_ms"] = from.duration_ms;
  out["explicit"] = from.is_explicit;
  add_identity(out, "track", from.id);
  out["is_local"] = false;
  if (market) out["is_playable"] = true;
  out["name"] = from.name;
  out["preview_url"] = nullptr;
  out["track_number"] = from.number;
  return out;
}

Json track_full(const Catalogue& catalogue, std::size_t track, bool market) {
  const auto& from = catalogue.tracks()[track];
  Json out = track_simple(catalogue, track, market);
  out["album"] = album_simple(catalogue, from.album);
  out["external_ids"] = {{"isrc", from.isrc}};
  return out;
}

std::string local_uri(const Play& play) {
  return fmt::format("spotify:local:Basement+Tapes::Take+{}:200", play.index + 1);
}

Json local_track(const Play& play) {
  Json nobody{{"external_urls", Json::object()}, {"href", nullptr}, {"id", nullptr}};
  Json artist = nobody, album = nobody, out;
  artist["name"] = "Basement Tapes";
  artist["type"] = "artist";
  artist["uri"] = nullptr;
  for (const char* name : {"album_type", "name", "release_date", "release_date_precision", "uri"})
    album[name] = nullptr;
  album["artists"] = album["images"] = Json::array();
  album["type"] = "album";
  out["artists"] = Json::array({artist});
  out["disc_number"] = 0;
  out["duration_ms"] = 200'000;
  out["explicit"] = false;
  out.update(nobody);
  out["type"] = "track";
  out["uri"] = local_uri(play);
  out["is_local"] = true;
  out["name"] = fmt::format("Take {}", play.index + 1);
  out["preview_url"] = nullptr;
  out["track_number"] = 0;
  out["album"] = album;
  out["external_ids"] = Json::object();
  return out;
}

Json playlist_head(const Playlist& playlist) {
  Json out;
  out["collaborative"] = playlist.collaborative;
  out["description"] = playlist.description;
  add_identity(out, "playlist", playlist.id);
  out["images"] = playlist.items.empty() ? Json(nullptr) : images("ab67706c0000", "c0ffee");
  out["name"] = playlist.name;
  out["owner"] = user_of(playlist.owner_id);
  out["owner"]["display_name"] = playlist.owner_name;
  out["public"] = playlist.is_public;
  out["snapshot_id"] = playlist.snapshot_id();
  return out;
}

Json playlist_entry(const Catalogue& catalogue, const Playlist& playlist, const PlaylistEntry& entry, bool market) {
  Json out;
  out["added_at"] = seconds_text(entry.added_at);
  out["added_by"] = user_of(playlist.owner_id);
  out["is_local"] = false;
  out["item"] = track_full(catalogue, entry.track, market);
  return out;
}

Json context_of(const std::string& uri) {
  if (uri.empty()) return nullptr;
  Json out;
  auto rest = uri.substr(uri.find(':') + 1);
  auto type = rest.substr(0, rest.find(':'));
  auto id = rest.substr(rest.find(':') + 1);
  if (uri.ends_with(":collection")) {
    out["type"] = "collection";
    out["href"] = fmt::format("{}/me/tracks", api);
    out["external_urls"] = {{"spotify", "https://open.spotify.com/collection/tracks"}};
  } else {
    out["type"] = type;
    out["href"] = fmt::format("{}/{}s/{}", api, type, id);
    out["external_urls"] = {{"spotify", fmt::format("https://open.spotify.com/{}/{}", type, id)}};
  }
  out["uri"] = uri;
  return out;
}

Json page(const PageAddress& address, const Window& window, std::size_t total, Json items) {
  auto link = [&](int offset) {
    return fmt::format("{}?{}{}offset={}&limit={}", address.path, address.extra, address.extra.empty() ? "" : "&",
                       offset, window.limit);
  };
  auto end = static_cast<std::size_t>(window.offset) + static_cast<std::size_t>(window.limit);
  Json out;
  out["href"] = link(window.offset);
  out["items"] = std::move(items);
  out["limit"] = window.limit;
  out["next"] = end < total ? Json(link(window.offset + window.limit)) : Json(nullptr);
  out["offset"] = window.offset;
  out["previous"] = window.offset > 0 ? Json(link(std::max(0, window.offset - window.limit))) : Json(nullptr);
  out["total"] = total;
  return out;
}

}  // namespace segue::simulator
