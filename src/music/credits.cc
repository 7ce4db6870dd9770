// How it works: `;` and "feat." cut a credit into names first. A name with other signs is then cut into parts: at each
// place the longest run of words that `known` has as a name is one part. Whether the parts are artists is decided by
// how many of them are known, and a part is read in the same way again. The rules were chosen by reading credits of a
// station's log and of public playlists. Of 100 other ones, drawn by lot (seed 77, 2026-11-30), 85 came out right, 14
// of several artists stayed whole for lack of evidence, and 1 artist was split (docs/adr/0026-credits.md).
#include "music/credits.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "music/featuring.h"
#include "music/names.h"
#include "music/signs.h"

namespace segue::music {
namespace {

using Names = std::vector<std::string>;

// Names of bands that stand behind a leader's: "Nick Cave & The Bad Seeds".
constexpr std::array<std::string_view, 5> kBandWords{"the", "his", "her", "their", "friends"};

KnownName known_as(const KnownNames& known, std::string_view name) {
  const auto found = known.find(artist_key_of(name));
  return found == known.end() ? KnownName{} : found->second;
}

// Returns what is known of the whole name, however its signs are written: "A & B", "A and B".
KnownName known_whole(const KnownNames& known, std::string_view name, const std::vector<Token>& tokens) {
  KnownName whole = known_as(known, name);
  for (const std::string_view sign : {" ", " and "}) {
    std::string written;
    for (const Token& token : tokens) {
      if (!written.empty()) written += sign;
      written += name.substr(token.begin, token.end - token.begin);
    }
    const KnownName as_written = known_as(known, written);
    whole.recordings = std::max(whole.recordings, as_written.recordings);
    whole.is_one = whole.is_one || as_written.is_one;
  }
  return whole;
}

struct Part {
  std::string_view name;
  bool is_known = false;
  bool is_long = false;     // of two words or more
  bool is_telling = false;  // known, long and without signs: hardly another's name by chance
  bool is_usual = false;    // known by more recordings than the whole name
  bool is_often = false;    // known by three recordings or more, and usual
};

Part part_of(std::string_view name, bool has_signs, const KnownNames& known, const KnownName& whole) {
  const KnownName found = known_as(known, name);
  const std::string folded = fold(name);
  const std::string_view bare = std::string_view(folded).substr(folded.starts_with("the ") ? 4 : 0);
  Part part{.name = name, .is_known = found.recordings > 0 || found.is_one};
  part.is_long = bare.find(' ') != std::string_view::npos;
  part.is_telling = part.is_known && part.is_long && !has_signs;
  part.is_usual = part.is_known && found.recordings > whole.recordings;
  part.is_often = part.is_usual && found.recordings >= 3;
  return part;
}

// Joins tokens into parts: at each place the longest run of tokens that is a known name, but never all of them.
std::vector<Part> parts_of(std::string_view name, const std::vector<Token>& tokens, const KnownNames& known,
                           const KnownName& whole) {
  std::vector<Part> parts;
  for (std::size_t first = 0; first < tokens.size();) {
    std::size_t last = first == 0 ? tokens.size() - 2 : tokens.size() - 1;
    const auto run = [&] { return name.substr(tokens[first].begin, tokens[last].end - tokens[first].begin); };
    while (last > first && !part_of(run(), true, known, whole).is_known) --last;
    parts.push_back(part_of(run(), last > first, known, whole));
    first = last + 1;
  }
  return parts;
}

bool is_band(const Part& part) {
  const std::string first = fold(part.name.substr(0, part.name.find(' ')));
  return std::find(kBandWords.begin(), kBandWords.end(), first) != kBandWords.end();
}

// Returns whether the parts of a name are artists of their own; `least` is the least firm sign between them.
bool are_artists(const std::vector<Part>& parts, Firmness least) {
  const auto count = [&](bool Part::* is) {
    return static_cast<std::size_t>(
        std::count_if(parts.begin(), parts.end(), [&](const Part& one) { return one.*is; }));
  };
  const std::size_t all = parts.size(), known = count(&Part::is_known), often = count(&Part::is_often);
  const bool is_told = count(&Part::is_telling) > 0;
  if (known == all && (is_told || count(&Part::is_usual) == all)) return true;
  if (all > 2 && parts.front().is_known && known > 1 && (is_told || often > 1)) return true;
  const bool has_band = all == 2 && is_band(parts.back());
  if (least == Firmness::comma) return is_told || (!has_band && often > 0);
  if (has_band || !is_told) return false;
  // "Angus & Julia Stone": a first name before a known one is no artist.
  return least == Firmness::firm || parts.front().is_telling || count(&Part::is_long) == all;
}

// Behind "feat." signs nearly always separate names, so one known part is enough, unless the whole is known.
bool are_featured(const std::vector<Part>& parts, const KnownName& whole) {
  return whole.recordings == 0 &&
         std::any_of(parts.begin(), parts.end(), [](const Part& one) { return one.is_known; }) &&
         std::none_of(parts.begin() + 1, parts.end(), is_band);
}

void add_artists(Names& artists, std::string_view name, CreditRole role, const KnownNames& known) {
  const std::vector<Token> tokens = tokens_of(name);
  const KnownName whole = tokens.size() > 1 ? known_whole(known, name, tokens) : KnownName{.is_one = true};
  if (!whole.is_one) {
    const auto parts = parts_of(name, tokens, known, whole);
    Firmness least = Firmness::comma;
    for (const Token& token : tokens) least = std::min(least, token.sign_after);
    if (are_artists(parts, least) || (role == CreditRole::featured && are_featured(parts, whole))) {
      for (const Part& part : parts) add_artists(artists, part.name, role, known);
      return;
    }
  }
  artists.emplace_back(name);
}

Names between_semicolons(std::string_view credit) {
  Names names;
  while (!credit.empty()) {
    const std::size_t end = std::min(credit.find(';'), credit.size());
    if (const auto name = base::trimmed(credit.substr(0, end)); !name.empty()) names.emplace_back(name);
    credit.remove_prefix(std::min(end + 1, credit.size()));
  }
  return names;
}

struct Cut {
  Names main, featured;
};

// Cuts a credit at the signs that always separate names. A first name of nothing but "feat. B" stays whole.
Cut cut_always(std::string_view credit) {
  Cut cut;
  for (const std::string& part : between_semicolons(credit)) {
    // The blank makes "feat." a word after another one, as it is in "A; feat. B".
    Featuring found = featuring_in(cut.main.empty() ? part : " " + part, FeaturedIn::credit);
    if (!found.rest.empty()) cut.main.push_back(std::move(found.rest));
    for (const std::string& names : found.featured)
      for (std::string& name : between_semicolons(names)) cut.featured.push_back(std::move(name));
  }
  return cut;
}

// Returns what a title names: the featured artists, and what stands after "with" if all of it is known.
Names featured_in_title(std::string_view title, const KnownNames& known) {
  Names artists;
  const Featuring found = featuring_in(title, FeaturedIn::title);
  for (const std::string& names : found.featured)
    for (const std::string& name : between_semicolons(names)) add_artists(artists, name, CreditRole::featured, known);
  for (const std::string& names : found.with) {
    Names with;
    add_artists(with, names, CreditRole::featured, known);
    const auto is_known = [&](const std::string& name) { return known.contains(artist_key_of(name)); };
    if (std::all_of(with.begin(), with.end(), is_known)) artists.insert(artists.end(), with.begin(), with.end());
  }
  return artists;
}

std::vector<CreditedArtist> in_order(const Names& main, const Names& featured, bool may_add) {
  std::vector<CreditedArtist> credits;
  const auto add = [&](const std::string& name, CreditRole role, bool may_be_new) {
    const ArtistKey key = artist_key_of(name);
    if (key.empty()) return;
    const auto found = std::find_if(credits.begin(), credits.end(), [&](const auto& one) { return one.key == key; });
    if (found == credits.end()) {
      if (may_be_new) credits.push_back({name, key, role});
    } else if (role == CreditRole::featured && found != credits.begin()) {
      found->role = role;
    }
  };
  for (const std::string& name : main) add(name, CreditRole::main, true);
  for (const std::string& name : featured) add(name, CreditRole::featured, may_add);
  return credits;
}

}  // namespace

void note_artist(KnownNames& known, std::string_view name) {
  if (ArtistKey key = artist_key_of(name); !key.empty()) known[std::move(key)].is_one = true;
}

void note_credit(KnownNames& known, std::string_view artist, std::int64_t recordings) {
  const Cut cut = cut_always(artist);
  for (const std::string& name : cut.main) {
    ArtistKey key = artist_key_of(name);
    if (key.empty()) continue;
    KnownName& noted = known[std::move(key)];
    noted.recordings += recordings;
    noted.is_one = noted.is_one || cut.main.size() > 1;
  }
  for (const std::string& name : cut.featured)
    if (ArtistKey key = artist_key_of(name); !key.empty() && tokens_of(name).size() == 1)
      known[std::move(key)].recordings += recordings;
}

void note_title(KnownNames& known, std::string_view title) {
  for (const std::string& names : featuring_in(title, FeaturedIn::title).featured)
    for (const std::string& name : between_semicolons(names))
      if (ArtistKey key = artist_key_of(name); !key.empty() && tokens_of(name).size() == 1)
        ++known[std::move(key)].recordings;
}

std::vector<CreditedArtist> credited_artists(std::string_view artist, std::string_view title, const KnownNames& known) {
  const Cut cut = cut_always(said_artist(artist));
  Names main, featured;
  for (const std::string& name : cut.main) add_artists(main, name, CreditRole::main, known);
  for (const std::string& name : cut.featured) add_artists(featured, name, CreditRole::featured, known);
  for (std::string& name : featured_in_title(title, known)) featured.push_back(std::move(name));
  return in_order(main, featured, true);
}

std::vector<CreditedArtist> credited_in_list(const std::vector<std::string>& artists, std::string_view title,
                                             const KnownNames& known) {
  return in_order(artists, featured_in_title(title, known), false);
}

}  // namespace segue::music
