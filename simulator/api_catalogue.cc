// Single items of the catalogue.
#include <algorithm>

#include "simulator/api.h"

namespace segue::simulator {
namespace {

using http::Response;

Response track(Call& call) {
  const auto& catalogue = call.world.catalogue;
  auto at = known(call.path[0], catalogue.track(call.path[0]));
  return json_answer(200, track_full(catalogue, at, call.market()));
}

Json album_tracks_page(const Call& call, const Album& album, const PageAddress& address, const Window& window) {
  auto show = [&](std::size_t track) { return track_simple(call.world.catalogue, track, call.market()); };
  return page(address, window, album.tracks.size(), cut(album.tracks, window, show));
}

Response album(Call& call) {
  const auto& catalogue = call.world.catalogue;
  auto at = known(call.path[0], catalogue.album(call.path[0]));
  auto out = album_full(catalogue, at);
  auto address = call.address();
  address.path += "/tracks";
  out["tracks"] = album_tracks_page(call, catalogue.albums()[at], address, {50, 0});
  return json_answer(200, out);
}

Response album_tracks(Call& call) {
  const auto& catalogue = call.world.catalogue;
  auto window = window_of(call, {});
  auto at = known(call.path[0], catalogue.album(call.path[0]));
  return json_answer(200, album_tracks_page(call, catalogue.albums()[at], call.address(), window));
}

Response artist(Call& call) {
  const auto& catalogue = call.world.catalogue;
  return json_answer(200, artist_full(catalogue, known(call.path[0], catalogue.artist(call.path[0]))));
}

// Returns the albums of the groups asked for (default: all), newest first.
Response artist_albums(Call& call) {
  const auto& catalogue = call.world.catalogue;
  auto window = window_of(call, {5, 10});
  auto at = known(call.path[0], catalogue.artist(call.path[0]));
  std::vector<std::string> groups{"album", "single", "appears_on", "compilation"};
  std::string extra;
  if (const auto* wanted = call.query("include_groups")) {
    auto asked = split(*wanted, ',');
    for (const auto& group : asked) {
      if (std::find(groups.begin(), groups.end(), group) == groups.end()) throw Refusal{400, "Invalid include_groups"};
    }
    groups = asked;
    extra = "include_groups=" + http::percent_encode(*wanted);
  }
  std::vector<std::size_t> shown;
  for (auto album : catalogue.artists()[at].albums) {
    auto type = std::string(text_of(catalogue.albums()[album].type));
    if (std::find(groups.begin(), groups.end(), type) != groups.end()) shown.push_back(album);
  }
  std::stable_sort(shown.begin(), shown.end(), [&](auto a, auto b) {
    return catalogue.albums()[a].release_date > catalogue.albums()[b].release_date;
  });
  auto show = [&](std::size_t album) { return album_simple(catalogue, album); };
  return json_answer(200, page(call.address(extra), window, shown.size(), cut(shown, window, show)));
}

}  // namespace

void add_catalogue_routes(std::vector<Route>& routes) {
  routes.push_back({"GET", "/v1/tracks/{id}", {}, {"market"}, track});
  routes.push_back({"GET", "/v1/albums/{id}", {}, {"market"}, album});
  routes.push_back({"GET", "/v1/albums/{id}/tracks", {}, {"market", "limit", "offset"}, album_tracks});
  routes.push_back({"GET", "/v1/artists/{id}", {}, {}, artist});
  routes.push_back(
      {"GET", "/v1/artists/{id}/albums", {}, {"include_groups", "market", "limit", "offset"}, artist_albums});
}

}  // namespace segue::simulator
