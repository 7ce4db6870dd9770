// Reads lists from plain text: one list per line, words separated by blanks or tabs. For sequences of any kind, and for
// benchmarks.
#pragma once
#include <filesystem>

#include "embed/lists.h"

namespace segue::embed {

// A word becomes a recording whose key is the word. Throws Error(usage) for a file that cannot be read, and
// Error(input) with the line for a word that is too long for a model file.
ListBuilder read_text_lists(const std::filesystem::path& file);

}  // namespace segue::embed
