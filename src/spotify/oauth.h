// The pure parts of OAuth: what is sent, what comes back (RFC 6749, RFC 7636).
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/expected.h"
#include "base/time.h"
#include "http/client.h"

namespace segue::spotify {

// What segue asks for: reading plays, top items, followed artists, library and playlists, writing private playlists.
inline constexpr std::string_view kScopes =
    "user-read-recently-played user-library-read user-top-read user-follow-read playlist-read-private "
    "playlist-read-collaborative playlist-modify-private";
// What a holder that captures and does nothing else asks for.
inline constexpr std::string_view kCaptureScope = "user-read-recently-played";

struct App {
  std::string client_id;
  std::string client_secret;  // "" = PKCE
  std::string accounts_url;
  std::string scopes = std::string(kScopes);  // that a login asks for
};

struct Pkce {
  std::string verifier;   // 86 characters
  std::string challenge;  // base64url(SHA-256(verifier))
};
Pkce pkce_from(std::string_view random_bytes);  // 64 of them

std::string authorize_url(const App& app, const std::string& redirect_uri, const std::string& state, const Pkce& pkce);

// The code out of the address that the browser came back to. Throws Error(login) when the state is another, consent was
// refused, or there is no code.
std::string code_from(std::string_view returned_url, const std::string& state);

http::Request code_request(const App& app, const std::string& code, const std::string& redirect_uri, const Pkce& pkce);
http::Request refresh_request(const App& app, const std::string& refresh_token);

struct TokenAnswer {
  std::string access_token, refresh_token;  // refresh_token "" = keep the old one
  std::string scope;                        // "" = what was asked for
  std::int64_t expires_in_s = 0;            // a day at most
  std::optional<base::Instant> date = {};   // of the service's clock; nothing where it does not say
};
// `error` as OAuth names it ("invalid_grant"), or "status 503"; `description` then what a plain text says.
struct TokenFault {
  std::string error, description;
  int status = 0;
  bool is_refusal = false;  // the service understood and said no; else it failed, and may do better later
  std::optional<std::chrono::milliseconds> retry_after = {};
  bool is_limit() const { return status == 429; }
  bool is_terminal() const { return is_refusal && error == "invalid_grant"; }
};
// "invalid_client: …: check …", for people. What could be an echoed secret is left out.
std::string said_by(const TokenFault& fault);
// `now`, by our clock: for a Retry-After that is a date in an answer without one.
Expected<TokenAnswer, TokenFault> read_token_answer(const http::Response& response,
                                                    std::optional<base::Instant> now = {});

}  // namespace segue::spotify
