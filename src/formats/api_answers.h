// Reads answers of the Web API that `enrich` keeps in the lake.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "formats/formats.h"

namespace segue::formats {

enum class Answer {
  saved_tracks,      // a page of the listener's saved tracks
  playlists,         // a page of the listener's playlists: heads only
  playlist_items,    // a page of one playlist
  top_tracks,        // of one time range
  top_artists,       // of one time range
  followed_artists,  // a page; the next one is named by a cursor
  track,
  album,          // with its first 50 tracks
  artist,         // with genres
  artist_albums,  // a page of an artist's albums
};

// Returns "saved_tracks", …: the lake has the same names for the kinds of its objects (lake/kinds.h).
std::string_view text_of(Answer kind);
std::optional<Answer> answer_named(std::string_view kind);

struct AnswerRead {
  Counts counts;  // entries of a page, tracks of an album, 1 for a track or an artist
  std::optional<Refusal> refusal;
  std::string next;  // where the next page begins (an offset or a cursor); "" = this is the last, or no page
};

// Reads an answer into `sink`. An entry that is null, an episode or a local file is counted and causes no row; an album
// beside a track causes a row, too. `subject` and `offset` are the envelope's. Throws nothing for bad input.
AnswerRead read_answer(Answer kind, std::string_view json, std::string_view subject, std::int64_t offset, Sink& sink);

}  // namespace segue::formats
