// Plain operations on text that is read, and figures as people write them.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace segue::base {

// ASCII letters in lower case; all else as it is.
std::string lower(std::string_view text);

// Without blanks, tabs and line ends around it.
std::string_view trimmed(std::string_view text);

// All of the text is one whole number.
std::optional<std::int64_t> number_in(std::string_view text);

// The fields between the delimiters, at least one, into `fields`.
void split(std::string_view text, char delimiter, std::vector<std::string_view>& fields);

// 1234567 → "1,234,567".
std::string with_commas(std::int64_t number);

}  // namespace segue::base
