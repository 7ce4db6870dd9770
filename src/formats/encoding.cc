// How it works: each function looks for the mark of one fault that real exports have. UTF-16 is known by its zero
// bytes, because the files of all formats begin with ASCII. A UTF-7 escape is decoded only if it gives whole
// characters, so that a plain + in a name stays.
#include "formats/encoding.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <cstdint>

namespace segue::formats {
namespace {

constexpr const char* kDamaged = "the download or the disk was damaged; download it again";
constexpr std::string_view kReplacement = "\\ufffd";

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// Returns the UTF-16 unit of "\uXXXX" at `at`, -1 if there is none.
int unit_at(std::string_view text, std::size_t at) {
  if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return -1;
  int unit = 0;
  for (std::size_t i = at + 2; i < at + 6; ++i) {
    const int digit = hex_digit(text[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

bool is_high(int unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low(int unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

void append_utf8(std::string& to, std::uint32_t c) {
  const auto put = [&](std::uint32_t byte) { to += static_cast<char>(byte); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xC0 | c >> 6);
  } else {
    if (c < 0x10000) {
      put(0xE0 | c >> 12);
    } else {
      put(0xF0 | c >> 18);
      put(0x80 | (c >> 12 & 0x3F));
    }
    put(0x80 | (c >> 6 & 0x3F));
  }
  put(0x80 | (c & 0x3F));
}

// Decodes UTF-16 in base 64 to UTF-8. Returns nothing unless it is whole characters and nothing else.
std::optional<std::string> shifted(std::string_view digits) {
  std::string text;
  std::uint32_t bits = 0, high = 0;
  int count = 0;
  for (const char c : digits) {
    bits = bits << 6 | static_cast<std::uint32_t>(base64_digit(c));
    count += 6;
    if (count < 16) continue;
    count -= 16;
    const std::uint32_t unit = bits >> count & 0xFFFF;
    bits &= (1U << count) - 1;
    const bool low = is_low(static_cast<int>(unit));
    if (low != (high != 0)) return std::nullopt;
    if (is_high(static_cast<int>(unit))) {
      high = unit;
      continue;
    }
    append_utf8(text, low ? 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00) : unit);
    high = 0;
  }
  // Padding is less than a digit and zero; anything else was not written as UTF-7.
  return text.empty() || high != 0 || count >= 6 || bits != 0 ? std::nullopt : std::optional(text);
}

// Returns what "+…-" at the beginning of `text` stands for, and its length; nothing if it is no escape.
std::optional<std::pair<std::string, std::size_t>> escape_in(std::string_view text) {
  if (text.starts_with("+-")) return std::pair{std::string("+"), std::size_t{2}};
  std::size_t end = 1;
  while (end < text.size() && base64_digit(text[end]) >= 0) ++end;
  if (end >= text.size() || text[end] != '-') return std::nullopt;
  auto found = shifted(text.substr(1, end - 1));
  if (!found) return std::nullopt;
  return std::pair{std::move(*found), end + 1};
}

std::string decoded(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t plus = text.find('+');
    out += text.substr(0, plus);
    if (plus == std::string_view::npos) break;
    text.remove_prefix(plus);
    const auto escape = escape_in(text);
    out += escape ? std::string_view(escape->first) : "+";
    text.remove_prefix(escape ? escape->second : 1);
  }
  return out;
}

}  // namespace

std::string_view without_mark(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  return bytes;
}

bool is_utf16(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return true;
  const auto zero = [&](std::size_t at) { return bytes[at] == '\0'; };
  if (bytes.size() < 4) return bytes.size() >= 2 && !zero(0) && zero(1);
  return zero(0) == zero(2) && zero(1) == zero(3) && zero(0) != zero(1);  // ASCII: every second byte is zero
}

std::string narrowed(std::string_view utf16) {
  constexpr std::size_t kHead = 16384;
  std::string narrow(utf16.substr(utf16.starts_with('\xFF') || utf16.starts_with('\xFE') ? 2 : 0, kHead));
  std::erase(narrow, '\0');
  return narrow;
}

std::size_t bare_control_at(std::string_view json) {
  bool is_text = false;
  for (std::size_t at = 0; at < json.size(); ++at) {
    if (json[at] == '"') is_text = !is_text;
    if (!is_text) continue;
    if (json[at] == '\\')
      ++at;
    else if (json[at] >= 0 && json[at] < ' ')
      return at;
  }
  return std::string_view::npos;
}

std::string zero_byte_fault(std::string_view bytes) {
  const std::size_t at = bytes.find('\0');
  if (at == std::string_view::npos) return "";
  if (at == 0) return fmt::format("it begins with a zero byte: {}", kDamaged);
  const std::size_t last = bytes.find_last_not_of('\0');
  if (last < at) return fmt::format("it ends with {} zero bytes, from byte {}: {}", bytes.size() - at, at, kDamaged);
  return fmt::format("it contains a zero byte at byte {}: {}", at, kDamaged);
}

std::string encoding_fault(std::string_view bytes) {
  constexpr const char* kAdvice = "save it as UTF-8, or take the file out of the export again";
  if (is_utf16(bytes)) return fmt::format("it is UTF-16, not UTF-8: {}", kAdvice);
  if (bytes.starts_with('\0')) return zero_byte_fault(bytes);
  return simdjson::validate_utf8(bytes.data(), bytes.size()) ? "" : fmt::format("it is not UTF-8: {}", kAdvice);
}

std::optional<std::string> with_whole_characters(std::string_view json) {
  std::optional<std::string> mended;
  for (std::size_t at = json.find('\\'); at != std::string_view::npos; at = json.find('\\', at)) {
    const int unit = unit_at(json, at);
    // Two halves make a character; a half alone becomes U+FFFD, which has as many bytes, so nothing moves.
    if (is_high(unit) && is_low(unit_at(json, at + 6))) {
      at += 12;
    } else if (is_high(unit) || is_low(unit)) {
      if (!mended) mended.emplace(json);
      mended->replace(at, kReplacement.size(), kReplacement);
      at += 6;
    } else {
      at += unit < 0 ? 2 : 6;
    }
  }
  return mended;
}

std::string_view bad_escape(std::string_view raw) {
  for (std::size_t at = raw.find('\\'); at != std::string_view::npos; at = raw.find('\\', at)) {
    const char kind = at + 1 < raw.size() ? raw[at + 1] : '\0';
    if (kind == 'u') {
      if (unit_at(raw, at) < 0) return raw.substr(at, 6);
    } else if (kind == '\0' || std::string_view("\"\\/bfnrt").find(kind) == std::string_view::npos) {
      return raw.substr(at, 2);
    }
    at += 2;
  }
  return {};
}

std::optional<std::string> from_utf7(std::string_view text) {
  const std::string_view first = without_mark(text.substr(0, text.find_first_of("\r\n")));
  if (!first.starts_with("+A") || !escape_in(first)) return std::nullopt;
  return decoded(text);
}

}  // namespace segue::formats
