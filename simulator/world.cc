#include "simulator/world.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace segue::simulator {

using std::chrono::days;
using std::chrono::hours;

struct World::Person {
  Listener listener;
  std::vector<MadeUpPlaylist> playlists;
  std::optional<History> history;
  std::vector<std::string> playlist_ids;
};

World::World(const WorldOptions& wanted)
    : options(wanted), clock(wanted.start, wanted.realtime), catalogue(wanted.seed) {
  furnish_demo();
}

World::~World() = default;

World::Person& World::person(std::size_t number) {
  auto& slot = people_[number];
  if (slot) return *slot;
  auto made = std::make_unique<Person>();
  made->listener = make_listener(catalogue, options.seed, number);
  auto rng = Rng::of(options.seed, "own playlists", number);
  std::vector<std::vector<std::size_t>> tracks;
  for (int i = 0; i < 4; ++i) {
    made->playlists.push_back(make_up_playlist(catalogue, made->listener.taste, rng));
    made->playlist_ids.push_back(rng.base62(22));
    tracks.push_back(made->playlists.back().tracks);
  }
  slot = std::move(made);
  slot->history.emplace(catalogue, slot->listener.taste, std::move(tracks), options.start - days(options.history_days));
  return *slot;
}

void World::furnish_demo() {
  auto put = [&](std::size_t owner, std::size_t which, bool is_public) {
    auto& who = person(owner);
    Playlist playlist;
    playlist.id = who.playlist_ids[which];
    playlist.name = who.playlists[which].name;
    playlist.owner_id = who.listener.id;
    playlist.owner_name = who.listener.name;
    playlist.is_public = is_public;
    auto added = options.start - days(300 - 60 * static_cast<int>(which));
    for (auto track : who.playlists[which].tracks) playlist.items.push_back({track, added += hours(7)});
    playlist.revision = static_cast<int>(playlist.items.size()) + 1;
    playlists.create(std::move(playlist));
  };
  if (options.listeners > 1) put(1, 0, true);  // followed, not owned
  for (std::size_t which = 0; which < 4; ++which) put(0, which, which % 2 == 0);

  auto rng = Rng::of(options.seed, "saved tracks");
  const auto& taste = demo().taste;
  std::set<std::size_t> taken;
  auto added = options.start;
  for (int i = 0; i < 120; ++i) {
    auto scene = rng.weighted({taste.scenes.begin(), taste.scenes.end()});
    auto track = pick_track(catalogue, taste, rng, scene, rng.below(3));
    added -= hours(rng.between(2, 120));
    if (taken.insert(track).second) saved.push_back({track, added});
  }
}

const Listener& World::listener(std::size_t number) {
  return person(number).listener;
}

std::optional<std::size_t> World::listener_number(std::string_view id) const {
  constexpr std::string_view prefix = "listener-";
  if (id == "demo") return 0;
  if (!id.starts_with(prefix)) return std::nullopt;
  std::size_t number = 0;
  auto digits = id.substr(prefix.size());
  auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || stop != digits.data() + digits.size()) return std::nullopt;
  if (number == 0 || number >= options.listeners) return std::nullopt;
  return number;
}

std::span<const Play> World::plays(std::size_t listener, base::Instant until) {
  return person(listener).history->up_to(until);
}

std::string World::context_uri(std::size_t listener, const Play& play) {
  switch (play.context) {
    case ContextKind::none:
      return "";
    case ContextKind::album:
      return "spotify:album:" + catalogue.albums()[play.context_index].id;
    case ContextKind::artist:
      return "spotify:artist:" + catalogue.artists()[play.context_index].id;
    case ContextKind::playlist:
      return "spotify:playlist:" + person(listener).playlist_ids[play.context_index];
    case ContextKind::collection:
      return "spotify:user:" + person(listener).listener.id + ":collection";
  }
  return "";
}

std::vector<Play> World::recently_played() {
  constexpr std::size_t ceiling = 50;
  auto now = clock.now();
  std::vector<Play> out;
  auto all = plays(0, now);
  for (auto at = all.rbegin(); at != all.rend() && out.size() < ceiling; ++at) {
    if (listable(*at) && at->listed <= now) out.push_back(*at);
  }
  return out;
}

std::string World::new_playlist_id() {
  return Rng::of(options.seed, "created playlist", created_++).base62(22);
}

}  // namespace segue::simulator
