// How it works: words get ids in the order in which they come. build() drops the rare ones, gives rows to the others
// (recordings first, by falling count), and then rewrites the lists with rows in place of ids.
#include "embed/lists.h"

#include <algorithm>
#include <numeric>

namespace segue::embed {
namespace {

std::string tagged(TokenKind kind, std::string_view key) {
  std::string text(1, static_cast<char>(kind));
  return text.append(key);
}

// Returns the ids that were seen at least `least` times, by falling count, then by key.
std::vector<std::uint32_t> kept(const std::vector<std::string>& keys, const std::vector<std::uint64_t>& counts,
                                std::uint64_t least) {
  std::vector<std::uint32_t> ids(keys.size());
  std::iota(ids.begin(), ids.end(), 0u);
  std::erase_if(ids, [&](std::uint32_t id) { return counts[id] < least; });
  std::sort(ids.begin(), ids.end(), [&](std::uint32_t a, std::uint32_t b) {
    return counts[a] != counts[b] ? counts[a] > counts[b] : keys[a] < keys[b];
  });
  return ids;
}

}  // namespace

std::optional<std::uint32_t> Vocabulary::find(TokenKind kind, std::string_view key) const {
  const auto at = rows_.find(tagged(kind, key));
  return at == rows_.end() ? std::nullopt : std::optional(at->second);
}

void Vocabulary::index() {
  rows_.clear();
  recordings = 0;
  for (std::uint32_t row = 0; row < size(); ++row) {
    rows_.emplace(tagged(kinds[row], keys[row]), row);
    if (kinds[row] == TokenKind::recording) ++recordings;
  }
}

void Vocabulary::also(TokenKind kind, std::string_view key, std::uint32_t row) {
  rows_.try_emplace(tagged(kind, key), row);
}

std::uint32_t ListBuilder::Words::add(std::string_view key) {
  if (key.empty()) return kNone;
  const auto [at, added] = ids.try_emplace(std::string(key), static_cast<std::uint32_t>(keys.size()));
  if (added) {
    keys.emplace_back(key);
    counts.push_back(0);
  }
  ++counts[at->second];
  return at->second;
}

void ListBuilder::add(const Entry& entry) {
  const Place place{recordings_.add(entry.recording), artists_.add(entry.artist), albums_.add(entry.album)};
  if (!entry.track.empty() && place.recording != kNone) tracks_.try_emplace(std::string(entry.track), place.recording);
  lists_.places.push_back(place);
}

void ListBuilder::end_list() {
  if (lists_.places.size() > lists_.starts.back()) lists_.starts.push_back(lists_.places.size());
}

ListBuilder::Built ListBuilder::build(std::uint32_t min_count, std::size_t most_places) const {
  Built built;
  Vocabulary& vocabulary = built.vocabulary;
  const auto take = [&](const Words& words, TokenKind kind, std::uint32_t least) {
    std::vector<std::uint32_t> row_of(words.keys.size(), kNone);
    for (const std::uint32_t id : kept(words.keys, words.counts, least)) {
      row_of[id] = vocabulary.size();
      vocabulary.kinds.push_back(kind);
      vocabulary.keys.push_back(words.keys[id]);
      vocabulary.counts.push_back(words.counts[id]);
    }
    return row_of;
  };
  const auto recording_row = take(recordings_, TokenKind::recording, min_count);
  const auto artist_row = take(artists_, TokenKind::artist, kTokenMinCount);
  const auto album_row = take(albums_, TokenKind::album, kTokenMinCount);
  vocabulary.index();
  for (const auto& [track, id] : tracks_)
    if (recording_row[id] != kNone) vocabulary.aliases.emplace(track, recording_row[id]);
  const auto mapped = [](const std::vector<std::uint32_t>& rows, std::uint32_t id) {
    return id == kNone ? kNone : rows[id];
  };
  Lists& lists = built.lists;
  for (std::size_t i = 0; i < lists_.size(); ++i) {
    for (std::uint64_t p = lists_.starts[i]; p < lists_.starts[i + 1]; ++p) {
      const Place& from = lists_.places[p];
      const Place to{mapped(recording_row, from.recording), mapped(artist_row, from.artist),
                     mapped(album_row, from.album)};
      if (to.recording == kNone && to.artist == kNone) continue;
      if (lists.places.size() - lists.starts.back() >= most_places) lists.starts.push_back(lists.places.size());
      lists.places.push_back(to);
    }
    // A list of one place has no neighbours to learn from.
    if (lists.places.size() - lists.starts.back() < 2)
      lists.places.resize(lists.starts.back());
    else
      lists.starts.push_back(lists.places.size());
  }
  return built;
}

}  // namespace segue::embed
