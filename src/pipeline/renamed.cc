#include "pipeline/renamed.h"

#include <utility>

#include "music/names.h"

namespace segue::pipeline {

bool rename_artist(corpus::CorpusTrack& track, const ArtistsNow& artists) {
  music::Recording& recording = track.recording;
  const auto now = artists.find(recording.artist_key);
  if (now == artists.end()) return false;
  recording.artist_key = now->second.key;
  if (now->second.name.empty()) return true;
  recording.artist = now->second.name;
  const auto keys = music::keys_of({recording.artist, recording.title, recording.album, ""});
  if (keys.title_key.empty()) return true;
  // A key other than the name's comes from a join with other rows and stays.
  if (recording.key == track.name_key) recording.key = keys.recording_key;
  track.name_key = keys.recording_key;
  if (!keys.album_key.empty()) track.album_key = keys.album_key;
  return true;
}

void name_as_now(corpus::CorpusTrack& track, const music::RecordingMerges& keys, const ArtistsNow& artists) {
  // `keys` has the keys as compiled, so the recording is looked up before the row is renamed.
  music::RecordingKey key = music::key_now(keys, track.recording.key);
  rename_artist(track, artists);
  track.recording.key = std::move(key);
}

}  // namespace segue::pipeline
