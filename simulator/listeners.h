// Made-up listeners: their taste and their plays.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/time.h"
#include "simulator/catalogue.h"
#include "simulator/names.h"
#include "simulator/random.h"

namespace segue::simulator {

struct Taste {
  std::array<double, scene_count> scenes{};  // sums to 1; nearly all of it in two or three scenes
  std::vector<double> artists;               // by artist index; 0 = not known
  std::uint64_t seed = 0;

  // The listener knows about half of the songs of a known artist; which ones never changes.
  bool knows(std::size_t track) const { return Rng::of(seed, "knows", track).chance(0.55); }
};

struct Listener {
  std::string id, account_id, name;
  Taste taste;
};

// Number 0 is "demo"; the others are "listener-1", ….
Listener make_listener(const Catalogue& catalogue, std::uint64_t seed, std::size_t number);

// Returns a known track of a known artist of `scene`, mostly of `circle`; any track of the scene if there is none.
std::size_t pick_track(const Catalogue& catalogue, const Taste& taste, Rng& rng, std::size_t scene, std::size_t circle);

enum class Item { track, podcast, local };
enum class ContextKind { none, album, artist, playlist, collection };

struct Play {
  base::Instant start, end;  // `end` is played_at in Spotify's list
  base::Instant listed;      // when the play reaches the list and the export, after `end`
  // The end as the list shows it: `first_dated` until `settled`, then `dated`. Both are mostly equal to `end`.
  base::Instant dated, first_dated, settled;
  std::int64_t ms_played = 0;
  Item item = Item::track;
  std::size_t index = 0;  // of the track, or number of the episode or local file
  ContextKind context = ContextKind::none;
  std::size_t context_index = 0;  // of the album, the artist or the listener's playlist
  std::string_view reason_start, reason_end;
  bool shuffle = false, skipped = false, offline = false, incognito = false;
  bool local_listed = false;  // a local file that the list shows

  bool first_date_at(base::Instant now) const { return now < settled && first_dated != dated; }
  base::Instant played_at(bool first) const { return first ? first_dated : dated; }
};

// A played_at is at most this much later than the end of its play.
constexpr auto furthest_date = std::chrono::hours(31);

// How much somebody listens.
struct Habits {
  double sessions_a_day = 0;  // mean number; 0: one to four on most days, 2.35 on average
  bool oddities = false;      // retimed, late and future-dated plays, local files in the list
};

// Spotify's list shows music that was played for more than 30 s outside private sessions.
inline bool listable(const Play& play) {
  return (play.item == Item::track || play.local_listed) && !play.incognito && play.ms_played > 30'000;
}

// The plays of one listener, in order of time, never overlapping. Days are made one after another when they are first
// asked for, each with its own random stream, so the order of questions does not change the plays.
class History {
 public:
  // `playlists`: the playlists that the listener plays.
  History(const Catalogue& catalogue, const Taste& taste, std::vector<std::vector<std::size_t>> playlists,
          base::Instant first_day, const Habits& habits);

  // Returns every play that ended at or before `until`. Valid until the next call.
  std::span<const Play> up_to(base::Instant until);
  // Returns the positions in up_to(until) of the listable plays that had reached the list by then, in order of arrival.
  // Valid until the next call.
  std::span<const std::uint32_t> arrived(base::Instant until);

 private:
  struct Session;
  int sessions_of_a_day(Rng& rng) const;
  void add_day();
  void add_session(Rng& rng, base::Instant start);
  void settle(std::size_t begin);
  void make_odd(std::size_t n);
  base::Instant free_date(base::Instant wanted);
  void choose_source(Session& session);
  void add_play(Session& session, bool last);
  std::size_t next_track(Session& session);
  void remember(std::size_t scene, std::size_t track);

  const Catalogue& catalogue_;
  const Taste& taste_;
  std::vector<std::vector<std::size_t>> playlists_;
  Habits habits_;
  base::Instant next_day_;
  base::Instant free_from_;
  std::vector<Play> plays_;
  std::vector<std::uint32_t> arrivals_;                         // listable plays, by `listed`
  std::unordered_set<std::int64_t> dates_;                      // all dates that plays show; used only with oddities
  std::array<std::vector<std::size_t>, scene_count> rotation_;  // lately played tracks of a scene, oldest first
};

}  // namespace segue::simulator
