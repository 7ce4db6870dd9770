// What the API tells of the demo user: profile, recently played, top lists, library.
#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <map>

#include "simulator/api.h"

namespace segue::simulator {
namespace {

using http::Response;

Response me(Call& call) {
  const auto& demo = call.world.demo();
  Json out;
  out["account_id"] = demo.account_id;
  out["display_name"] = demo.name;
  out["external_urls"] = {{"spotify", "https://open.spotify.com/user/" + demo.id}};
  out["href"] = "https://api.spotify.com/v1/users/" + demo.id;
  out["id"] = demo.id;
  out["images"] = Json::array();
  out["type"] = "user";
  out["uri"] = "spotify:user:" + demo.id;
  return json_answer(200, out);
}

std::int64_t cursor(const std::string& text) {
  return whole_number(text, std::numeric_limits<std::int64_t>::max(), "Invalid cursor");
}

// Of the newest 50, those that the cursor leaves, newest first.
Response recently_played(Call& call) {
  auto window = window_of(call, {});
  const auto* after = call.query("after");
  const auto* before = call.query("before");
  if (after != nullptr && before != nullptr) throw Refusal{400, "Only one of after and before may be given"};
  auto list = call.world.recently_played();
  auto at = [](const Play& play) { return base::to_ms(play.end); };
  if (after != nullptr) std::erase_if(list, [&, limit = cursor(*after)](const Play& p) { return at(p) <= limit; });
  if (before != nullptr) std::erase_if(list, [&, limit = cursor(*before)](const Play& p) { return at(p) >= limit; });
  bool more = list.size() > static_cast<std::size_t>(window.limit);
  if (more) list.resize(static_cast<std::size_t>(window.limit));

  auto base = call.address().path;
  auto given = after != nullptr ? "after=" + *after + "&" : before != nullptr ? "before=" + *before + "&" : "";
  Json out;
  out["href"] = fmt::format("{}?{}limit={}", base, given, window.limit);
  out["items"] = Json::array();
  for (const auto& play : list) {
    Json item;
    item["track"] = track_full(call.world.catalogue, play.index, false);
    item["played_at"] = base::to_iso8601(play.end);
    item["context"] = context_of(call.world.context_uri(0, play));
    out["items"].push_back(std::move(item));
  }
  out["limit"] = window.limit;
  out["next"] = more ? Json(fmt::format("{}?before={}&limit={}", base, at(list.back()), window.limit)) : Json(nullptr);
  out["cursors"] = nullptr;
  if (!list.empty()) {
    out["cursors"] = {{"after", std::to_string(at(list.front()))}, {"before", std::to_string(at(list.back()))}};
  }
  return json_answer(200, out);
}

// Nothing of private sessions, nothing under 30 s; most played first, then by index.
std::vector<std::size_t> most_played(Call& call, bool artists) {
  std::map<std::string_view, int> ranges{{"short_term", 28}, {"medium_term", 182}, {"long_term", 365}};
  const auto* wanted = call.query("time_range");
  auto range = ranges.find(wanted == nullptr ? "medium_term" : std::string_view(*wanted));
  if (range == ranges.end()) throw Refusal{400, "Invalid time range"};
  auto now = call.world.clock.now();
  std::map<std::size_t, int> counts;
  for (const auto& play : call.world.plays(0, now)) {
    if (!listable(play) || play.listed > now || play.end < now - std::chrono::days(range->second)) continue;
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
  return json_answer(200, page(call.address(), window, call.world.saved.size(), cut(call.world.saved, window, show)));
}

// Tracks alone live in this library. Query `uris`, at most 40.
std::vector<std::size_t> library_uris(const Call& call) {
  constexpr std::string_view prefix = "spotify:track:";
  const auto* text = call.query("uris");
  if (text == nullptr || text->empty()) throw Refusal{400, "Missing parameter uris"};
  auto uris = split(*text, ',');
  if (uris.size() > 40) throw Refusal{400, "Too many uris requested"};
  std::vector<std::size_t> out;
  for (const auto& uri : uris) {
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
  Json out = Json::array();
  for (auto track : library_uris(call)) out.push_back(place_of(call.world.saved, track) != call.world.saved.end());
  return json_answer(200, out);
}

Response library_save(Call& call) {
  for (auto track : library_uris(call)) {
    auto& saved = call.world.saved;
    if (place_of(saved, track) != saved.end()) continue;
    saved.push_back({track, call.world.clock.now()});
    std::rotate(saved.begin(), saved.end() - 1, saved.end());
  }
  return {200, {}, ""};
}

Response library_remove(Call& call) {
  for (auto track : library_uris(call)) {
    auto at = place_of(call.world.saved, track);
    if (at != call.world.saved.end()) call.world.saved.erase(at);
  }
  return {200, {}, ""};
}

}  // namespace

void add_listener_routes(std::vector<Route>& routes) {
  routes.push_back({"GET", "/v1/me", {}, {}, me});
  routes.push_back({"GET",
                    "/v1/me/player/recently-played",
                    {"user-read-recently-played"},
                    {"limit", "after", "before"},
                    recently_played});
  routes.push_back({"GET", "/v1/me/top/artists", {"user-top-read"}, {"time_range", "limit", "offset"}, top_artists});
  routes.push_back({"GET", "/v1/me/top/tracks", {"user-top-read"}, {"time_range", "limit", "offset"}, top_tracks});
  routes.push_back({"GET", "/v1/me/tracks", {"user-library-read"}, {"market", "limit", "offset"}, saved_tracks});
  routes.push_back({"GET", "/v1/me/library/contains", {"user-library-read"}, {"uris"}, library_contains});
  routes.push_back({"PUT", "/v1/me/library", {"user-library-modify"}, {"uris"}, library_save});
  routes.push_back({"DELETE", "/v1/me/library", {"user-library-modify"}, {"uris"}, library_remove});
}

}  // namespace segue::simulator
