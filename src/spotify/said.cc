#include "spotify/said.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <utility>

#include "base/json_reader.h"

namespace segue::spotify {
namespace {

constexpr std::size_t kLongestLine = 200;    // bytes of a plain text
constexpr std::size_t kLongestText = 2'000;  // a longer body is a page, not a message

std::string in_lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

bool holds_one_of(std::string_view said, std::initializer_list<std::string_view> parts) {
  const std::string text = in_lower_case(said);
  return std::any_of(parts.begin(), parts.end(), [&](auto part) { return text.find(part) != text.npos; });
}

std::string message_of(const simdjson::dom::element& root) {
  std::string_view whole;
  if (root.get(whole) == simdjson::SUCCESS) return std::string(whole);
  if (!root.is_object()) return {};
  simdjson::dom::element error;
  if (root["error"].get(error) == simdjson::SUCCESS && error.is_object()) {
    const std::string message = base::text_if(error["message"]);
    std::string reason = base::text_if(error["reason"]);
    if (message.empty()) return reason;
    return reason.empty() ? message : fmt::format("{} ({})", message, reason);
  }
  const std::string name = base::text_if(root["error"]);
  std::string text = base::text_if(root["error_description"]);
  if (text.empty()) text = base::text_if(root["message"]);
  return name.empty() || text.empty() ? name + text : fmt::format("{}: {}", name, text);
}

// Returns one line that is safe for a terminal; it is cut between characters.
std::string one_line(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos) return {};
  text = text.substr(first);
  text = text.substr(0, text.find_first_of("\r\n"));
  std::string line;
  for (const char c : text) line += static_cast<unsigned char>(c) < 32 || c == 127 ? ' ' : c;
  while (!line.empty() && line.back() == ' ') line.pop_back();
  if (line.size() <= kLongestLine) return line;
  std::size_t end = kLongestLine;
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
  return line.substr(0, end) + "…";
}

bool is_plain_text(std::string_view body) {
  const auto first = body.find_first_not_of(" \t\r\n");
  if (first == body.npos || body.size() > kLongestText) return false;
  if (body[first] == '<' || body[first] == '{' || body[first] == '[') return false;
  return body.find('\0') == body.npos && simdjson::validate_utf8(body.data(), body.size()) &&
         in_lower_case(body).find("<html") == std::string::npos;
}

}  // namespace

std::string without_long_words(std::string_view text) {
  // Spotify's secrets have 32 characters or more, its own words at most 25.
  constexpr std::size_t kLong = 28;
  constexpr std::string_view kOfTokens = "-._~+/=%";
  const auto in_word = [&](unsigned char c) {
    return c >= 128 || std::isalnum(c) != 0 || kOfTokens.find(static_cast<char>(c)) != kOfTokens.npos;
  };
  // An address of Spotify's documentation is long but no secret.
  const auto is_address = [](std::string_view word) {
    for (const std::string_view known : {"developer.spotify.com/", "//developer.spotify.com/"})
      if (word.starts_with(known) && word.size() < 80) return word.find_first_of("=%") == word.npos;
    return false;
  };
  std::string out, word;
  const auto end_word = [&] {
    out += word.size() < kLong || is_address(word) ? std::exchange(word, {}) : (word.clear(), "[left out]");
  };
  for (const char c : text) {
    if (in_word(static_cast<unsigned char>(c))) {
      word += c;
      continue;
    }
    end_word();
    out += c;
  }
  end_word();
  return out;
}

std::string message_in(std::string_view body) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (body.starts_with(kByteOrderMark)) body.remove_prefix(kByteOrderMark.size());
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  const auto first = body.find_first_not_of(" \t\r\n");
  if (first == body.npos) return {};
  const bool is_json = std::string_view("{[\"").find(body[first]) != std::string_view::npos;
  if (is_json && parser.parse(simdjson::padded_string(body)).get(root) == simdjson::SUCCESS)
    return one_line(without_long_words(message_of(root)));
  return is_plain_text(body) ? one_line(without_long_words(body)) : std::string{};
}

std::string cure_of(int status, std::string_view said) {
  if (status < 400 || status > 499) return {};
  if (holds_one_of(said, {"not registered", "not be registered", "not approved", "developer dashboard",
                          "developer.spotify.com/dashboard", "not allowlisted", "not whitelisted"}))
    return ": add this account to the app's users at developer.spotify.com (an app in development mode may have five)";
  if (holds_one_of(said, {"premium"}))
    return ": the owner of the app needs Spotify Premium; after the purchase it can take hours until Spotify accepts "
           "the app";
  if (holds_one_of(said, {"redirect uri", "redirect_uri"}))
    return ": register the redirect URI http://127.0.0.1/callback, written exactly so and without a port, on the app's "
           "page at developer.spotify.com";
  if (holds_one_of(said, {"invalid_client", "invalid client", "unauthorized_client"}))
    return ": check the client id, the redirect URI http://127.0.0.1/callback on the app's page at "
           "developer.spotify.com, and the secret if your app is used with one";
  if (holds_one_of(said, {"access_denied"})) return ": run `segue login` again and agree on Spotify's page";
  return {};
}

bool speaks_of_scopes(std::string_view said) {
  return holds_one_of(said, {"scope", "permissions missing"});
}

}  // namespace segue::spotify
