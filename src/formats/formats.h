// Recognises the format of bytes and reads them.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "formats/format.h"
#include "formats/rows.h"

namespace segue::formats {

class LineReader;

std::string_view text_of(Format format);

// Returns the member's own name, without the folders and zips that hold it.
std::string_view base_name(std::string_view member);

// Recognises a format by content: `head` is the first 64 KiB or all there is, unpacked. `name` decides only if the
// content does not, as for an empty history. Returns nothing for bytes that segue does not read.
std::optional<Format> recognise(std::string_view name, std::string_view head);

// For bytes that recognise() does not know: returns what they look like and how they become a file that is read, as a
// sentence to put after the file's name ("it looks like …"). Returns nothing for bytes that resemble no history.
std::optional<std::string> near_miss(std::string_view name, std::string_view head);

// Returns whether only `corpus add` reads the format, because it holds lists of other people.
bool is_only_for_corpora(Format format);
// Returns whether `corpus add` reads the format.
bool holds_lists(Format format);

// Returns a reader for other people's lists (lines.h); nothing for a format whose rows are no lines.
std::unique_ptr<LineReader> line_reader(Format format);

// Reads all of `bytes` into `sink`. `bytes` needs 64 readable bytes after its end (simdjson's padding): pass a
// std::string whose capacity leaves them (see padded()). Throws nothing for bad input: a refusal or rejects report it.
// On a refusal the sink may have seen rows; the caller drops them.
Outcome parse(Format format, std::string_view name, std::string_view bytes, Sink& sink);

// Gives the string the room that parse() needs, and returns it.
std::string_view padded(std::string& bytes);

}  // namespace segue::formats
