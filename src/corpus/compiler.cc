#include "corpus/compiler.h"

#include <fmt/core.h>

#include <algorithm>

#include "music/names.h"

namespace segue::corpus {
namespace {

constexpr std::size_t kNoiseFrom = 10;
constexpr std::int64_t kSessionPauseMs = 30 * 60 * 1000;

}  // namespace

std::uint32_t Compiler::track_index(const formats::TrackRow& row) {
  wording_.assign(row.spotify_id);
  for (const auto part : {row.artist, row.title, row.album}) wording_.append("\x1f").append(part);
  const auto [at, added] = by_wording_.try_emplace(wording_, static_cast<std::uint32_t>(tracks_.size()));
  if (!added) return at->second;
  const music::TrackKeys keys = music::keys_of({row.artist, row.title, row.album, row.spotify_id});
  CorpusTrack track{keys.track_key,         keys.recording_key,         keys.artist_key,
                    keys.album_key,         keys.version_class,         std::string(row.spotify_id),
                    std::string(row.isrc),  std::string(row.artist),    std::string(row.title),
                    std::string(row.album), row.duration_ms.value_or(0)};
  tracks_.push_back(std::move(track));
  return at->second;
}

Compiler::List& Compiler::list_named(const std::string& name) {
  const auto [at, added] = by_list_.try_emplace(name, lists_.size());
  if (added) lists_.emplace_back();
  return lists_[at->second];
}

void Compiler::list_item(const formats::ListRow& row) {
  const std::int64_t order = row.position ? *row.position : row.time ? base::to_ms(*row.time) : 0;
  list_named(fmt::format("list:{}", row.list)).places.push_back({order, track_index(row.track)});
}

void Compiler::play(const formats::PlayRow& row) {
  if (row.kind != music::Kind::music && row.kind != music::Kind::local) return;
  formats::TrackRow track;
  track.spotify_id = row.spotify_id;
  track.artist = row.artist;
  track.title = row.title;
  track.album = row.album;
  track.isrc = row.isrc;
  track.duration_ms = row.duration_ms;
  List& history = list_named(fmt::format("history:{}", row.listener));
  history.is_history = true;
  history.places.push_back({base::to_ms(row.instant), track_index(track)});
}

void Compiler::playlist(const formats::PlaylistRow& row) {
  // Two playlists of one name are two: the head's place tells them apart.
  playlist_ =
      row.id.empty() ? fmt::format("playlist:{}:{}", row.name, playlists_++) : fmt::format("playlist:{}", row.id);
}

void Compiler::playlist_item(const formats::PlaylistItemRow& row) {
  list_named(playlist_).places.push_back({row.position, track_index(row.track)});
}

bool Compiler::is_noise(const Place* first, const Place* last) const {
  const auto size = static_cast<std::size_t>(last - first);
  if (size < 2) return true;
  if (size < kNoiseFrom) return false;
  std::unordered_map<std::string_view, std::size_t> counts;
  std::size_t most = 0;
  for (const Place* place = first; place != last; ++place)
    most = std::max(most, ++counts[tracks_[place->track].recording_key]);
  return most * 2 > size;
}

void Compiler::take(Compiled& compiled, const Place* first, const Place* last) {
  if (is_noise(first, last)) {
    ++left_out_;
    return;
  }
  for (const Place* place = first; place != last; ++place) compiled.items.push_back(place->track);
  compiled.starts.push_back(compiled.items.size());
}

Compiled Compiler::finish() {
  Compiled compiled;
  compiled.starts.push_back(0);
  for (auto& [places, is_history] : lists_) {
    std::stable_sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.order < b.order; });
    const Place* first = places.data();
    const Place* last = first + places.size();
    for (const Place* place = first + 1; is_history && place < last; ++place) {
      if (place->order - (place - 1)->order <= kSessionPauseMs) continue;
      take(compiled, first, place);
      first = place;
    }
    take(compiled, first, last);
  }
  compiled.tracks = std::move(tracks_);
  return compiled;
}

}  // namespace segue::corpus
