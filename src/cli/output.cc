#include "cli/output.h"

#include <fmt/core.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include <unistd.h>

#include <cstdio>

namespace segue::cli {
namespace {

std::size_t width_of(UChar32 c) {
  const auto type = u_charType(c);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
  const int east = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return east == U_EA_WIDE || east == U_EA_FULLWIDTH ? 2 : 1;
}

// Calls visit(byte offset after the character, its cells) for each character.
template <class Visit>
void each_character(std::string_view text, Visit visit) {
  const auto length = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < length;) {
    UChar32 c = 0;
    // The macro is ICU's. NOLINTNEXTLINE(bugprone-inc-dec-in-conditions)
    U8_NEXT(reinterpret_cast<const uint8_t*>(text.data()), at, length, c);
    visit(static_cast<std::size_t>(at), c < 0 ? std::size_t{1} : width_of(c));
  }
}

}  // namespace

std::size_t cells(std::string_view text) {
  std::size_t sum = 0;
  each_character(text, [&](std::size_t, std::size_t width) { sum += width; });
  return sum;
}

std::string fitted(std::string_view text, std::size_t width, bool right) {
  std::string shown(text);
  if (cells(text) > width) {
    std::size_t used = 0, end = 0;
    each_character(text, [&](std::size_t after, std::size_t c) {
      // One cell is kept for the "…".
      if (used + c <= width - 1) end = after;
      used += c;
    });
    shown = std::string(text.substr(0, end)) + "…";
  }
  const std::string blanks(width - std::min(width, cells(shown)), ' ');
  return right ? blanks + shown : shown + blanks;
}

std::string as_hours(std::int64_t ms) {
  const std::int64_t minutes = ms / 60'000;
  return minutes < 120 ? fmt::format("{} min", minutes) : with_commas(minutes / 60) + " h";
}

Table& Table::row(std::vector<std::string> texts) {
  rows_.push_back(std::move(texts));
  return *this;
}

std::string Table::str() const {
  std::string out;
  const auto line = [&](const std::vector<std::string>& texts) {
    std::string one;
    for (std::size_t i = 0; i < columns_.size() && i < texts.size(); ++i) {
      if (i > 0) one += "  ";
      one += columns_[i].width == kWhole ? texts[i] : fitted(texts[i], columns_[i].width, columns_[i].right);
    }
    one.erase(one.find_last_not_of(' ') + 1);
    out += one + "\n";
  };
  std::vector<std::string> titles;
  for (const Column& column : columns_) titles.push_back(column.title);
  line(titles);
  for (const auto& row : rows_) line(row);
  return out;
}

void print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

void progress(std::string_view text) {
  if (::isatty(STDERR_FILENO)) fmt::print(stderr, "\r\x1b[K{}", fitted(text, 79));
}

void end_progress() {
  if (::isatty(STDERR_FILENO)) fmt::print(stderr, "\r\x1b[K");
}

}  // namespace segue::cli
