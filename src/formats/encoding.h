// Finds bytes that are not the text they should be: another encoding, a damaged file, half characters, UTF-7.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace segue::formats {

// Returns the bytes without UTF-8's byte order mark at their beginning.
std::string_view without_mark(std::string_view bytes);

// Returns whether the bytes are UTF-16, with or without a byte order mark.
bool is_utf16(std::string_view bytes);

// Returns the ASCII of the first 16 KiB of UTF-16: enough to recognise what it holds.
std::string narrowed(std::string_view utf16);

// Returns the place of the first bare control character inside a text of JSON; npos if there is none.
std::size_t bare_control_at(std::string_view json);

// Returns why the bytes are no UTF-8, or damaged at their beginning, and the cure; "" if they are fine.
std::string encoding_fault(std::string_view bytes);

// Returns where zero bytes are, and the cure; "" if there are none. No text format of ours has any.
std::string zero_byte_fault(std::string_view bytes);

// Returns the JSON with U+FFFD in place of each escape that names half of a character (\ud83d alone). The length is the
// same, so that each byte keeps its place. Returns nothing if there is no such escape.
std::optional<std::string> with_whole_characters(std::string_view json);

// Returns the first escape of a raw JSON string that stands for no character, as written ("\q"); "" if there is none.
std::string_view bad_escape(std::string_view raw);

// Returns, as UTF-8, the text of a tool that wrote UTF-7 (Libre.fm's "+ACM-" for #); leaves all else as it is. Returns
// nothing for a text that does not begin with such an escape.
std::optional<std::string> from_utf7(std::string_view text);

}  // namespace segue::formats
