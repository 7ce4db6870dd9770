#include "formats/html_text.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace segue::formats {
namespace {

constexpr std::size_t kLongestEscape = 10;  // between & and ;
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kNamed{
    {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}}};

std::string utf8(std::uint32_t code) {
  std::string out;
  const auto trail = [&](int shift) { out.push_back(static_cast<char>(0x80 | ((code >> shift) & 0x3F))); };
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (code >> 6)));
    trail(0);
  } else if (code < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (code >> 12)));
    trail(6);
    trail(0);
  } else {
    out.push_back(static_cast<char>(0xF0 | (code >> 18)));
    trail(12);
    trail(6);
    trail(0);
  }
  return out;
}

// Returns the character that an escape stands for, "" if there is none.
std::string meaning_of(std::string_view name) {
  for (const auto& [word, text] : kNamed)
    if (name == word) return std::string(text);
  if (!name.starts_with('#')) return {};
  name.remove_prefix(1);
  const bool hex = name.starts_with('x') || name.starts_with('X');
  if (hex) name.remove_prefix(1);
  std::uint32_t code = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
  const bool whole = error == std::errc{} && end == name.data() + name.size();
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return whole && code > 0 && code <= 0x10FFFF && !surrogate ? utf8(code) : std::string{};
}

}  // namespace

std::string unescape_html(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text[at] == '&' ? text.substr(at, kLongestEscape + 2).find(';') : std::string_view::npos;
    const std::string meant = end == std::string_view::npos ? "" : meaning_of(text.substr(at + 1, end - 1));
    if (meant.empty()) {
      out.push_back(text[at++]);
    } else {
      out += meant;
      at += end + 1;
    }
  }
  return out;
}

}  // namespace segue::formats
