#include "pipeline/renamed.h"

#include <utility>

#include "music/names.h"

namespace segue::pipeline {

bool rename_artist(corpus::CorpusTrack& track, const ArtistsNow& artists) {
  const auto now = artists.find(track.artist_key);
  if (now == artists.end()) return false;
  track.artist_key = now->second.key;
  if (now->second.name.empty()) return true;
  track.artist = now->second.name;
  const auto keys = music::keys_of({track.artist, track.title, track.album, ""});
  if (keys.title_key.empty()) return true;
  // Another recording_key comes from a join with other rows and stays.
  if (track.recording_key == track.name_key) track.recording_key = keys.recording_key;
  track.name_key = keys.recording_key;
  if (!keys.album_key.empty()) track.album_key = keys.album_key;
  return true;
}

void name_as_now(corpus::CorpusTrack& track, const std::unordered_map<std::string, std::string>& keys,
                 const ArtistsNow& artists) {
  // `keys` has the keys as compiled, so the recording is looked up before the row is renamed.
  const auto now = keys.find(track.recording_key);
  std::string recording = now == keys.end() ? track.recording_key : now->second;
  rename_artist(track, artists);
  track.recording_key = std::move(recording);
}

}  // namespace segue::pipeline
