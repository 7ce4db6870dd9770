// Lists out of plain text: a list a line, words with blanks or tabs between. For sequences of any kind, and for
// benchmarks.
#pragma once
#include <filesystem>

#include "embed/lists.h"

namespace segue::embed {

// Words become recordings under their own text as key. Throws Error(usage) for a file that cannot be read, Error(input)
// naming the line for a word longer than a model file holds.
ListBuilder read_text_lists(const std::filesystem::path& file);

}  // namespace segue::embed
