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
  Habits habits;
};

// How the list of recently played tracks is cut to its newest 50, and ordered.
enum class ListOrder { played, arrival };

// An item of that list: the play's position in its listener's history, and whether its first date is shown.
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
  // Made on the first look. `number` < listener_count().
  const Listener& listener(std::size_t number);
  // "demo" is 0, "listener-7" is 7; nothing for anybody else.
  std::optional<std::size_t> listener_number(std::string_view id) const;
  const Listener& demo() { return listener(0); }
  // Every play that ended at or before `until`, oldest first. Holds until the next call for that listener.
  std::span<const Play> plays(std::size_t listener, base::Instant until);
  // The URI of where a play came from; "" = nowhere.
  std::string context_uri(std::size_t listener, const Play& play);
  // The newest 50 that the list of recently played tracks shows at `at`, newest first.
  std::vector<Shown> recently_played(std::size_t listener, base::Instant at);
  void set_order(std::size_t listener, ListOrder order);
  void set_order(ListOrder order);  // of everybody's

  // What the API shows of a track, as text; made once.
  const std::string& track_text(std::size_t track);
  // From now on every answer, export and corpus has that name; ids stay.
  void rename_artist(std::size_t artist, std::string name);

  // A listener's library is furnished on the first look.
  std::vector<SavedTrack>& saved(std::size_t listener);  // newest first
  // Own ones, and one that they follow; newest first.
  std::vector<const Playlist*> playlists(std::size_t listener);
  // Anybody's, once their library or one that holds it is furnished; null when there is none of that id.
  Playlist* playlist(std::string_view id);
  // In front of the listener's others, under an id that is the same for every seed and start, whoever asks: ids count.
  Playlist& create_playlist(std::size_t listener, Playlist playlist);

 private:
  struct Person;
  Person& person(std::size_t number);
  Person& furnished(std::size_t number);
  void shelve(Person& whose, std::size_t owner, std::size_t which);
  void save_tracks(Person& whose, std::size_t number);

  std::map<std::size_t, std::unique_ptr<Person>> people_;
  std::map<std::string, Playlist, std::less<>> playlists_;  // by id, all that libraries hold
  std::vector<std::string> track_texts_;
  std::uint64_t created_ = 0;
  ListOrder order_ = ListOrder::played;  // of those that are not made yet
};

}  // namespace segue::simulator
