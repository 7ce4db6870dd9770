#include "simulator/accounts.h"

#include <algorithm>
#include <array>

#include "base/hash.h"
#include "simulator/json.h"

namespace segue::simulator {
namespace {

using base::Instant;
using http::Response;

constexpr std::array<std::string_view, 20> known_scopes{"ugc-image-upload",
                                                        "user-read-playback-state",
                                                        "user-modify-playback-state",
                                                        "user-read-currently-playing",
                                                        "app-remote-control",
                                                        "streaming",
                                                        "playlist-read-private",
                                                        "playlist-read-collaborative",
                                                        "playlist-modify-private",
                                                        "playlist-modify-public",
                                                        "user-follow-modify",
                                                        "user-follow-read",
                                                        "user-read-playback-position",
                                                        "user-top-read",
                                                        "user-read-recently-played",
                                                        "user-library-modify",
                                                        "user-library-read",
                                                        "user-read-email",
                                                        "user-read-private",
                                                        "user-personalized"};

// RFC 7636 §4.1
bool unreserved(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
  });
}

Response plain(int status, std::string text) {
  return {status, {{"Content-Type", "text/plain; charset=utf-8"}}, std::move(text)};
}

Response json(int status, const Json& body) {
  return {status, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, body.dump()};
}

Response fault(std::string_view error, std::string_view description) {
  return json(400, {{"error", error}, {"error_description", description}});
}

std::string joined(const Scopes& scopes) {
  std::string out;
  for (const auto& scope : scopes) out += (out.empty() ? "" : " ") + scope;
  return out;
}

// Returns nullopt if a scope is unknown.
std::optional<Scopes> scopes_of(std::string_view text) {
  Scopes out;
  while (!text.empty()) {
    auto word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (word.empty()) continue;
    if (std::find(known_scopes.begin(), known_scopes.end(), word) == known_scopes.end()) return std::nullopt;
    out.emplace(word);
  }
  return out;
}

// Returns the same day six months later, or the last day of that month.
Instant six_months_after(Instant t) {
  auto day = std::chrono::floor<std::chrono::days>(t);
  std::chrono::year_month_day date(day);
  auto later = date + std::chrono::months(6);
  if (!later.ok()) later = later.year() / later.month() / std::chrono::last;
  return Instant(std::chrono::sys_days(later)) + (t - day);
}

struct SplitUri {
  std::string_view host, port, path;
};

// "http://127.0.0.1[:port]/path" or "http://[::1][:port]/path"; nothing for any other.
std::optional<SplitUri> loopback_uri(std::string_view uri) {
  constexpr std::string_view scheme = "http://";
  if (!uri.starts_with(scheme) || uri.find('#') != std::string_view::npos) return std::nullopt;
  uri.remove_prefix(scheme.size());
  SplitUri out;
  for (std::string_view host : {"127.0.0.1", "[::1]"}) {
    if (uri.starts_with(host)) out.host = host;
  }
  if (out.host.empty()) return std::nullopt;
  uri.remove_prefix(out.host.size());
  if (uri.starts_with(':')) {
    out.port = uri.substr(1, uri.find('/') - 1);
    bool digits =
        !out.port.empty() && out.port.size() <= 5 && out.port.find_first_not_of("0123456789") == out.port.npos;
    if (!digits) return std::nullopt;
    uri.remove_prefix(out.port.size() + 1);
  }
  if (!uri.starts_with('/')) return std::nullopt;
  out.path = uri;
  return out;
}

std::string value(const std::map<std::string, std::string>& fields, const std::string& name) {
  auto at = fields.find(name);
  return at == fields.end() ? "" : at->second;
}

// Returns nullopt if a field is named twice or has no name.
std::optional<std::map<std::string, std::string>> form_fields(std::string_view body) {
  std::map<std::string, std::string> out;
  while (!body.empty()) {
    auto field = body.substr(0, body.find('&'));
    body.remove_prefix(std::min(body.size(), field.size() + 1));
    auto equals = field.find('=');
    if (equals == std::string_view::npos || equals == 0) return std::nullopt;
    auto [at, fresh] =
        out.emplace(http::percent_decode(field.substr(0, equals)), http::percent_decode(field.substr(equals + 1)));
    if (!fresh) return std::nullopt;
  }
  return out;
}

