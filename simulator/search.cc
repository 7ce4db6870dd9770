// GET /v1/search: plain words and the filters track:, artist:, album:, isrc:, upc:, year:, genre:.
#include <algorithm>
#include <array>
#include <map>

#include "simulator/api.h"
#include "simulator/names.h"

namespace segue::simulator {
namespace {

using http::Response;

constexpr std::array<std::string_view, 8> filters{"track", "artist", "album", "isrc", "upc", "year", "genre", "tag"};

struct Query {
  std::string words;                          // folded
  std::map<std::string, std::string> wanted;  // filter → its text, as written
};

// Returns the filter that begins at `at`, "" if none does. A filter is at the start of a word.
std::string_view filter_at(std::string_view text, std::size_t at) {
  if (at > 0 && text[at - 1] != ' ') return "";
  for (auto name : filters) {
    if (text.substr(at).starts_with(name) && text.substr(at + name.size()).starts_with(':')) return name;
  }
  return "";
}

// Parses a query. A filter's text is in quotes, or goes on to the next filter.
Query parsed(std::string_view text) {
  Query out;
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    auto name = filter_at(text, at);
    if (name.empty()) {
      plain += text[at++];
      continue;
    }
    at += name.size() + 1;
    std::size_t end = at;
    std::string_view value;
    if (text.substr(at).starts_with('"')) {
      end = std::min(text.find('"', at + 1), text.size());
      value = text.substr(at + 1, end - at - 1);
      end = std::min(end + 1, text.size());
    } else {
      while (end < text.size() && filter_at(text, end).empty()) ++end;
      value = text.substr(at, end - at);
    }
    out.wanted[std::string(name)] = value;
    at = end;
  }
  out.words = folded(plain);
  return out;
}

// Returns whether each word of `wanted` begins a word of `text`, both folded. An empty `wanted` fits every text.
bool fits(const std::string& wanted, const std::string& text) {
  if (wanted.empty()) return true;
  auto padded = " " + text;
  for (const auto& word : split(wanted, ' ')) {
    if (padded.find(" " + word) == std::string::npos) return false;
  }
  return true;
}

bool year_fits(const std::string& wanted, const std::string& date) {
  auto year = date.substr(0, 4);
  auto dash = wanted.find('-');
  if (dash == std::string::npos) return folded(wanted) == year;
  return folded(wanted.substr(0, dash)) <= year && year <= folded(wanted.substr(dash + 1));
}

// The folded names of one thing, and the other fields for filters.
struct Card {
  std::string title;  // its own name
  std::string track, artist, album, genre;
  std::string isrc, upc, date;
};

// A filter that a kind of thing does not have matches nothing.
bool matches(const Query& query, const Card& card) {
  for (const auto& [name, value] : query.wanted) {
    auto text = folded(value);
    bool fine = false;
    if (name == "track") fine = !card.track.empty() && fits(text, card.track);
    if (name == "artist") fine = fits(text, card.artist);
    if (name == "album") fine = !card.album.empty() && fits(text, card.album);
    if (name == "genre") fine = fits(text, card.genre);
    if (name == "isrc") fine = !card.isrc.empty() && folded(card.isrc) == text;
    if (name == "upc") fine = !card.upc.empty() && card.upc == text;
    if (name == "year") fine = !card.date.empty() && year_fits(value, card.date);
    if (!fine) return false;
  }
  return fits(query.words, card.title + " " + card.artist + " " + card.album);
}

struct Hit {
  std::size_t index;
  bool exact;
  double weight;
};

std::vector<Hit> best_first(std::vector<Hit> hits) {
  std::stable_sort(hits.begin(), hits.end(),
                   [](const Hit& a, const Hit& b) { return a.exact != b.exact ? a.exact : a.weight > b.weight; });
  return hits;
}

// Returns whether the title is exactly the words of the query.
bool exact(const Query& query, const Card& card) {
  auto track = query.wanted.find("track");
  return card.title == (track == query.wanted.end() ? query.words : folded(track->second));
}

std::string artist_names(const Catalogue& catalogue, const Track& track) {
  auto out = folded(catalogue.artists()[track.artist].name);
  for (auto guest : track.featured) out += " " + folded(catalogue.artists()[guest].name);
  return out;
}

std::vector<Hit> find_tracks(const Catalogue& catalogue, const Query& query) {
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < catalogue.tracks().size(); ++i) {
    const auto& track = catalogue.tracks()[i];
    const auto& album = catalogue.albums()[track.album];
    const auto& artist = catalogue.artists()[track.artist];
    auto title = folded(track.name);
    Card card{title,
              title,
              artist_names(catalogue, track),
              folded(album.name),
              folded(scene_name(artist.scene)),
              track.isrc,
              "",
              album.release_date};
    if (matches(query, card)) hits.push_back({i, exact(query, card), track.weight * artist.weight});
  }
  return best_first(std::move(hits));
}

