#include "corpus/compiler.h"

#include <fmt/core.h>

#include <algorithm>

#include "music/names.h"

namespace segue::corpus {
namespace {

constexpr std::size_t kNoiseFrom = 10;
constexpr std::int64_t kSessionPauseMs = 30 * 60 * 1000;
constexpr const char* kHistory = "history";

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

void Compiler::add(const std::string& list, std::int64_t order, std::uint32_t track) {
  const auto [at, added] = by_list_.try_emplace(list, lists_.size());
  if (added) lists_.emplace_back();
  lists_[at->second].push_back({order, track});
}

void Compiler::list_item(const formats::ListRow& row) {
  const std::int64_t order = row.position ? *row.position : row.time ? base::to_ms(*row.time) : 0;
  add(std::string(row.list), order, track_index(row.track));
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
  add(kHistory, base::to_ms(row.instant), track_index(track));
}

void Compiler::playlist(const formats::PlaylistRow& row) {
  playlist_ = fmt::format("playlist:{}", row.id.empty() ? row.name : row.id);
}

void Compiler::playlist_item(const formats::PlaylistItemRow& row) {
  add(playlist_, row.position, track_index(row.track));
}

bool Compiler::is_noise(const std::vector<Place>& list) const {
  if (list.size() < 2) return true;
  if (list.size() < kNoiseFrom) return false;
  std::unordered_map<std::string_view, std::size_t> counts;
  std::size_t most = 0;
  for (const Place& place : list) most = std::max(most, ++counts[tracks_[place.track].recording_key]);
  return most * 2 > list.size();
}

Compiled Compiler::finish() {
  Compiled compiled;
  compiled.starts.push_back(0);
  const auto history = by_list_.find(kHistory);
  for (std::size_t i = 0; i < lists_.size(); ++i) {
    auto& list = lists_[i];
    std::stable_sort(list.begin(), list.end(), [](const Place& a, const Place& b) { return a.order < b.order; });
    if (is_noise(list)) {
      ++left_out_;
      continue;
    }
    const bool is_history = history != by_list_.end() && history->second == i;
    for (std::size_t p = 0; p < list.size(); ++p) {
      if (is_history && p > 0 && list[p].order - list[p - 1].order > kSessionPauseMs)
        compiled.starts.push_back(compiled.items.size());
      compiled.items.push_back(list[p].track);
    }
    compiled.starts.push_back(compiled.items.size());
  }
  compiled.tracks = std::move(tracks_);
  return compiled;
}

}  // namespace segue::corpus