bool only(const std::map<std::string, std::string>& fields, std::initializer_list<std::string_view> names) {
  return std::all_of(fields.begin(), fields.end(), [&](const auto& field) {
    return std::find(names.begin(), names.end(), field.first) != names.end();
  });
}

}  // namespace

Accounts::Accounts(AccountOptions options, const base::Clock& clock)
    : options_(std::move(options)), clock_(clock), rng_(Rng::of(options_.seed, "accounts")) {}

std::string Accounts::fresh(std::string_view prefix, std::size_t length) {
  return std::string(prefix) + rng_.base62(length);
}

bool Accounts::redirect_allowed(std::string_view uri) const {
  auto split = loopback_uri(uri);
  if (!split || options_.redirect_uri.empty()) return split.has_value();
  auto registered = loopback_uri(options_.redirect_uri);
  return registered && registered->host == split->host && registered->path == split->path;
}

std::string Accounts::issue_code(const Fields& query, Scopes scopes) {
  auto code = fresh("AQ", 120);
  codes_[code] = {value(query, "redirect_uri"), value(query, "code_challenge"), std::move(scopes), clock_.now(),
                  signed_in_};
  return code;
}

Response Accounts::authorize(const http::ServerRequest& request) {
  const auto& query = request.query;
  if (value(query, "client_id") != options_.client_id) return plain(400, "INVALID_CLIENT: Invalid client");
  auto redirect = value(query, "redirect_uri");
  if (!redirect_allowed(redirect)) return plain(400, "INVALID_CLIENT: Invalid redirect URI");
  auto scopes = scopes_of(value(query, "scope"));
  if (!scopes) return plain(400, "INVALID_SCOPE: Invalid scope");

  auto back = [&](std::vector<std::pair<std::string, std::string>> fields) {
    if (auto state = value(query, "state"); !state.empty()) fields.emplace_back("state", state);
    auto mark = redirect.find('?') == std::string::npos ? "?" : "&";
    return Response{302, {{"Location", redirect + mark + http::form(fields)}}, ""};
  };
  if (!only(query, {"client_id", "response_type", "redirect_uri", "state", "scope", "show_dialog",
                    "code_challenge_method", "code_challenge"})) {
    return back({{"error", "invalid_request"}});
  }
  if (value(query, "response_type") != "code") return back({{"error", "unsupported_response_type"}});
  auto show = value(query, "show_dialog");
  bool pkce = query.contains("code_challenge") || query.contains("code_challenge_method");
  auto challenge = value(query, "code_challenge");
  bool fine = show.empty() || show == "true" || show == "false";
  if (pkce) {
    bool base64url = unreserved(challenge) && challenge.find_first_of(".~") == std::string::npos;
    fine = fine && value(query, "code_challenge_method") == "S256" && challenge.size() == 43 && base64url;
  } else {
    fine = fine && !options_.client_secret.empty();
  }
  if (!fine) return back({{"error", "invalid_request"}});
  if (std::exchange(deny_next_, false)) return back({{"error", "access_denied"}});
  if (const auto least = std::exchange(granted_next_, std::nullopt)) {
    const auto only_these = scopes_of(*least).value_or(Scopes{});
    std::erase_if(*scopes, [&](const std::string& scope) { return !only_these.contains(scope); });
  }
  return back({{"code", issue_code(query, *std::move(scopes))}});
}

