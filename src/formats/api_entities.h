// Albums, artists and tracks as the Web API's answers write them.
#pragma once
#include <simdjson.h>

#include <deque>
#include <string>
#include <string_view>

#include "formats/rows.h"

namespace segue::formats {

// "" where there is none, or one of another type.
std::string_view text_at(const simdjson::dom::element& object, const char* name);

AlbumRow album_of(const simdjson::dom::element& album, std::int64_t ordinal);
ArtistRow artist_of(const simdjson::dom::element& artist, std::int64_t ordinal);

using Texts = std::deque<std::string>;  // that rows look into
// A simplified track of an album's own page lacks `album`: it is `album` then.
TrackRow track_of(const simdjson::dom::element& track, std::int64_t ordinal, const AlbumRow& album, Texts& texts);

}  // namespace segue::formats
