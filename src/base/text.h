// Plain operations on text, and figures as people write them.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace segue::base {

// Turns ASCII letters to lower case and leaves everything else.
std::string lower(std::string_view text);

// Removes blanks, tabs and line ends at both ends.
std::string_view trimmed(std::string_view text);

// Returns the number if the whole text is one whole number, else nullopt.
std::optional<std::int64_t> number_in(std::string_view text);

// Puts the fields between the delimiters into `fields`; there is at least one.
void split(std::string_view text, char delimiter, std::vector<std::string_view>& fields);

// Returns whether it is "http://127.0.0.1:…" or "http://[::1]:…".
bool is_loopback_url(std::string_view url);

// 1234567 → "1,234,567".
std::string with_commas(std::int64_t number);

}  // namespace segue::base
