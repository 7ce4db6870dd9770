// What Last.fm's formats share: a scrobble is the start of a play.
#pragma once
#include <optional>
#include <string_view>

#include "formats/rows.h"

namespace segue::formats {

// Sets the play's time: Unix seconds from 1970 to 9999, to the second, or a RowFault naming the field.
void set_second(PlayRow& play, std::optional<std::int64_t> seconds, std::string_view field);
// The same of Unix milliseconds.
void set_millis(PlayRow& play, std::optional<std::int64_t> millis, std::string_view field);

// Music that names artist and title, else of unknown kind; what players write for a missing tag is cut out.
void name_kind(PlayRow& play);

// A file of loved tracks by its name. A heart is no play: why such a file is refused.
bool names_hearts(std::string_view name);
inline constexpr const char* kHearts =
    "these are loved tracks, and a heart is no play: download the scrobbles (\"recent tracks\") in their place";

// Source, side and kind of a scrobble that names artist and title; throws RowFault without a title.
void finish_scrobble(PlayRow& play, music::Source source, std::string_view title_field);

}  // namespace segue::formats
