// Which format some bytes are in, and how to read them.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "formats/rows.h"

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
  lastfm_pages,        // Last.fm's API JSON: one page, or ghan's list of them
  lastfmstats_json,
  maloja,           // maloja_export_*.json
  recently_played,  // Web API page
};

std::string_view text_of(Format format);

// The member's own name, without the folders and zips that it lies in.
std::string_view base_name(std::string_view member);

// By content: `head` is the first 64 KiB or all there is, after decompression. `name` (a base name) only tells apart
// what content cannot: a video history from an audio one. Nothing for bytes that we do not read.
std::optional<Format> recognise(std::string_view name, std::string_view head);

// For bytes that recognise() does not know: what they look like and how they become something that is read, as a
// sentence to stand behind the file's name ("it looks like …"). Nothing for bytes that resemble no history.
std::optional<std::string> near_miss(std::string_view name, std::string_view head);

// Lists of other people: `corpus add` reads them, `import` does not.
bool is_only_for_corpora(Format format);

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

// Reads all of `bytes` into `sink`. `bytes` needs 64 readable bytes after its end (simdjson's padding): pass a
// std::string whose capacity leaves them (see padded()). Throws nothing for bad input: refusals and rejects say it.
// On a refusal the sink may have seen rows; the caller drops them.
struct Outcome {
  Counts counts;
  std::optional<Refusal> refusal;
};
Outcome parse(Format format, std::string_view name, std::string_view bytes, Sink& sink);

// Gives the string the room that parse() needs.
std::string_view padded(std::string& bytes);

}  // namespace segue::formats
