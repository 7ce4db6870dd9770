// Chooses unheard songs for a listener, with what speaks for each.
#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include "recommend/listener.h"
#include "recommend/repertoire.h"

namespace segue::recommend {

struct PickOptions {
  std::size_t count = 30;
  std::size_t per_artist = 1;  // songs on which one artist is credited
  std::size_t stretch = 0;     // per_artist counts within each so many songs; 0 = within the whole list
  double new_artists = 0.5;    // share of the list for artists of whom no song was heard; see discovery.h
};

// A heard song that speaks for a recommended one.
struct Evidence {
  signals::Item item = 0;
  double share = 0;         // of what all heard songs add to the song's item-kNN score
  std::uint32_t lists = 0;  // that hold both songs
};

struct Pick {
  signals::Item item = 0;
  double score = 0;
  bool is_new_artist = false;
  std::vector<Evidence> evidence;  // the strongest first; empty: no list holds the song beside a heard one
};

// Returns how near a song is to the listener's taste by vectors, from -1 to 1; 0 = not known.
using Nearness = std::function<double(signals::Item)>;

struct PickInput {
  const Repertoire* repertoire = nullptr;
  const RepertoireIndex* index = nullptr;
  const Listener* listener = nullptr;
  Nearness nearness = nullptr;    // null: not known of any song
  std::vector<bool> cooled = {};  // by item: recommended lately; empty = none
};

// Songs by artists that were heard and songs by others are ranked apart (docs/ranking.md has the formulas) and take
// turns by `new_artists`; where one kind has no more, the other fills up. A song is left out if it is heard, cooled or
// not offered. A song of a corpus is also left out if a song with the same title and an artist in common is heard or
// chosen; the others come from the marts, where rules say what is one song. A pure function.
std::vector<Pick> pick(const PickInput& input, const PickOptions& options);

}  // namespace segue::recommend