std::vector<Hit> find_albums(const Catalogue& catalogue, const Query& query) {
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < catalogue.albums().size(); ++i) {
    const auto& album = catalogue.albums()[i];
    const auto& artist = catalogue.artists()[album.artist];
    auto title = folded(album.name);
    Card card{title, "",        folded(artist.name), title, folded(scene_name(artist.scene)),
              "",    album.upc, album.release_date};
    if (matches(query, card)) hits.push_back({i, exact(query, card), artist.weight});
  }
  return best_first(std::move(hits));
}

std::vector<Hit> find_artists(const Catalogue& catalogue, const Query& query) {
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < catalogue.artists().size(); ++i) {
    const auto& artist = catalogue.artists()[i];
    auto name = folded(artist.name);
    Card card{name, "", name, "", folded(scene_name(artist.scene)), "", "", ""};
    if (matches(query, card)) hits.push_back({i, exact(query, card), artist.weight});
  }
  return best_first(std::move(hits));
}

Json hits_of(const Call& call, const std::string& type, const Query& query, const Window& window) {
  const auto& catalogue = call.world.catalogue;
  std::vector<Hit> hits;
  if (type == "track") hits = find_tracks(catalogue, query);
  if (type == "album") hits = find_albums(catalogue, query);
  if (type == "artist") hits = find_artists(catalogue, query);
  auto items = cut(hits, window, [&](const Hit& hit) {
    if (type == "track") return track_full(catalogue, hit.index, call.market());
    return type == "album" ? album_simple(catalogue, hit.index) : artist_full(catalogue, hit.index);
  });
  auto extra = "q=" + http::percent_encode(*call.query("q")) + "&type=" + type;
  return page(call.address(extra), window, hits.size(), std::move(items));
}

Response search(Call& call) {
  constexpr std::array<std::string_view, 7> types{"album", "artist",  "playlist", "track",
                                                  "show",  "episode", "audiobook"};
  auto window = window_of(call, {5, 10, 1000});
  const auto* text = call.query("q");
  if (text == nullptr || text->empty()) throw Refusal{400, "No search query"};
  const auto* wanted = call.query("type");
  if (wanted == nullptr || wanted->empty()) throw Refusal{400, "Missing parameter type"};
  if (const auto* external = call.query("include_external"); external != nullptr && *external != "audio") {
    throw Refusal{400, "Invalid include_external"};
  }
  auto query = parsed(*text);
  Json out = Json::object();
  for (const auto& type : split(*wanted, ',')) {
    if (std::find(types.begin(), types.end(), type) == types.end()) throw Refusal{400, "Bad search type field " + type};
    out[type + "s"] = hits_of(call, type, query, window);
  }
  return json_answer(200, out);
}

}  // namespace

void add_search_routes(std::vector<Route>& routes) {
  routes.push_back({"GET", "/v1/search", {}, {"q", "type", "market", "limit", "offset", "include_external"}, search});
}

}  // namespace segue::simulator
