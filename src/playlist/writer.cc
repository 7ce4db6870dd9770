#include "playlist/writer.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

#include "base/error.h"
#include "base/json.h"
#include "formats/web_api.h"
#include "playlist/lookup.h"

namespace segue::playlist {
namespace {

using formats::WebPlaylist;
constexpr const char* kDescription = "Made by segue: songs you have not heard, near what you play.";
constexpr int kPage = 50;
constexpr int kPagesMost = 400;  // 20,000 entries: past that something is wrong

// Reads pages until there is no next one.
template <class T, class Read>
std::vector<T> every_page(spotify::WebApi& api, const std::string& path, Read read) {
  std::vector<T> all;
  std::int64_t offset = 0;
  for (int i = 0; i < kPagesMost; ++i) {
    const formats::WebPage<T> page =
        read(api.require({"GET", fmt::format("{}?limit={}&offset={}", path, kPage, offset), ""}));
    all.insert(all.end(), page.items.begin(), page.items.end());
    offset += kPage;
    if (!page.has_next) return all;
  }
  throw base::Error(base::Fault::upstream, fmt::format("{} has no last page", path));
}

std::optional<WebPlaylist> find_ours(spotify::WebApi& api, const std::string& name, const std::vector<Written>& lists) {
  const std::string me = formats::id_in(api.require({"GET", "/v1/me", ""}));
  const auto all = every_page<WebPlaylist>(api, "/v1/me/playlists", formats::playlists_page);
  const std::string last = lists.empty() ? "" : lists.back().playlist;
  std::optional<WebPlaylist> marked;
  for (const auto& one : all) {
    if (one.owner_id != me) continue;
    if (one.id == last) return one;
    if (!marked && one.name == name && one.description.starts_with(kMark)) marked = one;
  }
  return marked;
}

std::vector<std::string> uris_of(const std::vector<Song>& songs) {
  std::vector<std::string> uris;
  for (const Song& song : songs) uris.push_back("spotify:track:" + song.spotify_id);
  return uris;
}

// Songs with an id, each id once.
std::vector<Song> resolved(Lookup& lookup, const std::vector<Song>& songs, std::size_t& unresolved) {
  std::vector<Song> found;
  for (Song song : songs) {
    const auto id = lookup.spotify_id(song);
    const bool twice =
        id && std::any_of(found.begin(), found.end(), [&](const Song& other) { return other.spotify_id == *id; });
    if (!id || twice) {
      ++unresolved;
      continue;
    }
    song.spotify_id = *id;
    found.push_back(std::move(song));
  }
  return found;
}

std::string head_json(const std::string& name) {
  return base::JsonObject{}.text("name", name).flag("public", false).text("description", kDescription).str();
}

void replace_items(spotify::WebApi& api, const std::string& playlist, const std::vector<std::string>& uris) {
  base::JsonArray array;
  for (const auto& uri : uris) array.text(uri);
  api.require(
      {"PUT", fmt::format("/v1/playlists/{}/items", playlist), base::JsonObject{}.raw("uris", array.str()).str()});
}

// Makes head and items what they should be; whether there was anything to do.
bool bring_up_to(spotify::WebApi& api, const WebPlaylist& playlist, const Order& order,
                 const std::vector<std::string>& uris) {
  const bool head_differs = playlist.name != order.name || playlist.is_public.value_or(true);
  const auto present =
      every_page<std::string>(api, fmt::format("/v1/playlists/{}/items", playlist.id), formats::playlist_items_page);
  const bool items_differ = present != uris;
  if (order.dry_run) return head_differs || items_differ;
  if (head_differs) api.require({"PUT", "/v1/playlists/" + playlist.id, head_json(order.name)});
  if (items_differ) replace_items(api, playlist.id, uris);
  return head_differs || items_differ;
}

}  // namespace

Outcome write(lake::Lake& lake, spotify::WebApi& api, const base::Clock& clock, const Order& order) {
  if (order.songs.size() > 100)
    throw base::Error(base::Fault::usage, "a playlist of ours holds at most 100 songs: ask for fewer");
  Outcome outcome;
  Lookup lookup(lake, order.user, api, clock);
  outcome.songs = resolved(lookup, order.songs, outcome.unresolved);
  if (outcome.songs.empty())
    throw base::Error(base::Fault::input, "not one of the songs is known to Spotify: nothing was written");
  const auto uris = uris_of(outcome.songs);
  const auto lists = remembered(lake, order.user);
  auto ours = find_ours(api, order.name, lists);
  if (!ours) {
    outcome.created = outcome.changed = true;
    if (order.dry_run) return outcome;
    ours = WebPlaylist{formats::id_in(api.require({"POST", "/v1/me/playlists", head_json(order.name)})),
                       order.name,
                       kDescription,
                       "",
                       false,
                       "",
                       false};
    replace_items(api, ours->id, uris);
  } else {
    outcome.changed = bring_up_to(api, *ours, order, uris);
  }
  outcome.playlist = ours->id;
  const bool is_remembered = !lists.empty() && lists.back().playlist == ours->id && lists.back().uris == uris;
  if (order.dry_run || is_remembered) return outcome;
  Written written{clock.now(), ours->id, order.name, uris, {}};
  for (const Song& song : outcome.songs) written.recording_keys.push_back(song.recording_key);
  remember(lake, order.user, written);
  return outcome;
}

}  // namespace segue::playlist
