// Which format some bytes are in, and how to read them.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "formats/format.h"
#include "formats/rows.h"

namespace segue::formats {

std::string_view text_of(Format format);

// The member's own name, without the folders and zips that it lies in.
std::string_view base_name(std::string_view member);

// By content: `head` is the first 64 KiB or all there is, after decompression. `name` (a base name) only tells apart
// what content cannot: a video history from an audio one. Nothing for bytes that we do not read.
std::optional<Format> recognise(std::string_view name, std::string_view head);

// For bytes that recognise() does not know: what they look like and how they become something that is read, as a
// sentence to stand behind the file's name ("it looks like …"). Nothing for bytes that resemble no history.
std::optional<std::string> near_miss(std::string_view name, std::string_view head);

// Lists of other people: `corpus add` reads them, `import` does not.
bool is_only_for_corpora(Format format);

// Reads all of `bytes` into `sink`. `bytes` needs 64 readable bytes after its end (simdjson's padding): pass a
// std::string whose capacity leaves them (see padded()). Throws nothing for bad input: refusals and rejects say it.
// On a refusal the sink may have seen rows; the caller drops them.
Outcome parse(Format format, std::string_view name, std::string_view bytes, Sink& sink);

// Gives the string the room that parse() needs.
std::string_view padded(std::string& bytes);

}  // namespace segue::formats
