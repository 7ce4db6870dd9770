// Everything that the simulator knows, in one object for the handlers. One thread.
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
  std::size_t listeners = 200;  // including demo
  int history_days = 358;       // days before the start
  Habits habits;
};

// By which time the newest 50 of the list are chosen and ordered: when they were played, or when they arrived.
enum class ListOrder { played, arrival };

// An item of the list: the play's position in its listener's history, and whether its first date is shown.
struct Shown {
  std::uint32_t n = 0;
  bool first = false;
  bool operator==(const Shown&) const = default;
};

struct SavedTrack {
  std::size_t track = 0;
  base::Instant added_at;
};

class World {
  Catalogue catalogue_;

 public:
  explicit World(const WorldOptions& options);
  ~World();

  const WorldOptions options;
  SimClock clock;
  const Catalogue& catalogue = catalogue_;

  std::size_t listener_count() const { return options.listeners; }
  // Makes the listener at the first call. `number` < listener_count().
  const Listener& listener(std::size_t number);
  // "demo" is 0, "listener-7" is 7; nullopt for any other id.
  std::optional<std::size_t> listener_number(std::string_view id) const;
  const Listener& demo() { return listener(0); }
  // Returns every play that ended at or before `until`, oldest first. Valid until the next call for that listener.
  std::span<const Play> plays(std::size_t listener, base::Instant until);
  // Returns the URI of a play's context; "" = none.
  std::string context_uri(std::size_t listener, const Play& play);
  // Returns the newest 50 of the list of recently played tracks at `at`, newest first.
  std::vector<Shown> recently_played(std::size_t listener, base::Instant at);
  void set_order(std::size_t listener, ListOrder order);
  void set_order(ListOrder order);  // for all listeners

  // Returns the API's JSON of a track as text; made once.
  const std::string& track_text(std::size_t track);
  // Every answer, export and corpus uses the new name from now on; ids stay.
  void rename_artist(std::size_t artist, std::string name);

  // A listener's library is made at the first call.
  std::vector<SavedTrack>& saved(std::size_t listener);  // newest first
  // Returns the listener's own playlists and one that they follow, newest first.
  std::vector<const Playlist*> playlists(std::size_t listener);
  // Returns anybody's playlist, once a library that has it is made; null if there is none with that id.
  Playlist* playlist(std::string_view id);
  // Adds a playlist before the listener's others. Its id depends on the seed and on how many playlists were created
  // before, not on the listener.
  Playlist& create_playlist(std::size_t listener, Playlist playlist);

 private:
  struct Person;
  Person& person(std::size_t number);
  Person& furnished(std::size_t number);
  void shelve(Person& whose, std::size_t owner, std::size_t which);
  void save_tracks(Person& whose, std::size_t number);

  std::map<std::size_t, std::unique_ptr<Person>> people_;
  std::map<std::string, Playlist, std::less<>> playlists_;  // by id, the playlists of all libraries
  std::vector<std::string> track_texts_;
  std::uint64_t created_ = 0;
  ListOrder order_ = ListOrder::played;  // for listeners that are not made yet
};

}  // namespace segue::simulator
