// How it works: the name is read once from the left. A sign takes the blanks around it, so that tokens need no
// trimming.
#include "music/signs.h"

#include <algorithm>
#include <array>
#include <string>

namespace segue::music {
namespace {

constexpr std::array<std::string_view, 4> kLooseSigns{"&", "+", "with", "and"};
constexpr std::array<std::string_view, 4> kFirmSigns{"/", "x", "vs", "vs."};
// "Grover Washington, Jr." is one name.
constexpr std::array<std::string_view, 9> kSuffixes{"jr", "jr.", "sr", "sr.", "ii", "iii", "esq.", "inc", "inc."};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

template <std::size_t N>
bool is_among(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), lower(word)) != words.end();
}

std::string_view word_at(std::string_view text, std::size_t at) {
  return text.substr(at, std::min(text.find(' ', at), text.size()) - at);
}

struct Sign {
  std::size_t length = 0;  // with the blanks around it; 0 = no sign
  Firmness firmness = Firmness::loose;
};

std::size_t past_blanks(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(' ', at), text.size());
}

// Returns the sign that begins at `at`: a comma with a blank after it, a word between blanks, or a slash.
Sign sign_at(std::string_view text, std::size_t at) {
  if (text[at] == '/') return {past_blanks(text, at + 1) - at, Firmness::firm};
  if (text[at] == ',') {
    std::size_t end = past_blanks(text, at + 1);
    if (end == at + 1 || is_among(kSuffixes, word_at(text, end))) return {};
    const std::string_view word = word_at(text, end);
    const bool has_and = word == "&" || lower(word) == "and";
    if (has_and) end = past_blanks(text, end + word.size());
    return {end - at, has_and ? Firmness::loose : Firmness::comma};
  }
  if (text[at] != ' ') return {};
  const std::size_t begin = past_blanks(text, at);
  const std::string_view word = word_at(text, begin);
  const bool is_firm = is_among(kFirmSigns, word);
  if (!is_firm && !is_among(kLooseSigns, word)) return {};
  return {past_blanks(text, begin + word.size()) - at, is_firm ? Firmness::firm : Firmness::loose};
}

}  // namespace

std::vector<Token> tokens_of(std::string_view name) {
  std::vector<Token> tokens;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t at = 0; at < name.size();) {
    if (name[at] == '(' || name[at] == '[' || name[at] == '{') ++depth;
    if (name[at] == ')' || name[at] == ']' || name[at] == '}') --depth;
    const Sign sign = depth == 0 && at > begin ? sign_at(name, at) : Sign{};
    if (sign.length == 0 || at + sign.length >= name.size()) {
      ++at;
      continue;
    }
    tokens.push_back({begin, at, sign.firmness});
    begin = at += sign.length;
  }
  tokens.push_back({begin, name.size()});
  return tokens;
}

}  // namespace segue::music
