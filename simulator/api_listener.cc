// The listener's profile, top lists and library. recently_played.cc has the recently played tracks.
#include <algorithm>
#include <map>

#include "simulator/api.h"

namespace segue::simulator {
namespace {

using http::Response;

Response me(Call& call) {
  const auto& who = call.listener();
  Json out;
  out["account_id"] = who.account_id;
  out["display_name"] = who.name;
  out["external_urls"] = {{"spotify", "https://open.spotify.com/user/" + who.id}};
  out["href"] = "https://api.spotify.com/v1/users/" + who.id;
  out["id"] = who.id;
  out["images"] = Json::array();
  out["type"] = "user";
  out["uri"] = "spotify:user:" + who.id;
  return json_answer(200, out);
}

// Returns tracks or artists, most played first, then by index. Ignores private sessions and plays under 30 s.
std::vector<std::size_t> most_played(Call& call, bool artists) {
  std::map<std::string_view, int> ranges{{"short_term", 28}, {"medium_term", 182}, {"long_term", 365}};
  const auto* wanted = call.query("time_range");
  auto range = ranges.find(wanted == nullptr ? "medium_term" : std::string_view(*wanted));
  if (range == ranges.end()) throw Refusal{400, "Invalid time range"};
  auto now = call.world.clock.now();
  std::map<std::size_t, int> counts;
  for (const auto& play : call.world.plays(call.number(), now)) {
    if (play.item != Item::track || !listable(play) || play.listed > now ||
        play.end < now - std::chrono::days(range->second))
      continue;
    ++counts[artists ? call.world.catalogue.tracks()[play.index].artist : play.index];
  }
  std::vector<std::size_t> out;
  for (const auto& [index, count] : counts) out.push_back(index);
  std::stable_sort(out.begin(), out.end(), [&](auto a, auto b) { return counts[a] > counts[b]; });
  constexpr std::size_t depth = 100;
  if (out.size() > depth) out.resize(depth);
  return out;
}

Response top(Call& call, bool artists) {
  const auto& catalogue = call.world.catalogue;
  auto window = window_of(call, {});
  auto all = most_played(call, artists);
  auto show = [&](std::size_t at) { return artists ? artist_full(catalogue, at) : track_full(catalogue, at, false); };
  const auto* range = call.query("time_range");
  auto address = call.address(range == nullptr ? "" : "time_range=" + *range);
  return json_answer(200, page(address, window, all.size(), cut(all, window, show)));
}

Response top_artists(Call& call) {
  return top(call, true);
}
Response top_tracks(Call& call) {
  return top(call, false);
}

Response saved_tracks(Call& call) {
  auto window = window_of(call, {});
  auto show = [&](const SavedTrack& saved) {
    Json item;
    item["added_at"] = seconds_text(saved.added_at);
    item["track"] = track_full(call.world.catalogue, saved.track, call.market());
    return item;
  };
  const auto& saved = call.world.saved(call.number());
  return json_answer(200, page(call.address(), window, saved.size(), cut(saved, window, show)));
}

// A listener follows the artists of saved songs. Pages go by cursor: a page begins after the artist that `after` names.
Response followed_artists(Call& call) {
  const auto& catalogue = call.world.catalogue;
  const auto window = window_of(call, {});
  const auto* type = call.query("type");
  if (type == nullptr || *type != "artist") throw Refusal{400, "Invalid type"};
  std::vector<std::size_t> all;
  for (const auto& saved : call.world.saved(call.number())) {
    const auto artist = catalogue.tracks()[saved.track].artist;
    if (std::find(all.begin(), all.end(), artist) == all.end()) all.push_back(artist);
  }
  auto from = all.begin();
  if (const auto* after = call.query("after"); after != nullptr)
    from = std::find(all.begin(), all.end(), known(*after, catalogue.artist(*after)));
  if (from != all.begin() && from == all.end()) throw Refusal{400, "Invalid cursor"};
  if (call.query("after") != nullptr) ++from;
  Json items = Json::array();
  for (; from != all.end() && items.size() < static_cast<std::size_t>(window.limit); ++from)
    items.push_back(artist_full(catalogue, *from));
  const std::string root = call.address().path + "?type=artist&limit=" + std::to_string(window.limit);
  const Json last = from == all.end() ? Json(nullptr) : Json(items.back()["id"]);
  Json artists;
  artists["href"] = root;
  artists["limit"] = window.limit;
  artists["next"] = last.is_null() ? Json(nullptr) : Json(root + "&after=" + last.get<std::string>());
  artists["cursors"] = {{"after", last}};
  artists["total"] = all.size();
  artists["items"] = std::move(items);
  return json_answer(200, {{"artists", artists}});
}

// Returns the URIs of the query field `uris`, at most 40.
std::vector<std::string> uris_of(const Call& call) {
  const auto* text = call.query("uris");
  if (text == nullptr || text->empty()) throw Refusal{400, "Missing parameter uris"};
  auto uris = split(*text, ',');
  if (uris.size() > 40) throw Refusal{400, "Too many uris requested"};
  return uris;
}

// Only tracks can be saved to this library or removed from it.
std::vector<std::size_t> library_uris(const Call& call) {
  constexpr std::string_view prefix = "spotify:track:";
  std::vector<std::size_t> out;
  for (const auto& uri : uris_of(call)) {
    if (!uri.starts_with(prefix)) throw Refusal{400, "Invalid uri: " + uri};
    auto id = uri.substr(prefix.size());
    out.push_back(known(id, call.world.catalogue.track(id)));
  }
  return out;
}

auto place_of(std::vector<SavedTrack>& saved, std::size_t track) {
  return std::find_if(saved.begin(), saved.end(), [track](const SavedTrack& s) { return s.track == track; });
}

Response library_contains(Call& call) {
  constexpr std::string_view track_prefix = "spotify:track:", playlist_prefix = "spotify:playlist:";
  Json out = Json::array();
  auto& saved = call.world.saved(call.number());
  const auto playlists = call.world.playlists(call.number());
  for (const auto& uri : uris_of(call)) {
    if (uri.starts_with(playlist_prefix)) {
      const auto id = uri.substr(playlist_prefix.size());
      out.push_back(
          std::any_of(playlists.begin(), playlists.end(), [&](const Playlist* one) { return one->id == id; }));
      continue;
    }
    if (!uri.starts_with(track_prefix)) throw Refusal{400, "Invalid uri: " + uri};
    const auto id = uri.substr(track_prefix.size());
    out.push_back(place_of(saved, known(id, call.world.catalogue.track(id))) != saved.end());
  }
  return json_answer(200, out);
}

Response library_save(Call& call) {
  auto& saved = call.world.saved(call.number());
  for (auto track : library_uris(call)) {
    if (place_of(saved, track) != saved.end()) continue;
    saved.push_back({track, call.world.clock.now()});
    std::rotate(saved.begin(), saved.end() - 1, saved.end());
  }
  return {200, {}, ""};
}

Response library_remove(Call& call) {
  auto& saved = call.world.saved(call.number());
  for (auto track : library_uris(call)) {
    auto at = place_of(saved, track);
    if (at != saved.end()) saved.erase(at);
  }
  return {200, {}, ""};
}

}  // namespace

void add_listener_routes(std::vector<Route>& routes) {
  routes.push_back({"GET", "/v1/me", {}, {}, me});
  routes.push_back({"GET", "/v1/me/top/artists", {"user-top-read"}, {"time_range", "limit", "offset"}, top_artists});
  routes.push_back({"GET", "/v1/me/top/tracks", {"user-top-read"}, {"time_range", "limit", "offset"}, top_tracks});
  routes.push_back({"GET", "/v1/me/tracks", {"user-library-read"}, {"market", "limit", "offset"}, saved_tracks});
  routes.push_back({"GET", "/v1/me/following", {"user-follow-read"}, {"type", "limit", "after"}, followed_artists});
  routes.push_back({"GET", "/v1/me/library/contains", {"user-library-read"}, {"uris"}, library_contains});
  routes.push_back({"PUT", "/v1/me/library", {"user-library-modify"}, {"uris"}, library_save});
  routes.push_back({"DELETE", "/v1/me/library", {"user-library-modify"}, {"uris"}, library_remove});
}

}  // namespace segue::simulator
