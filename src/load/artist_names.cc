// How it works: two passes of evidence unite keys in a union-find, first the names of one artist id, then pairs of
// artists whose tracks changed names. Each set then gets its current key. Merge rules come last and act on those keys,
// so that a rule about any name of a set moves the whole set.
#include "load/artist_names.h"

#include <array>
#include <optional>
#include <set>
#include <tuple>

#include "base/unions.h"
#include "music/names.h"
#include "rules/recordings.h"

namespace segue::load {
namespace {

using Keys = std::set<std::string>;
using KeysOfSets = std::map<std::string, std::string>;  // smallest key of a set → the set's current key

// Spotify's id of "Various Artists", whose name depends on the language of the request.
constexpr std::string_view kVarious = "0LyfQWJT6nXafLPZqxe9Of";

// Returns the keys of names that stand for no single artist.
const Keys& nobody() {
  static const Keys keys = [] {
    Keys all;
    for (const char* name : {"Various Artists",
                             "Various",
                             "VA",
                             "V.A.",
                             "Unknown Artist",
                             "Unknown",
                             "Verschiedene Interpreten",
                             "Diverse Interpreten",
                             "Varios artistas",
                             "Artistas varios",
                             "Artistes divers",
                             "Artisti Vari",
                             "Vários artistas",
                             "Vários intérpretes",
                             "Diverse artiesten",
                             "Diverse artister",
                             "Różni wykonawcy",
                             "Разные исполнители",
                             "Çeşitli Sanatçılar",
                             "ヴァリアス・アーティスト",
                             "Soundtrack",
                             "Original Soundtrack"})
      all.insert(music::keys_of({name, "", "", ""}).artist_key.value);
    return all;
  }();
  return keys;
}

bool is_somebody(const std::string& artist_key) {
  return !artist_key.empty() && !nobody().contains(artist_key);
}

// Returns whether one name contains the words of the other, as "Tyler, The Creator" contains "Tyler". The longer name
// may credit several artists, so such a pair proves no renaming.
bool holds_words(const std::string& one, const std::string& other) {
  const std::string a = " " + music::fold(one) + " ", b = " " + music::fold(other) + " ";
  return a.find(b) != std::string::npos || b.find(a) != std::string::npos;
}

class Artists {
 public:
  explicit Artists(const ArtistEvidence& evidence)
      : evidence_(evidence), split_(evidence.splits.begin(), evidence.splits.end()) {
    for (const BorneName& one : evidence.borne) {
      if (one.id.empty() || one.id == kVarious || !is_somebody(one.artist_key)) continue;
      ids_[one.artist_key].insert(one.id);
      auto& newest = newest_[one.artist_key];
      newest = std::max(newest, std::tuple(one.said_ms, one.name));
    }
  }

  ArtistMerges merges() {
    unite_names_of_ids();
    unite_changed_tracks();
    return named_sets();
  }

 private:
  void unite_names_of_ids() {
    std::map<std::string, std::string> first;  // id → the first key that only this id has had
    for (const auto& [key, ids] : ids_) {
      // A key that several ids have had does not say which of them it names, so it unites nothing.
      if (ids.size() > 1 || split_.contains(key)) continue;
      const auto [at, is_first] = first.try_emplace(*ids.begin(), key);
      if (!is_first) unions_.unite(at->second, key);
    }
  }

  // The evidence on two artists, each a set of keys after the first pass.
  struct Pair {
    Keys songs, albums;  // keys of titles and albums under the first artist's names
    Keys names, other_names;
    Keys of_albums;  // sets of the albums' artists, where they are known
  };

  std::map<std::string, Keys> ids_of_sets() {
    std::map<std::string, Keys> all;
    for (const auto& [key, ids] : ids_) all[unions_.find(key)].insert(ids.begin(), ids.end());
    return all;
  }

  static bool is_credit(const Pair& pair) {
    for (const auto& one : pair.names)
      for (const auto& other : pair.other_names)
        if (holds_words(one, other)) return true;
    return false;
  }

