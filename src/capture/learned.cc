#include "capture/learned.h"

#include "music/names.h"

namespace segue::capture {

Learned::Learned(music::Catalogue& catalogue) : catalogue_(catalogue) {
  for (std::size_t i = 0; i < catalogue_.tracks.size(); ++i) {
    const music::CatalogueTrack& track = catalogue_.tracks[i];
    by_id_.emplace(track.id, i);
    if (track.album_id.empty() && !track.album_key.empty()) without_album_.emplace(track.album_key, i);
  }
}

formats::AnswerRead Learned::take(formats::Answer kind, const std::string& body, const std::string& subject,
                                  std::int64_t offset) {
  kind_ = kind;
  subject_ = subject;
  return formats::read_answer(kind, body, subject, offset, *this);
}

void Learned::learn(const formats::TrackRow& row) {
  const auto found = by_id_.find(std::string(row.spotify_id));
  if (found == by_id_.end()) return;
  music::CatalogueTrack& track = catalogue_.tracks[found->second];
  if (row.duration_ms && !row.album.empty() && !row.release_date.empty()) track.has_facts = true;
  if (!row.isrc.empty()) track.has_isrc = true;
  if (track.album_id.empty()) track.album_id = row.album_spotify_id;
  if (track.artist_id.empty()) track.artist_id = row.artist_spotify_id;
  if (track.album_id.empty() || track.album_key.empty()) return;
  // Other tracks with the same album key are on this album, too: so far their album was known by name only.
  const auto [first, last] = without_album_.equal_range(track.album_key);
  for (auto at = first; at != last; ++at) {
    music::CatalogueTrack& other = catalogue_.tracks[at->second];
    if (other.album_id.empty()) other.album_id = track.album_id;
    if (other.artist_id.empty()) other.artist_id = track.artist_id;
  }
  without_album_.erase(first, last);
}

void Learned::learn_wanted(const formats::TrackRow& row) {
  const std::string id(row.spotify_id);
  if (by_id_.emplace(id, catalogue_.tracks.size()).second) {
    const auto keys = music::keys_of({row.artist, row.title, row.album, row.spotify_id});
    catalogue_.tracks.push_back(
        {.id = id, .album_id = {}, .artist_id = {}, .album_key = keys.album_key, .artist_key = keys.artist_key});
  }
  learn(row);
}

void Learned::library_item(const formats::LibraryRow& row) {
  if (row.kind == formats::LibraryKind::track) learn_wanted(row.track);
}

void Learned::album(const formats::AlbumRow& row) {
  if (kind_ == formats::Answer::artist_albums) catalogue_.listed.push_back({subject_, std::string(row.spotify_id)});
}

}  // namespace segue::capture
