// Reads Spotify's message about a refusal, in whatever form it comes, and finds the cure.
#pragma once
#include <string>
#include <string_view>

namespace segue::spotify {

// Replaces every word that is long enough for a token, code, verifier or secret by "[left out]", because the service
// may echo what it was sent.
std::string without_long_words(std::string_view text);

// Returns the message in the body of a refusal, without long words. Reads {"error":{"message","reason"}},
// {"error":"…"}, {"error","error_description"}, {"error","message"}, a JSON text, or the first line of a short plain
// text. Returns "" for HTML, for bytes that are no text, and for a body without a message. Ignores Content-Type.
std::string message_in(std::string_view body);

// Returns the cure, ": add this account to …", for a refusal (400 to 499) with a message that segue knows, in any
// letter case; "" for every other.
std::string cure_of(int status, std::string_view said);

// Returns whether the message is about a missing permission. A refresh does not help then: the new token lacks it, too.
bool speaks_of_scopes(std::string_view said);

}  // namespace segue::spotify
