// Splits the credit of a song into the artists that it names, each with its key.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "music/recording.h"

namespace segue::music {

enum class CreditRole { main, featured };

constexpr std::string_view text_of(CreditRole role) {
  return role == CreditRole::main ? "main" : "featured";
}

struct CreditedArtist {
  std::string name;
  ArtistKey key;
  CreditRole role = CreditRole::main;
  bool operator==(const CreditedArtist&) const = default;
};

// What the data shows about a name.
struct KnownName {
  std::int64_t recordings = 0;  // with exactly this name as their artist, or as one of several that stand apart
  bool is_one = false;          // a source that lists artists apart has the name: it is one artist, whatever it holds
};
using KnownNames = std::unordered_map<ArtistKey, KnownName>;

// Adds what the artist credit of some recordings shows: its parts between `;` are names, each of one artist. The order
// of calls changes nothing.
void note_credit(KnownNames& known, std::string_view artist, std::int64_t recordings);
// Adds the artists that a title names as featured, if no sign in them may separate names.
void note_title(KnownNames& known, std::string_view title);
// Adds a name that stands for one artist by the word of its source.
void note_artist(KnownNames& known, std::string_view name);

// Returns the artists that a song's artist credit and title name: first those of the credit, then the featured ones, no
// key twice. An artist of the credit that the title names as featured is featured, too, unless it is the first. Names
// that fold to nothing are left out. A pure function.
//
// `;` and "feat." (ft., featuring; also in brackets and in titles) always separate names. The signs `,` `&` `+` `/` "x"
// "vs." "with" and "and" are part of too many names ("Tyler, The Creator"), so they separate only if `known` has enough
// of the parts as artists of their own; credits.cc has the rules.
std::vector<CreditedArtist> credited_artists(std::string_view artist, std::string_view title, const KnownNames& known);

// Returns the artists of a list in which the source names each artist apart. Those that the title names as featured are
// featured, unless they are the first.
std::vector<CreditedArtist> credited_in_list(const std::vector<std::string>& artists, std::string_view title,
                                             const KnownNames& known);

}  // namespace segue::music
