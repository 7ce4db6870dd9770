// The readers of all formats; the table in formats.cc chooses one.
#pragma once
#include <string_view>

#include "formats/format.h"
#include "formats/rows.h"

namespace segue::formats {

// `format` decides only for rows whose members do not.
Outcome read_spotify_history(Format format, std::string_view name, std::string_view bytes, Sink& sink);
Outcome read_spotify_library(std::string_view bytes, Sink& sink);
Outcome read_spotify_playlists(std::string_view bytes, Sink& sink);
Outcome read_listenbrainz_lines(std::string_view bytes, Sink& sink);
Outcome read_listenbrainz_json(std::string_view bytes, Sink& sink);
Outcome read_playlist_slice(std::string_view bytes, Sink& sink);
Outcome read_playlist_archive(std::string_view bytes, Sink& sink);
Outcome read_playlist_csv(std::string_view bytes, Sink& sink);
Outcome read_plain_tsv(std::string_view bytes, Sink& sink);
Outcome read_plays_tsv(std::string_view bytes, Sink& sink);
Outcome read_recently_played(std::string_view bytes, Sink& sink);
Outcome read_scrobble_csv(std::string_view name, std::string_view bytes, Sink& sink);
Outcome read_scrobbler_log(std::string_view bytes, Sink& sink);
Outcome read_lastfm_pages(std::string_view name, std::string_view bytes, Sink& sink);
Outcome read_lastfmstats_json(std::string_view bytes, Sink& sink);
Outcome read_maloja(std::string_view bytes, Sink& sink);

// Returns whether the line is the header of the playlist CSV, whatever blanks it has.
bool is_playlist_csv(std::string_view first_line);
// Returns whether there is a header that names `played_at` and another column of a table of plays.
bool is_plays_tsv(std::string_view head);
// Returns whether one of the leading lines with # begins with `#AUDIOSCROBBLER/`.
bool is_scrobbler_log(std::string_view head);
// Returns whether a header names artist, track and a time, or rows have a time where a tool without a header writes it.
bool is_scrobble_csv(std::string_view head);

}  // namespace segue::formats
