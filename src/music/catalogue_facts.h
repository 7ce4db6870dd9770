// What catalogues say of a recording, made comparable: codes and dates as people and services write them.
#pragma once
#include <string>
#include <string_view>

namespace segue::music {

// Twelve characters in upper case, without the hyphens, blanks and the word "ISRC" that some write; "" for any text
// that is no ISRC.
std::string isrc_of(std::string_view text);

// The part of "1998-05-17", "1998-05" or "1998" that can be: "1998-13" is 1998, "1998-02-30" is 1998-02, "0000" is "".
// A clock behind the day is cut off.
std::string_view possible_date(std::string_view text);

}  // namespace segue::music
