// The pure parts of OAuth: building requests and reading answers (RFC 6749, RFC 7636).
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/expected.h"
#include "base/time.h"
#include "http/client.h"

namespace segue::spotify {

// The permissions that segue asks for: to read plays, top items, followed artists, library and playlists, and to write
// private playlists.
inline constexpr std::string_view kScopes =
    "user-read-recently-played user-library-read user-top-read user-follow-read playlist-read-private "
    "playlist-read-collaborative playlist-modify-private";
// The permission that is enough for capture alone.
inline constexpr std::string_view kCaptureScope = "user-read-recently-played";

struct App {
  std::string client_id;
  std::string client_secret;  // "" = PKCE
  std::string accounts_url;
  std::string scopes = std::string(kScopes);  // the permissions that a login asks for
};

struct Pkce {
  std::string verifier;   // 86 characters
  std::string challenge;  // base64url(SHA-256(verifier))
};
Pkce pkce_from(std::string_view random_bytes);  // 64 of them

std::string authorize_url(const App& app, const std::string& redirect_uri, const std::string& state, const Pkce& pkce);

// Returns the code in the address at which the browser ended. Throws Error(login) if the state differs, consent was
// refused, or there is no code.
std::string code_from(std::string_view returned_url, const std::string& state);

http::Request code_request(const App& app, const std::string& code, const std::string& redirect_uri, const Pkce& pkce);
http::Request refresh_request(const App& app, const std::string& refresh_token);

struct TokenAnswer {
  std::string access_token, refresh_token;  // refresh_token "" = keep the old one
  std::string scope;                        // "" = what was asked for
  std::int64_t expires_in_s = 0;            // at most a day
  std::optional<base::Instant> date = {};   // by the service's clock; nullopt = not given
};
// `error` is OAuth's name ("invalid_grant"), or "status 503"; then `description` is the text of the body.
struct TokenFault {
  std::string error, description;
  int status = 0;
  bool is_refusal = false;  // the service understood and refused; if false it failed, and a later try may succeed
  std::optional<std::chrono::milliseconds> retry_after = {};
  bool is_limit() const { return status == 429; }
  bool is_terminal() const { return is_refusal && error == "invalid_grant"; }
};
// Returns "invalid_client: …: check …", for people, without words that could be an echoed secret.
std::string said_by(const TokenFault& fault);
// `now`, by our clock, is for a Retry-After that is a date, if the answer has no Date.
Expected<TokenAnswer, TokenFault> read_token_answer(const http::Response& response,
                                                    std::optional<base::Instant> now = {});

}  // namespace segue::spotify
