#include "simulator/world.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "simulator/shapes.h"

namespace segue::simulator {

using std::chrono::days;
using std::chrono::hours;

struct World::Person {
  Listener listener;
  std::vector<MadeUpPlaylist> playlists;
  std::optional<History> history;
  std::vector<std::string> playlist_ids;
  ListOrder order = ListOrder::played;
  std::vector<std::string> shelf;  // ids of the account's playlists, newest first
  std::vector<SavedTrack> saved;
};

World::World(const WorldOptions& wanted)
    : catalogue_(wanted.seed), options(wanted), clock(wanted.start, wanted.realtime) {
  furnished(0);
}

World::~World() = default;

World::Person& World::person(std::size_t number) {
  auto& slot = people_[number];
  if (slot) return *slot;
  auto made = std::make_unique<Person>();
  made->listener = make_listener(catalogue, options.seed, number);
  made->order = order_;
  auto rng = Rng::of(options.seed, "own playlists", number);
  std::vector<std::vector<std::size_t>> tracks;
  for (int i = 0; i < 4; ++i) {
    made->playlists.push_back(make_up_playlist(catalogue, made->listener.taste, rng));
    made->playlist_ids.push_back(rng.base62(22));
    tracks.push_back(made->playlists.back().tracks);
  }
  slot = std::move(made);
  slot->history.emplace(catalogue, slot->listener.taste, std::move(tracks), options.start - days(options.history_days),
                        options.habits);
  return *slot;
}

void World::shelve(Person& whose, std::size_t owner, std::size_t which) {
  const auto& who = person(owner);
  whose.shelf.insert(whose.shelf.begin(), who.playlist_ids[which]);
  auto [at, fresh] = playlists_.try_emplace(who.playlist_ids[which]);
  if (!fresh) return;
  auto& playlist = at->second;
  playlist.id = who.playlist_ids[which];
  playlist.name = who.playlists[which].name;
  playlist.owner_id = who.listener.id;
  playlist.owner_name = who.listener.name;
  playlist.is_public = which % 2 == 0;
  auto added = options.start - days(300 - 60 * static_cast<int>(which));
  for (auto track : who.playlists[which].tracks) playlist.items.push_back({track, added += hours(7)});
  playlist.revision = static_cast<int>(playlist.items.size()) + 1;
}

void World::save_tracks(Person& whose, std::size_t number) {
  auto rng = Rng::of(options.seed, "saved tracks", number);
  const auto& taste = whose.listener.taste;
  std::set<std::size_t> taken;
  auto added = options.start;
  for (int i = 0; i < 120; ++i) {
    auto scene = rng.weighted({taste.scenes.begin(), taste.scenes.end()});
    auto track = pick_track(catalogue, taste, rng, scene, rng.below(3));
    added -= hours(rng.between(2, 120));
    if (taken.insert(track).second) whose.saved.push_back({track, added});
  }
}

World::Person& World::furnished(std::size_t number) {
  auto& whose = person(number);
  if (!whose.shelf.empty()) return whose;
  auto next = (number + 1) % options.listeners;
  if (next != number) shelve(whose, next, 0);  // followed, not owned
  for (std::size_t which = 0; which < whose.playlist_ids.size(); ++which) shelve(whose, number, which);
  save_tracks(whose, number);
  return whose;
}

std::vector<SavedTrack>& World::saved(std::size_t listener) {
  return furnished(listener).saved;
}

std::vector<const Playlist*> World::playlists(std::size_t listener) {
  std::vector<const Playlist*> out;
  for (const auto& id : furnished(listener).shelf) out.push_back(playlist(id));
  return out;
}

Playlist* World::playlist(std::string_view id) {
  auto at = playlists_.find(id);
  return at == playlists_.end() ? nullptr : &at->second;
}

Playlist& World::create_playlist(std::size_t listener, Playlist playlist) {
  auto& whose = furnished(listener);
  playlist.id = Rng::of(options.seed, "created playlist", created_++).base62(22);
  whose.shelf.insert(whose.shelf.begin(), playlist.id);
  auto id = playlist.id;
  return playlists_[id] = std::move(playlist);
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

void World::set_order(std::size_t listener, ListOrder order) {
  person(listener).order = order;
}

void World::set_order(ListOrder order) {
  order_ = order;
  for (auto& [number, somebody] : people_) somebody->order = order;
}

std::vector<Shown> World::recently_played(std::size_t listener, base::Instant at) {
  constexpr std::size_t ceiling = 50;
  auto& history = *person(listener).history;
  auto arrived = history.arrived(at);
  auto all = history.up_to(at);
  std::vector<Shown> out;
  auto show = [&](std::size_t n) { out.push_back({static_cast<std::uint32_t>(n), all[n].first_date_at(at)}); };
  if (person(listener).order == ListOrder::arrival) {
    for (auto n = arrived.rbegin(); n != arrived.rend() && out.size() < ceiling; ++n) show(*n);
    return out;
  }
  // By date. Before the fiftieth play from the end, only a play dated later than it ended can be among the newest.
  auto enough = base::Instant::min();
  for (auto n = all.size(); n-- > 0 && all[n].end >= enough;) {
    if (!listable(all[n]) || all[n].listed > at) continue;
    show(n);
    if (out.size() == ceiling) enough = all[n].end - furthest_date;
  }
  std::sort(out.begin(), out.end(),
            [&](const Shown& a, const Shown& b) { return all[a.n].played_at(a.first) > all[b.n].played_at(b.first); });
  if (out.size() > ceiling) out.resize(ceiling);
  return out;
}

const std::string& World::track_text(std::size_t track) {
  if (track_texts_.empty()) track_texts_.resize(catalogue.tracks().size());
  auto& text = track_texts_[track];
  if (text.empty()) text = track_full(catalogue, track, false).dump();
  return text;
}

void World::rename_artist(std::size_t artist, std::string name) {
  catalogue_.rename(artist, std::move(name));
  track_texts_.clear();
}

}  // namespace segue::simulator
