// Shared by the formats of scrobbles: the time of a scrobble is the start of a play.
#pragma once
#include <optional>
#include <string_view>

#include "formats/rows.h"

namespace segue::formats {

// Sets the play's time, to the second, from Unix seconds. Throws RowFault naming the field if there are none, or they
// are not from 1970 to 9999.
void set_second(PlayRow& play, std::optional<std::int64_t> seconds, std::string_view field);
// The same from Unix milliseconds.
void set_millis(PlayRow& play, std::optional<std::int64_t> millis, std::string_view field);

// Sets the kind: music if artist and title are named, else unknown. Clears what players write for a missing tag.
void name_kind(PlayRow& play);

// Returns whether a file holds loved tracks, by its name. Such a file is refused with kHearts: a heart is no play.
bool names_hearts(std::string_view name);
inline constexpr const char* kHearts =
    "these are loved tracks, and a heart is not a play: download the scrobbles (\"recent tracks\") instead";

// Sets source, time basis and kind of a scrobble. Throws RowFault if it has no title.
void finish_scrobble(PlayRow& play, music::Source source, std::string_view title_field);

}  // namespace segue::formats
