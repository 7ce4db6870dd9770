#include "simulator/names.h"

#include <array>
#include <vector>

namespace segue::simulator {
namespace {

using Words = std::vector<std::string_view>;

struct Scene {
  std::string_view name;
  Words nouns;  // what its songs are about
  Words adjectives;
};

const std::array<Scene, scene_count>& scenes() {
  static const std::array<Scene, scene_count> all{{
      {"bedroom folk",
       {"Orchard", "Kettle", "Porch", "Letter", "Meadow", "Candle", "Attic"},
       {"Quiet", "Paper", "Wooden", "Tender"}},
      {"harbour post-punk",
       {"Dock", "Concrete", "Siren", "Tower", "Signal", "Wire", "Ferry"},
       {"Cold", "Grey", "Hollow", "Sharp"}},
      {"night drive synth",
       {"Neon", "Mirror", "Highway", "Laser", "Skyline", "Circuit", "Chrome"},
       {"Electric", "Violet", "Endless", "Digital"}},
      {"desert rock",
       {"Canyon", "Dust", "Engine", "Coyote", "Thunder", "Mesa", "Rust"},
       {"Heavy", "Burning", "Slow", "Crooked"}},
      {"chamber jazz",
       {"Bluebird", "Avenue", "Waltz", "Smoke", "Lantern", "Clarinet", "Boulevard"},
       {"Late", "Amber", "Velvet", "Half"}},
      {"tape loop ambient",
       {"Drift", "Tide", "Snowfield", "Haze", "Orbit", "Lichen", "Vapour"},
       {"Pale", "Distant", "Weightless", "Still"}},
      {"corner rap",
       {"Corner", "Crown", "Ledger", "Hustle", "Block", "Receipt", "Rooftop"},
       {"Golden", "Broke", "Loud", "Restless"}},
      {"garden pop",
       {"Sugar", "Balcony", "Postcard", "Lemonade", "Carousel", "Ribbon", "Parade"},
       {"Sunny", "Pink", "Silly", "Perfect"}},
      {"basement techno",
       {"Pulse", "Cellar", "Strobe", "Machine", "Pressure", "Grid", "Voltage"},
       {"Raw", "Dark", "Modular", "Deep"}},
      {"highland metal",
       {"Raven", "Gallows", "Winter", "Throne", "Ash", "Wolf", "Cairn"},
       {"Black", "Frozen", "Fallen", "Ancient"}},
      {"river soul",
       {"River", "Mercy", "Sunday", "Honey", "Witness", "Harvest", "Promise"},
       {"Sweet", "Lonesome", "Gentle", "True"}},
      {"island brass",
       {"Trumpet", "Lagoon", "Market", "Fiesta", "Mango", "Caravan", "Plaza"},
       {"Warm", "Dancing", "Bright", "Barefoot"}},
  }};
  return all;
}

constexpr std::string_view firsts[] = {"Marla", "Odo",   "Tessa", "Ivo",   "Lune", "Carys", "Bastian",
                                       "Noor",  "Élise", "Jonah", "Runa",  "Miro", "Zadie", "Otis",
                                       "Wilma", "Søren", "Petra", "Dario", "Inés", "Hal"};
constexpr std::string_view starts[] = {"Vel", "Kor", "Mar", "Tal", "Bran", "Os",  "Lin", "Har", "Quen", "Dol",
                                       "Fen", "Ral", "Sor", "Wes", "Ald",  "Jun", "Pel", "Nor", "Gris", "Ém"};
constexpr std::string_view ends[] = {"vane", "mond", "berg", "ley", "wick", "ora",  "ander", "stad", "ique",  "ell",
                                     "holm", "ton",  "ier",  "ova", "mark", "dale", "ström", "ano",  "field", "hart"};
constexpr std::string_view groups[] = {"Society", "Choir",    "Brothers", "Club",
                                       "Trio",    "Ensemble", "Union",    "Collective"};
constexpr std::string_view verbs[] = {"Leave", "Hold", "Call", "Carry", "Find", "Follow", "Wake", "Forgive"};
constexpr std::string_view tails[] = {"Again",     "Tonight",     "Home",       "Slowly",
                                      "Once More", "in the Rain", "by Morning", "Away"};

std::string both(std::string_view a, std::string_view b) {
  return std::string(a) + " " + std::string(b);
}

std::string surname(Rng& rng) {
  return std::string(rng.pick(starts)) + std::string(rng.pick(ends));
}

// The base letter of the two-byte sequence C3 xx (Latin-1's upper half), lower case; 0 = none.
char base_letter(unsigned char second) {
  static constexpr std::string_view letters = "aaaaaaaceeeeiiiidnooooo ouuuuyts";
  auto at = static_cast<std::size_t>(second) & 31U;
  return letters[at] == ' ' ? '\0' : letters[at];
}

}  // namespace

std::string_view scene_name(std::size_t scene) {
  return scenes()[scene].name;
}

std::string artist_name(Rng& rng, std::size_t scene) {
  const auto& words = scenes()[scene];
  switch (rng.below(6)) {
    case 0:
      return both(rng.pick(firsts), surname(rng));
    case 1:
      return "The " + both(rng.pick(words.adjectives), rng.pick(words.nouns)) + "s";
    case 2:
      return surname(rng);
    case 3:
      return both(surname(rng), rng.pick(groups));
    case 4:
      return both(rng.pick(words.nouns), surname(rng));
    default:
      return both(rng.pick(firsts), rng.pick(words.nouns));
  }
}

std::string song_title(Rng& rng, std::size_t scene) {
  const auto& words = scenes()[scene];
  auto noun = [&] { return rng.pick(words.nouns); };
  auto adjective = [&] { return rng.pick(words.adjectives); };
  switch (rng.below(8)) {
    case 0:
      return both(adjective(), noun());
    case 1:
      return both(rng.pick(verbs), "Me ") + std::string(rng.pick(tails));
    case 2:
      return both(noun(), "and ") + std::string(noun());
    case 3:
      return "No More " + std::string(noun());
    case 4:
      return both(noun(), "of ") + surname(rng);
    case 5:
      return both(rng.pick(verbs), "the ") + both(adjective(), noun());
    case 6:
      return both(noun(), rng.pick(tails));
    default:
      return both(surname(rng), noun());
  }
}

std::string album_title(Rng& rng, std::size_t scene) {
  const auto& words = scenes()[scene];
  switch (rng.below(4)) {
    case 0:
      return "The " + both(rng.pick(words.adjectives), rng.pick(words.nouns));
    case 1:
      return both(rng.pick(words.nouns), "Songs");
    case 2:
      return both(surname(rng), "Sessions");
    default:
      return both(rng.pick(words.nouns), "for ") + std::string(rng.pick(firsts));
  }
}

std::string playlist_name(Rng& rng, std::size_t scene) {
  static constexpr std::string_view uses[] = {"mornings", "work",  "long drives", "sunday",
                                              "focus",    "party", "2026",        "mix"};
  const auto& words = scenes()[scene];
  if (rng.chance(0.5)) return both(words.name, rng.pick(uses));
  return both(rng.pick(words.adjectives), rng.pick(uses));
}

std::string person_name(Rng& rng) {
  return both(rng.pick(firsts), surname(rng));
}

std::string folded(std::string_view text) {
  std::string out;
  auto add = [&out](char c) { out += c; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto byte = static_cast<unsigned char>(text[i]);
    if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) {
      add(text[i]);
    } else if (byte >= 'A' && byte <= 'Z') {
      add(static_cast<char>(text[i] - 'A' + 'a'));
    } else if (byte == 0xC3 && i + 1 < text.size() && base_letter(static_cast<unsigned char>(text[i + 1])) != '\0') {
      add(base_letter(static_cast<unsigned char>(text[++i])));
    } else if (byte != '\'' && !out.empty() && out.back() != ' ') {
      add(' ');
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace segue::simulator
