// Everything that the simulator knows, as one value that handlers work on. One thread.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/catalogue.h"
#include "simulator/listeners.h"
#include "simulator/playlists.h"
#include "simulator/sim_clock.h"

namespace segue::simulator {

struct WorldOptions {
  std::uint64_t seed = 1;
  base::Instant start;
  bool realtime = false;
  std::size_t listeners = 200;  // demo included
  int history_days = 358;       // before the start
};

struct SavedTrack {
  std::size_t track = 0;
  base::Instant added_at;
};

class World {
 public:
  explicit World(const WorldOptions& options);
  ~World();

  const WorldOptions options;
  SimClock clock;
  const Catalogue catalogue;
  PlaylistShelf playlists;        // the demo user's own, and one that they follow
  std::vector<SavedTrack> saved;  // the demo user's, newest first

  std::size_t listener_count() const { return options.listeners; }
  // Made on the first look. `number` < listener_count().
  const Listener& listener(std::size_t number);
  // "demo" is 0, "listener-7" is 7; nothing for anybody else.
  std::optional<std::size_t> listener_number(std::string_view id) const;
  const Listener& demo() { return listener(0); }
  // Every play that ended at or before `until`, oldest first. Holds until the next call for that listener.
  std::span<const Play> plays(std::size_t listener, base::Instant until);
  // The URI of where a play came from; "" = nowhere.
  std::string context_uri(std::size_t listener, const Play& play);
  // The newest 50 that the list of recently played tracks shows now, newest first.
  std::vector<Play> recently_played();
  // The same for every seed and start, whatever was made before: `created` counts from 0.
  std::string new_playlist_id();

 private:
  struct Person;
  Person& person(std::size_t number);
  void furnish_demo();

  std::map<std::size_t, std::unique_ptr<Person>> people_;
  std::uint64_t created_ = 0;
};

}  // namespace segue::simulator
