// Makes codes and dates of catalogues comparable, however people and services write them.
#pragma once
#include <string>
#include <string_view>

namespace segue::music {

// Returns the ISRC as twelve characters in upper case, without hyphens, blanks and the word "ISRC"; "" for a text that
// is no ISRC.
std::string isrc_of(std::string_view text);

// Returns the valid leading part of "1998-05-17", "1998-05" or "1998": "1998-13" gives "1998", "1998-02-30" gives
// "1998-02", "0000" gives "". A time of day after the date is cut off.
std::string_view possible_date(std::string_view text);

}  // namespace segue::music