  void unite_changed_tracks() {
    std::map<std::string, std::vector<const WordedTrack*>> tracks;
    for (const WordedTrack& one : evidence_.worded)
      if (is_somebody(one.artist_key) && !split_.contains(one.artist_key)) tracks[one.track_id].push_back(&one);
    std::map<std::string, Keys> partners;
    std::map<std::pair<std::string, std::string>, Pair> pairs;
    for (const auto& [id, wordings] : tracks) {
      Keys sets;
      for (const WordedTrack* one : wordings) sets.insert(unions_.find(one->artist_key));
      for (const auto& a : sets)
        for (const auto& b : sets)
          if (a != b) partners[a].insert(b);
      if (sets.size() != 2) continue;  // three artists on one track: `partners` excludes all their pairs below
      Pair& pair = pairs[{*sets.begin(), *sets.rbegin()}];
      for (const WordedTrack* one : wordings) {
        const bool is_first = unions_.find(one->artist_key) == *sets.begin();
        (is_first ? pair.names : pair.other_names).insert(one->name);
        if (is_first) pair.songs.insert(one->title_key);
        if (is_first) pair.albums.insert(one->album_key);
        if (!one->album_artist_key.empty()) pair.of_albums.insert(unions_.find(one->album_artist_key));
      }
    }
    std::vector<std::pair<std::string, std::string>> found;
    auto ids = ids_of_sets();
    for (const auto& [both, pair] : pairs) {
      const auto& [a, b] = both;
      // Evidence is only a pair of artists that share changed tracks with nobody else, in two songs on two albums.
      if (partners[a].size() > 1 || partners[b].size() > 1 || pair.songs.size() < 2 || pair.albums.size() < 2) continue;
      if (is_credit(pair) || ids[a].size() + ids[b].size() > 1) continue;  // two ids are two artists
      Keys with_id;
      for (const auto& set : {a, b})
        if (!ids[set].empty()) with_id.insert(set);
      // An album of somebody else, or one whose artist is not known, is no evidence for the artist that has the id.
      if (pair.of_albums != with_id) continue;
      found.push_back(both);
    }
    // United only now: an earlier union would change the pairs that are judged after it.
    for (const auto& [a, b] : found) unions_.unite(a, b);
  }

  // Returns a spelling of the key: the one that an answer gave last, else one of the tracks, else one of the rules. Of
  // several the largest text, so that the order of the input changes nothing.
  std::string name_of(const std::string& key) const {
    if (const auto at = newest_.find(key); at != newest_.end()) return std::get<1>(at->second);
    std::string name;
    const auto offer = [&](const std::string& from, const std::string& text) {
      if (from == key && text > name && music::keys_of({text, "", "", ""}).artist_key.value == key) name = text;
    };
    for (const WordedTrack& one : evidence_.worded) offer(one.artist_key, one.name);
    if (!name.empty()) return name;
    for (const ArtistRule& rule : evidence_.merges) {
      offer(rule.target, rule.target_name);
      offer(rule.subject, rule.subject_name);
    }
    return name;
  }

  // Returns each set's key before rules apply: the key that an answer gave last, else the smallest.
  KeysOfSets names_of_sets() {
    KeysOfSets names;
    std::map<std::string, std::tuple<std::int64_t, std::string, std::string>> newest;
    const auto parents = unions_.parents();
    for (const auto& [key, parent] : parents)
      if (const auto at = newest_.find(key); at != newest_.end()) {
        auto& best = newest[unions_.find(key)];
        best = std::max(best, std::tuple(std::get<0>(at->second), std::get<1>(at->second), key));
      }
    for (const auto& [key, parent] : parents) {
      const std::string set = unions_.find(key);
      const auto at = newest.find(set);
      names.emplace(set, at == newest.end() ? set : std::get<2>(at->second));
    }
    return names;
  }

  ArtistMerges named_sets() {
    for (const ArtistRule& rule : evidence_.merges)
      // find() makes a set of its own for a key that no evidence has named, so that the rule has two sets to act on.
      for (const auto* key : {&rule.subject, &rule.target}) unions_.find(*key);
    KeysOfSets names = names_of_sets(), chosen;
    std::vector<rules::MergeRule> within, between;
    for (const ArtistRule& rule : evidence_.merges) {
      const bool is_within = unions_.find(rule.subject) == unions_.find(rule.target);
      (is_within ? within : between).push_back({rule.subject, "", rule.target, ""});
    }
    // Rules within a set choose its key: the end of their chain; of several ends the smallest.
    for (const auto& [key, end] : rules::recording_rules(within, {}).merges) {
      auto& chosen_key = chosen.try_emplace(unions_.find(key), end).first->second;
      chosen_key = std::min(chosen_key, end);
    }
    for (const auto& [set, key] : chosen) names[set] = key;
    const auto name_now = [&](const std::string& key) { return names.at(unions_.find(key)); };
    // A rule between sets is about the keys that the sets have now, whichever of their names it gives.
    for (rules::MergeRule& rule : between) rule = {name_now(rule.subject), "", name_now(rule.target), ""};
    const auto ends = rules::recording_rules(between, {}).merges;
    ArtistMerges merges;
    const auto parents = unions_.parents();
    for (const auto& [key, parent] : parents) {
      const std::string now = name_now(key);
      const auto end = ends.find(now);
      const std::string& into = end == ends.end() ? now : end->second;
      // A key that stays has no row.
      if (into != key) merges[key] = {into, name_of(into)};
    }
    return merges;
  }

  const ArtistEvidence& evidence_;
  Keys split_;
  std::map<std::string, Keys> ids_;                                      // artist_key → ids that have had it
  std::map<std::string, std::tuple<std::int64_t, std::string>> newest_;  // artist_key → its last answer and spelling
  base::Unions unions_;
};

}  // namespace

ArtistMerges artist_merges(const ArtistEvidence& evidence) {
  return Artists(evidence).merges();
}

}  // namespace segue::load
