// Reads albums, artists and tracks from the Web API's answers.
#pragma once
#include <simdjson.h>

#include <deque>
#include <string>
#include <string_view>

#include "formats/rows.h"

namespace segue::formats {

AlbumRow album_of(const simdjson::dom::element& album, std::int64_t ordinal);
ArtistRow artist_of(const simdjson::dom::element& artist, std::int64_t ordinal);

using Texts = std::deque<std::string>;  // texts that rows have views of
// `album` is the track's album: a track in an album's own answer does not name it. Adds the row's own texts to `texts`.
TrackRow track_of(const simdjson::dom::element& track, std::int64_t ordinal, const AlbumRow& album, Texts& texts);

}  // namespace segue::formats
