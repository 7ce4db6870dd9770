// Answers of the Web API that `enrich` keeps in the lake → rows.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "formats/formats.h"

namespace segue::formats {

enum class Answer {
  saved_tracks,      // a page of the listener's saved tracks
  playlists,         // a page of the listener's playlists: heads alone
  playlist_items,    // a page of one playlist
  top_tracks,        // of one time range
  top_artists,       // of one time range
  followed_artists,  // a page, told by a cursor
  track,
  album,          // with its first 50 tracks
  artist,         // with genres
  artist_albums,  // a page of an artist's albums
};

// "saved_tracks", …: the lake has the same names for the kinds of its objects (lake/kinds.h).
std::string_view text_of(Answer kind);
std::optional<Answer> answer_named(std::string_view kind);

struct AnswerRead {
  Counts counts;  // entries of the page; 1 of a single thing; of an album its tracks
  std::optional<Refusal> refusal;
  std::string next;  // of pages: where the one after it begins (an offset, or a cursor); "" = the last
};

// What is null, an episode or a local file counts and teaches nothing. An album beside a track gives a row, too.
// `subject` and `offset` as the envelope has them. Throws nothing for bad input.
AnswerRead read_answer(Answer kind, std::string_view json, std::string_view subject, std::int64_t offset, Sink& sink);

}  // namespace segue::formats
