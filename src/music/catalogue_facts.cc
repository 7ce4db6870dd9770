#include "music/catalogue_facts.h"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace segue::music {
namespace {

constexpr int kFirstRecording = 1860;  // the oldest recording of sound is of 1860; earlier years are errors

bool is_letter(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Returns -1 unless there are exactly `width` digits at `at`.
int number_at(std::string_view text, std::size_t at, std::size_t width) {
  if (text.size() < at + width || !std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at),
                                               text.begin() + static_cast<std::ptrdiff_t>(at + width), is_digit))
    return -1;
  int number = 0;
  std::from_chars(text.data() + at, text.data() + at + width, number);
  return number;
}

}  // namespace

std::string isrc_of(std::string_view text) {
  std::string isrc;
  for (const char c : text)
    if (c != '-' && c != ' ' && c != '\t' && c != ':') isrc += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  if (isrc.size() == 16 && isrc.starts_with("ISRC")) isrc.erase(0, 4);
  const auto is_letter_or_digit = [](char c) { return is_letter(c) || is_digit(c); };
  const bool fine = isrc.size() == 12 && is_letter(isrc[0]) && is_letter(isrc[1]) &&
                    std::all_of(isrc.begin() + 2, isrc.begin() + 5, is_letter_or_digit) &&
                    std::all_of(isrc.begin() + 5, isrc.end(), is_digit);
  return fine ? isrc : "";
}

std::string_view possible_date(std::string_view text) {
  using std::chrono::day, std::chrono::month, std::chrono::year;
  const auto ends_at = [&](std::size_t at, std::string_view ends) {
    return text.size() == at || ends.find(text[at]) != std::string_view::npos;
  };
  const int y = number_at(text, 0, 4);
  if (y < kFirstRecording || !ends_at(4, "-")) return {};
  const int mo = number_at(text, 5, 2);
  if (mo < 1 || mo > 12 || !ends_at(7, "-")) return text.substr(0, 4);
  const int d = number_at(text, 8, 2);
  const bool is_day =
      d >= 1 && ends_at(10, "T ") && (year{y} / month{static_cast<unsigned>(mo)} / day{static_cast<unsigned>(d)}).ok();
  return text.substr(0, is_day ? 10 : 7);
}

}  // namespace segue::music
