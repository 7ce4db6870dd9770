// Finds the signs in a name that may separate the names of several artists.
#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

namespace segue::music {

// How firmly a sign separates names. `&`, `+`, "with" and "and" often stand inside a name; a slash, "x" and "vs."
// seldom do, commas least of all.
enum class Firmness { loose, firm, comma };

// A word or more between two signs, as a range of the name's text.
struct Token {
  std::size_t begin = 0, end = 0;
  Firmness sign_after = Firmness::comma;
};

// Cuts a name at its signs: a comma with a blank after it, a slash, or one of `&` `+` "x" "vs." "with" "and" between
// blanks. A sign in brackets, at an end or beside another sign is a part of the name.
std::vector<Token> tokens_of(std::string_view name);

}  // namespace segue::music