Response Accounts::token(const http::ServerRequest& request, std::optional<bool> rotate) {
  auto type = value(request.headers, "content-type");
  if (type.substr(0, type.find(';')) != "application/x-www-form-urlencoded") {
    return fault("invalid_request", "Content-Type must be application/x-www-form-urlencoded");
  }
  auto fields = form_fields(request.body);
  if (!fields || !request.query.empty()) return fault("invalid_request", "malformed request");

  bool secret_shown = false;
  if (request.headers.contains("authorization")) {
    auto wanted = "Basic " + base::base64(options_.client_id + ":" + options_.client_secret);
    if (options_.client_secret.empty() || value(request.headers, "authorization") != wanted) {
      return fault("invalid_client", "Invalid client secret");
    }
    secret_shown = true;
  }
  bool named = fields->contains("client_id");
  if (named ? value(*fields, "client_id") != options_.client_id : !secret_shown) {
    return fault("invalid_client", "Invalid client");
  }
  auto grant_type = value(*fields, "grant_type");
  if (grant_type == "authorization_code") return exchange_code(*fields, secret_shown);
  if (grant_type == "refresh_token")
    return refresh(*fields, secret_shown, rotate.value_or(options_.rotate_refresh_tokens));
  return fault("unsupported_grant_type", "grant_type must be authorization_code or refresh_token");
}

Response Accounts::exchange_code(const Fields& fields, bool secret_shown) {
  if (!only(fields, {"grant_type", "code", "redirect_uri", "client_id", "code_verifier"})) {
    return fault("invalid_request", "unknown field");
  }
  auto at = codes_.find(value(fields, "code"));
  if (at == codes_.end()) return fault("invalid_grant", "Invalid authorization code");
  auto code = std::move(at->second);
  codes_.erase(at);  // a code is used up even if the exchange fails
  if (clock_.now() - code.issued > std::chrono::minutes(10))
    return fault("invalid_grant", "Authorization code expired");
  if (value(fields, "redirect_uri") != code.redirect_uri) return fault("invalid_grant", "Invalid redirect URI");
  bool pkce = !code.challenge.empty();
  if (pkce) {
    auto verifier = value(fields, "code_verifier");
    if (verifier.empty()) return fault("invalid_request", "code_verifier required");
    if (verifier.size() < 43 || verifier.size() > 128 || !unreserved(verifier)) {
      return fault("invalid_request", "code_verifier must be 43 to 128 unreserved characters");
    }
    if (base::base64url(base::sha256_raw(verifier)) != code.challenge) {
      return fault("invalid_grant", "code_verifier was incorrect");
    }
  } else if (!secret_shown || fields.contains("code_verifier")) {
    return fault("invalid_client", "Invalid client");
  }
  auto token = fresh("AQ", 130);
  const auto& kept = refreshes_[token] = {code.scopes, six_months_after(clock_.now()), pkce, code.listener};
  return grant(kept, token);
}

Response Accounts::refresh(const Fields& fields, bool secret_shown, bool rotate) {
  if (!only(fields, {"grant_type", "refresh_token", "client_id"})) return fault("invalid_request", "unknown field");
  if (!fields.contains("refresh_token")) return fault("invalid_request", "refresh_token must be supplied");
  auto at = refreshes_.find(value(fields, "refresh_token"));
  if (at == refreshes_.end()) return fault("invalid_grant", "Invalid refresh token");
  if (clock_.now() >= at->second.dies) return fault("invalid_grant", "Refresh token expired");
  if (!at->second.pkce && !secret_shown) return fault("invalid_client", "Invalid client");
  if (!rotate) return grant(at->second, std::nullopt);
  auto next = at->second;  // rotation does not lengthen the six months
  refreshes_.erase(at);
  auto token = fresh("AQ", 130);
  refreshes_[token] = next;
  return grant(next, token);
}

Response Accounts::grant(const Refresh& consent, std::optional<std::string> refresh_token) {
  constexpr auto life = std::chrono::seconds(3600);
  auto token = fresh("BQ", 150);
  accesses_[token] = {consent.scopes, clock_.now() + life, consent.listener};
  Json body{{"access_token", token},
            {"token_type", "Bearer"},
            {"expires_in", life.count()},
            {"scope", joined(consent.scopes)}};
  if (refresh_token) body["refresh_token"] = *refresh_token;
  return json(200, body);
}

TokenLook Accounts::look(std::string_view access_token) const {
  auto at = accesses_.find(access_token);
  if (at == accesses_.end()) return {};
  const auto& access = at->second;
  return {clock_.now() < access.expires ? TokenState::valid : TokenState::expired, access.scopes, access.listener};
}

}  // namespace segue::simulator
