// How it works: songs get a number when they are first met. At the end they are numbered anew by falling count, and
// their credits are split once all names are known.
#include "pipeline/repertoire.h"

#include <algorithm>
#include <numeric>
#include <unordered_set>

#include "corpus/compiled.h"
#include "music/credits.h"
#include "music/names.h"
#include "pipeline/joined.h"
#include "pipeline/renamed.h"
#include "signals/group_knn.h"

namespace segue::pipeline {
namespace {

using music::Recording;
using signals::Item;
using signals::List;

template <class Key>
class Numbers {
 public:
  std::uint32_t of(const Key& key) {
    return numbers_.emplace(key, static_cast<std::uint32_t>(numbers_.size())).first->second;
  }

 private:
  std::unordered_map<Key, std::uint32_t> numbers_;
};

constexpr std::size_t kMostPlaces = 250;

class Gathering {
 public:
  explicit Gathering(const RepertoireInput& input)
      : input_(input),
        artists_now_(warehouse::artist_merges(*input.published)),
        known_(warehouse::known_names(*input.published)),
        excluded_(warehouse::excluded(*input.published, input.user)),
        credits_(warehouse::recording_credits(*input.published)) {
    for (const Recording& one : warehouse::all_recordings(*input.published)) song(one);
  }

  void own() {
    for (const music::Candidate& one : warehouse::candidate_recordings(*input_.published, input_.user))
      repertoire_.origins[song(one.recording)] = recommend::origin_of(one.origin);
    std::string last;
    warehouse::each_playlist_place(*input_.published, input_.api_plays(), [&](const warehouse::ListPlace& place) {
      const auto item = items_.find(music::RecordingKey(place.recording_key));
      if (place.list != last) begin_list();
      last = place.list;
      if (item != items_.end()) add(item->second);
    });
  }

  void corpus(const std::filesystem::path& folder, const music::RecordingMerges& merges) {
    auto compiled = corpus::read_compiled(folder);
    std::vector<Item> item_of(compiled.tracks.size());
    for (std::size_t i = 0; i < compiled.tracks.size(); ++i) {
      corpus::CorpusTrack& track = compiled.tracks[i];
      name_as_now(track, merges, artists_now_);
      music::note_credit(known_, track.recording.artist, 1);
      music::note_title(known_, track.recording.title);
      item_of[i] = song(track.recording);
      recommend::Origin& origin = repertoire_.origins[item_of[i]];
      if (origin == recommend::Origin::none && is_offered(track)) origin = recommend::Origin::corpus;
    }
    for (std::size_t i = 0; i + 1 < compiled.starts.size(); ++i) {
      begin_list();
      for (std::uint64_t p = compiled.starts[i]; p < compiled.starts[i + 1]; ++p) add(item_of[compiled.items[p]]);
    }
  }

  GatheredRepertoire gathered() {
    std::erase_if(repertoire_.lists, [](const List& list) { return list.size() < 2; });
    number_by_count();
    Numbers<music::ArtistKey> artists;
    Numbers<music::AlbumKey> albums;
    for (const Recording& song : repertoire_.songs) {
      std::vector<std::uint32_t> credited{artists.of(song.artist_key)};
      for (const music::ArtistKey& key : credits_of(song)) {
        const std::uint32_t artist = artists.of(key);
        if (std::find(credited.begin(), credited.end(), artist) == credited.end()) credited.push_back(artist);
      }
      repertoire_.artists.push_back(std::move(credited));
      const auto album = music::keys_of({song.artist, song.title, song.album, ""}).album_key;
      repertoire_.albums.push_back(album.empty() ? signals::Groups::kNone : albums.of(album));
    }
    return {std::move(repertoire_), std::move(items_), {}};
  }

 private:
  bool is_offered(const corpus::CorpusTrack& track) const {
    const Recording& song = track.recording;
    return track.version_class.empty() && !song.title.empty() && !song.artist.empty() &&
           !excluded_.recordings.contains(song.key) && !excluded_.artists.contains(song.artist_key);
  }

  // The marts know the credits of some songs from sources that list artists apart; names say the rest.
  std::vector<music::ArtistKey> credits_of(const Recording& song) const {
    std::vector<music::ArtistKey> keys;
    if (const auto found = credits_.find(song.key); found != credits_.end()) keys = found->second;
    for (const auto& one : music::credited_artists(song.artist, song.title, known_)) {
      const auto now = artists_now_.find(one.key);
      keys.push_back(now == artists_now_.end() ? one.key : now->second.key);
    }
    return keys;
  }

  void begin_list() {
    repertoire_.lists.emplace_back();
    in_list_.clear();
  }
  void add(Item item) {
    if (!in_list_.insert(item).second) return;
    if (repertoire_.lists.back().size() == kMostPlaces) repertoire_.lists.emplace_back();
    repertoire_.lists.back().push_back(item);
  }

  Item song(const Recording& song) {
    const auto [at, is_new] = items_.emplace(song.key, static_cast<Item>(repertoire_.songs.size()));
    if (is_new) {
      repertoire_.songs.push_back(song);
      repertoire_.origins.push_back(recommend::Origin::none);
    }
    return at->second;
  }

  void number_by_count() {
    const std::size_t size = repertoire_.songs.size();
    std::vector<std::uint32_t> counts(size, 0);
    for (const List& list : repertoire_.lists)
      for (const Item item : list) ++counts[item];
    List order(size);
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&](Item a, Item b) {
      return counts[a] != counts[b] ? counts[a] > counts[b] : repertoire_.songs[a].key < repertoire_.songs[b].key;
    });
    std::vector<Item> number(size);
    std::vector<Recording> songs;
    std::vector<recommend::Origin> origins;
    for (const Item item : order) {
      number[item] = static_cast<Item>(songs.size());
      songs.push_back(std::move(repertoire_.songs[item]));
      origins.push_back(repertoire_.origins[item]);
    }
    repertoire_.songs = std::move(songs);
    repertoire_.origins = std::move(origins);
    for (List& list : repertoire_.lists)
      for (Item& item : list) item = number[item];
    for (auto& [key, item] : items_) item = number[item];
  }

  const RepertoireInput& input_;
  recommend::Repertoire repertoire_;
  std::unordered_map<music::RecordingKey, Item> items_;
  ArtistsNow artists_now_;
  music::KnownNames known_;
  warehouse::Excluded excluded_;
  std::unordered_map<music::RecordingKey, std::vector<music::ArtistKey>> credits_;
  std::unordered_set<Item> in_list_;
};

}  // namespace

GatheredRepertoire gather_repertoire(const RepertoireInput& input, OwnLists own) {
  Gathering gathering(input);
  if (own == OwnLists::included) gathering.own();
  auto merges = keys_of_now(*input.published, input.corpora, input.registrations);
  for (const auto& one : input.registrations) {
    const auto folder = corpus::folder_of(input.corpora, one);
    if (corpus::is_compiled(folder)) gathering.corpus(folder, merges);
  }
  GatheredRepertoire gathered = gathering.gathered();
  gathered.merges = std::move(merges);
  return gathered;
}

}  // namespace segue::pipeline
