// What Spotify says of a refusal, whatever form it comes in, and what a person can do about it.
#pragma once
#include <string>
#include <string_view>

namespace segue::spotify {

// A text of the service's that may echo what it was sent: every word that is long enough for a token, code, verifier
// or secret becomes "[left out]".
std::string without_long_words(std::string_view text);

// The message of a body that is no good answer, token words cut out: {"error":{"message","reason"}}, {"error":"…"},
// {"error","error_description"}, {"error","message"}, a JSON text, or a short plain text, whose first line it is. ""
// for HTML, for what is no text, and for a body without a message. What Content-Type claims is not asked.
std::string message_in(std::string_view body);

// ": add this account to …" for a refusal (400 to 499) whose cure is known, by Spotify's words in any case of letters;
// "" for every other.
std::string cure_of(int status, std::string_view said);

// A login that lacks a permission is the same login after a refresh.
bool speaks_of_scopes(std::string_view said);

}  // namespace segue::spotify
