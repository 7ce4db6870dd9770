// The formats that segue reads, and the outcome of reading bytes.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace segue::formats {

enum class Format {
  spotify_extended,       // extended streaming history: Streaming_History_Audio/Video_*, endsong*, endvideo*
  spotify_account_music,  // StreamingHistory_music_N, StreamingHistoryN
  spotify_account_podcast,
  spotify_account_audiobook,
  spotify_library,     // YourLibrary.json
  spotify_playlists,   // Playlist1.json
  listenbrainz_lines,  // user export .jsonl and dump .listens: one listen a line
  listenbrainz_json,   // API answer, or the older export: one array of listens
  playlist_slice,      // Million Playlist Dataset slice
  playlist_archive,    // one playlist of the public archive: playlists/pretty and playlists/cumulative
  playlist_csv,        // "Spotify playlists" of 2015
  plain_tsv,           // lists: docs/corpora.md
  plays_tsv,           // plays: docs/formats/imports.md
  scrobble_csv,        // Last.fm by ghan, lastfm-to-csv, lastfmstats, lastfm-backup-cli; Libre.fm
  scrobbler_log,       // .scrobbler.log of portable players
  lastfm_pages,        // Last.fm's API JSON: one page, or a list of pages as ghan writes it
  lastfmstats_json,
  maloja,           // maloja_export_*.json
  recently_played,  // Web API page
};
inline constexpr Format kLastFormat = Format::recently_played;

// A syntax fault of a whole member: nothing of it loads. `what` names the byte offset or row and the fault.
struct Refusal {
  std::string what;
};

struct Counts {
  std::int64_t rows = 0;  // accepted + rejected
  std::int64_t rejected = 0;
  Counts& operator+=(const Counts& more) {
    rows += more.rows;
    rejected += more.rejected;
    return *this;
  }
};

struct Outcome {
  Counts counts;
  std::optional<Refusal> refusal;
};

}  // namespace segue::formats
