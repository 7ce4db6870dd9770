// Makes the songs that tests put into a playlist.
#pragma once
#include <string>

#include "music/recording.h"

namespace segue::playlist {

inline music::Recording song_of(const std::string& key, const std::string& artist, const std::string& title,
                                const std::string& spotify_id = "") {
  music::Recording song;
  song.key = music::RecordingKey(key);
  song.artist = artist;
  song.title = title;
  song.spotify_id = music::SpotifyId(spotify_id);
  return song;
}

}  // namespace segue::playlist
