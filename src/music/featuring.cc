// How it works: the text is read once from the left. At a bracket, or at a word after a blank, the mark is compared;
// what follows it up to the bracket's end, or up to the next bracket or " - ", is cut out.
#include "music/featuring.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"

namespace segue::music {
namespace {

constexpr std::string_view kOpen = "([{", kClose = ")]}";

bool is_same_letter(char a, char lower) {
  return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == lower;
}

// Returns the length of the word and of the blanks after it if `text` begins with it; 0 if it does not. `may_lack_dot`
// says whether "feat" and "ft" count without a dot.
std::size_t mark_length(std::string_view text, std::string_view word, bool may_lack_dot) {
  if (text.size() <= word.size() ||
      !std::equal(word.begin(), word.end(), text.begin(), [](char lower, char a) { return is_same_letter(a, lower); }))
    return 0;
  std::size_t at = word.size();
  const bool has_dot = text[at] == '.';
  if (has_dot) ++at;
  const std::size_t blanks = std::min(text.find_first_not_of(' ', at), text.size()) - at;
  if (!has_dot && (blanks == 0 || !may_lack_dot)) return 0;
  return at + blanks < text.size() ? at + blanks : 0;
}

std::size_t featuring_mark(std::string_view text, bool may_lack_dot) {
  for (const std::string_view word : {"featuring", "feat", "ft"})
    if (const auto length = mark_length(text, word, may_lack_dot || word == "featuring"); length > 0) return length;
  return 0;
}

// Returns where the bracket that opens at `at` closes; the text's size if it does not.
std::size_t closing_of(std::string_view text, std::size_t at) {
  const char open = text[at], close = kClose[kOpen.find(open)];
  int depth = 0;
  for (std::size_t i = at; i < text.size(); ++i) {
    if (text[i] == open) ++depth;
    if (text[i] == close && --depth == 0) return i;
  }
  return text.size();
}

// Returns where a part without brackets ends: at the next bracket or " - ".
std::size_t end_of_plain(std::string_view text, std::size_t at) {
  std::size_t end = text.size();
  for (const std::string_view mark : {" (", " [", " {", " - "}) end = std::min(end, text.find(mark, at));
  return end;
}

}  // namespace

Featuring featuring_in(std::string_view text, FeaturedIn where) {
  Featuring found;
  const auto keep = [&](std::vector<std::string>& parts, std::string_view part) {
    if (const auto name = base::trimmed(part); !name.empty()) parts.emplace_back(name);
  };
  std::string rest;
  for (std::size_t i = 0; i < text.size();) {
    if (kOpen.find(text[i]) != std::string_view::npos) {
      const std::size_t end = closing_of(text, i);
      const std::string_view inside = text.substr(i + 1, end - i - 1);
      const std::size_t mark = featuring_mark(inside, true);
      const std::size_t with = where == FeaturedIn::title ? mark_length(inside, "with", true) : 0;
      if (mark > 0) keep(found.featured, inside.substr(mark));
      if (with > 0) keep(found.with, inside.substr(with));
      if (mark > 0 || with > 0) {
        i = std::min(end + 1, text.size());
        continue;
      }
    } else if (i > 0 && text[i - 1] == ' ') {
      if (const std::size_t mark = featuring_mark(text.substr(i), where == FeaturedIn::credit); mark > 0) {
        const std::size_t end = end_of_plain(text, i + mark);
        keep(found.featured, text.substr(i + mark, end - i - mark));
        i = end;
        continue;
      }
    }
    rest.push_back(text[i++]);
  }
  found.rest = base::trimmed(rest);
  return found;
}

}  // namespace segue::music
