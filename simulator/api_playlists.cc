// The listener's playlists: read, create, change. Of other people's playlists only the head is shown.
#include <algorithm>

#include "simulator/api.h"

namespace segue::simulator {
namespace {

using http::Response;

constexpr std::size_t most_uris = 100;
constexpr std::size_t most_items = 10'000;

Playlist& found(Call& call) {
  auto* playlist = call.world.playlist(call.path[0]);
  if (playlist != nullptr) return *playlist;
  known(call.path[0], Catalogue::nothing_found);  // throws 400 or 404, whichever fits the id
  throw Refusal{404, "Not found"};
}

bool owned(Call& call, const Playlist& playlist) {
  return playlist.owner_id == call.listener().id;
}

// Returns the playlist; throws unless the granted scopes allow changing it.
Playlist& changeable(Call& call) {
  auto& playlist = found(call);
  if (!owned(call, playlist)) throw Refusal{403, "You cannot change a playlist you don't own."};
  call.need(playlist.is_public ? "playlist-modify-public" : "playlist-modify-private");
  return playlist;
}

void check_view(const Call& call) {
  if (call.query("fields") != nullptr) throw Refusal{400, "fields is not simulated"};
  if (const auto* types = call.query("additional_types")) {
    for (const auto& type : split(*types, ',')) {
      if (type != "track" && type != "episode") throw Refusal{400, "Invalid additional_types"};
    }
  }
}

Json items_page(Call& call, const Playlist& playlist, const PageAddress& address, const Window& window) {
  auto show = [&](const PlaylistEntry& entry) {
    return playlist_entry(call.world.catalogue, playlist, entry, call.market());
  };
  return page(address, window, playlist.items.size(), cut(playlist.items, window, show));
}

Json whole(Call& call, const Playlist& playlist, const std::string& items_path) {
  auto out = playlist_head(playlist);
  if (owned(call, playlist)) out["items"] = items_page(call, playlist, {items_path, ""}, {100, 0});
  return out;
}

Response mine(Call& call) {
  auto window = window_of(call, {});
  auto show = [](const Playlist* playlist) {
    auto out = playlist_head(*playlist);
    out["items"] = {{"href", "https://api.spotify.com/v1/playlists/" + playlist->id + "/items"},
                    {"total", playlist->items.size()}};
    return out;
  };
  auto all = call.world.playlists(call.number());
  return json_answer(200, page(call.address(), window, all.size(), cut(all, window, show)));
}

Response one(Call& call) {
  check_view(call);
  auto& playlist = found(call);
  if (!playlist.is_public) call.need("playlist-read-private");
  return json_answer(200, whole(call, playlist, call.address().path + "/items"));
}

Response items(Call& call) {
  check_view(call);
  auto window = window_of(call, {});
  auto& playlist = found(call);
  if (!owned(call, playlist)) throw Refusal{403, "Forbidden"};
  return json_answer(200, items_page(call, playlist, call.address(), window));
}

std::string text_in(const Json& body, const char* name) {
  const auto& value = body.at(name);
  if (!value.is_string()) throw Refusal{400, std::string(name) + " must be a string"};
  return value.get<std::string>();
}

bool flag_in(const Json& body, const char* name) {
  const auto& value = body.at(name);
  if (!value.is_boolean()) throw Refusal{400, std::string(name) + " must be true or false"};
  return value.get<bool>();
}

std::size_t number_in(const Json& body, const char* name, std::size_t most) {
  const auto& value = body.at(name);
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() > most) {
    throw Refusal{400, std::string(name) + " must be a whole number up to " + std::to_string(most)};
  }
  return value.get<std::size_t>();
}

// Changes the head of a playlist; members that the body leaves out stay. Everything is checked before anything changes.
void change_details(Call& call, const Json& body, Playlist& playlist) {
  Playlist next = playlist;
  if (body.contains("name")) next.name = text_in(body, "name");
  if (body.contains("public")) next.is_public = flag_in(body, "public");
  if (body.contains("collaborative")) next.collaborative = flag_in(body, "collaborative");
  if (body.contains("description")) next.description = text_in(body, "description");
  if (next.name.empty() || next.name.size() > 100) throw Refusal{400, "Missing required field: name"};
  if (next.description.size() > 300 || next.description.find_first_of("\r\n") != std::string::npos) {
    throw Refusal{400, "Invalid description"};
  }
  if (next.collaborative && next.is_public) throw Refusal{400, "A collaborative playlist cannot be public"};
  call.need(next.is_public ? "playlist-modify-public" : "playlist-modify-private");
  playlist = std::move(next);
}

Response create(Call& call) {
  auto body = body_of(call, {"name", "public", "collaborative", "description"});
  Playlist playlist;
  playlist.is_public = true;  // Spotify's default
  change_details(call, body, playlist);
  playlist.owner_id = call.listener().id;
  playlist.owner_name = call.listener().name;
  auto& created = call.world.create_playlist(call.number(), std::move(playlist));
  auto address = call.address().path;
  auto path = address.substr(0, address.find("/v1/")) + "/v1/playlists/" + created.id + "/items";
  return json_answer(201, whole(call, created, path));
}

Response set_details(Call& call) {
  auto& playlist = changeable(call);
  auto body = body_of(call, {"name", "public", "collaborative", "description"});
  if (body.empty()) throw Refusal{400, "Nothing to change"};
  change_details(call, body, playlist);
  return {200, {}, ""};
}

std::size_t track_of(const Call& call, const std::string& uri) {
  constexpr std::string_view prefix = "spotify:track:";
  auto id = uri.starts_with(prefix) ? uri.substr(prefix.size()) : "";
  if (id.size() != 22) throw Refusal{400, "Invalid track uri: " + uri};
  auto track = call.world.catalogue.track(id);
  if (track == Catalogue::nothing_found) throw Refusal{400, "Payload contains a non-existing ID"};
  return track;
}

// Returns entries for the URIs of the query or, without one, of the body.
std::vector<PlaylistEntry> entries_of(const Call& call, const Json& body) {
  std::vector<std::string> uris;
  if (const auto* text = call.query("uris")) {
    uris = split(*text, ',');
  } else {
    if (!body.contains("uris") || !body["uris"].is_array()) throw Refusal{400, "uris must be a list"};
    for (const auto& uri : body["uris"]) {
      if (!uri.is_string()) throw Refusal{400, "uris must hold strings"};
      uris.push_back(uri.get<std::string>());
    }
  }
  if (uris.size() > most_uris) throw Refusal{400, "You can add a maximum of 100 tracks per request."};
  std::vector<PlaylistEntry> out;
  for (const auto& uri : uris) out.push_back({track_of(call, uri), call.world.clock.now()});
  return out;
}

// The body may be missing if the query has the URIs.
Json body_or_nothing(Call& call, std::initializer_list<std::string_view> names) {
  if (call.request.body.empty() && call.query("uris") != nullptr) return Json::object();
  return body_of(call, names);
}

Response changed(Playlist& playlist, int status) {
  ++playlist.revision;
  return json_answer(status, {{"snapshot_id", playlist.snapshot_id()}});
}

Response add(Call& call) {
  auto& playlist = changeable(call);
  auto body = body_or_nothing(call, {"uris", "position"});
  auto entries = entries_of(call, body);
  if (entries.empty()) throw Refusal{400, "No uris provided"};
  auto position = playlist.items.size();
  if (const auto* text = call.query("position")) {
    position = static_cast<std::size_t>(
        whole_number(*text, static_cast<std::int64_t>(playlist.items.size()), "Index out of bounds."));
  } else if (body.contains("position")) {
    position = number_in(body, "position", playlist.items.size());
  }
  if (playlist.items.size() + entries.size() > most_items) throw Refusal{400, "Playlist size limit reached"};
  playlist.items.insert(playlist.items.begin() + static_cast<std::ptrdiff_t>(position), entries.begin(), entries.end());
  return changed(playlist, 201);
}

void check_snapshot(const Json& body, const Playlist& playlist) {
  if (body.contains("snapshot_id") && text_in(body, "snapshot_id") != playlist.snapshot_id()) {
    throw Refusal{400, "Invalid snapshot id"};
  }
}

void reorder(const Json& body, Playlist& playlist) {
  if (!body.contains("range_start") || !body.contains("insert_before")) {
    throw Refusal{400, "range_start and insert_before are required"};
  }
  check_snapshot(body, playlist);
  auto size = playlist.items.size();
  auto start = number_in(body, "range_start", size);
  auto before = number_in(body, "insert_before", size);
  auto length = body.contains("range_length") ? number_in(body, "range_length", size) : 1;
  if (start + length > size) throw Refusal{400, "Index out of bounds."};
  auto begin = playlist.items.begin();
  auto at = [&](std::size_t place) { return begin + static_cast<std::ptrdiff_t>(place); };
  if (before < start) std::rotate(at(before), at(start), at(start + length));
  if (before > start + length) std::rotate(at(start), at(start + length), at(before));
}

// Replaces all items or moves a range of them, never both.
Response replace(Call& call) {
  auto& playlist = changeable(call);
  auto body = body_or_nothing(call, {"uris", "range_start", "insert_before", "range_length", "snapshot_id"});
  bool all = call.query("uris") != nullptr || body.contains("uris");
  if (!all) {
    reorder(body, playlist);
    return changed(playlist, 200);
  }
  for (const char* name : {"range_start", "insert_before", "range_length", "snapshot_id"}) {
    if (body.contains(name)) throw Refusal{400, "uris and a range exclude each other"};
  }
  playlist.items = entries_of(call, body);
  return changed(playlist, 200);
}

Response remove(Call& call) {
  auto& playlist = changeable(call);
  auto body = body_of(call, {"items", "snapshot_id"});
  if (!body.contains("items") || !body["items"].is_array()) throw Refusal{400, "items must be a list"};
  if (body["items"].empty() || body["items"].size() > most_uris) throw Refusal{400, "1 to 100 items are needed"};
  check_snapshot(body, playlist);
  std::vector<std::size_t> tracks;
  for (const auto& item : body["items"]) {
    if (!item.is_object() || item.size() != 1 || !item.contains("uri")) throw Refusal{400, "items must hold {uri}"};
    tracks.push_back(track_of(call, text_in(item, "uri")));
  }
  std::erase_if(playlist.items, [&](const PlaylistEntry& entry) {
    return std::find(tracks.begin(), tracks.end(), entry.track) != tracks.end();
  });
  return changed(playlist, 200);
}

}  // namespace

void add_playlist_routes(std::vector<Route>& routes) {
  routes.push_back({"GET", "/v1/me/playlists", {"playlist-read-private"}, {"limit", "offset"}, mine});
  routes.push_back({"POST", "/v1/me/playlists", {}, {}, create});
  routes.push_back({"GET", "/v1/playlists/{id}", {}, {"market", "fields", "additional_types"}, one});
  routes.push_back({"PUT", "/v1/playlists/{id}", {}, {}, set_details});
  routes.push_back({"GET",
                    "/v1/playlists/{id}/items",
                    {"playlist-read-private"},
                    {"market", "fields", "limit", "offset", "additional_types"},
                    items});
  routes.push_back({"POST", "/v1/playlists/{id}/items", {}, {"uris", "position"}, add});
  routes.push_back({"PUT", "/v1/playlists/{id}/items", {}, {"uris"}, replace});
  routes.push_back({"DELETE", "/v1/playlists/{id}/items", {}, {}, remove});
}

}  // namespace segue::simulator
