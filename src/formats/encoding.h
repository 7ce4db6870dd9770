// Bytes that are not the text they should be: another encoding, a damaged file, half characters, UTF-7.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace segue::formats {

// With or without its byte order mark.
bool is_utf16(std::string_view bytes);

// The ASCII of the first 16 KiB of UTF-16: enough to tell what it holds.
std::string narrowed(std::string_view utf16);

// Where a control character stands bare inside a text of JSON; npos where none does.
std::size_t bare_control_at(std::string_view json);

// Why the bytes are no UTF-8, or are damaged at their begin, and the cure; "" when they are fine.
std::string encoding_fault(std::string_view bytes);

// Where zero bytes stand and the cure; "" when there are none. No text format of ours holds any.
std::string zero_byte_fault(std::string_view bytes);

// JSON whose escapes name half of a character (\ud83d alone), with U+FFFD in their places: the same length, so that
// each byte keeps its place. Nothing where there is none.
std::optional<std::string> with_whole_characters(std::string_view json);

// The first escape of a raw JSON string that stands for nothing, as written ("\q"); "" when all do.
std::string_view bad_escape(std::string_view raw);

// Text of a tool that wrote UTF-7 (Libre.fm's "+ACM-" for #) as UTF-8; what is no such escape stays. Nothing for
// a text whose first line has no such escape.
std::optional<std::string> from_utf7(std::string_view text);

}  // namespace segue::formats
