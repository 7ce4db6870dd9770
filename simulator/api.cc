#include "simulator/api.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>

namespace segue::simulator {
namespace {

using http::Response;
using http::ServerRequest;

struct Gone {
  std::string_view methods, pattern;
};
// Endpoints that development mode lost (Spotify's change lists of November 2024 and February 2026). They answer 403
// "Forbidden".
constexpr Gone gone[] = {
    {"GET", "/v1/tracks"},
    {"GET", "/v1/albums"},
    {"GET", "/v1/artists"},
    {"GET", "/v1/episodes"},
    {"GET", "/v1/shows"},
    {"GET", "/v1/audiobooks"},
    {"GET", "/v1/chapters"},
    {"GET", "/v1/artists/{id}/top-tracks"},
    {"GET", "/v1/artists/{id}/related-artists"},
    {"GET", "/v1/recommendations"},
    {"GET", "/v1/recommendations/available-genre-seeds"},
    {"GET", "/v1/audio-features"},
    {"GET", "/v1/audio-features/{id}"},
    {"GET", "/v1/audio-analysis/{id}"},
    {"GET", "/v1/browse/new-releases"},
    {"GET", "/v1/browse/featured-playlists"},
    {"GET", "/v1/browse/categories"},
    {"GET", "/v1/browse/categories/{id}"},
    {"GET", "/v1/browse/categories/{id}/playlists"},
    {"GET", "/v1/markets"},
    {"GET", "/v1/users/{id}"},
    {"GET POST", "/v1/users/{id}/playlists"},
    {"GET POST PUT DELETE", "/v1/playlists/{id}/tracks"},
    {"PUT DELETE", "/v1/playlists/{id}/followers"},
    {"GET", "/v1/playlists/{id}/followers/contains"},
    {"PUT DELETE", "/v1/me/tracks"},
    {"PUT DELETE", "/v1/me/albums"},
    {"PUT DELETE", "/v1/me/episodes"},
    {"PUT DELETE", "/v1/me/shows"},
    {"PUT DELETE", "/v1/me/audiobooks"},
    {"PUT DELETE", "/v1/me/following"},
    {"GET", "/v1/me/tracks/contains"},
    {"GET", "/v1/me/albums/contains"},
    {"GET", "/v1/me/episodes/contains"},
    {"GET", "/v1/me/shows/contains"},
    {"GET", "/v1/me/audiobooks/contains"},
    {"GET", "/v1/me/following/contains"},
};

// Endpoints that Spotify still has and this simulator lacks. They answer 501 "Not simulated", so that nobody believes
// that they were removed.
constexpr Gone not_simulated[] = {
    {"GET", "/v1/me/albums"},
    {"GET", "/v1/me/shows"},
    {"GET", "/v1/me/episodes"},
    {"GET", "/v1/me/audiobooks"},
    {"GET PUT", "/v1/me/player"},
    {"GET", "/v1/me/player/currently-playing"},
    {"GET", "/v1/me/player/devices"},
    {"GET POST", "/v1/me/player/queue"},
    {"PUT", "/v1/me/player/play"},
    {"PUT", "/v1/me/player/pause"},
    {"PUT", "/v1/me/player/seek"},
    {"PUT", "/v1/me/player/repeat"},
    {"PUT", "/v1/me/player/shuffle"},
    {"PUT", "/v1/me/player/volume"},
    {"POST", "/v1/me/player/next"},
    {"POST", "/v1/me/player/previous"},
    {"GET", "/v1/shows/{id}"},
    {"GET", "/v1/shows/{id}/episodes"},
    {"GET", "/v1/episodes/{id}"},
    {"GET", "/v1/audiobooks/{id}"},
    {"GET", "/v1/audiobooks/{id}/chapters"},
    {"GET", "/v1/chapters/{id}"},
    {"GET PUT", "/v1/playlists/{id}/images"},
};

// Returns the values of {…}; nullopt if the path does not match.
std::optional<std::vector<std::string>> matched(std::string_view pattern, std::string_view path) {
  auto want = split(pattern, '/');
  auto have = split(path, '/');
  if (want.size() != have.size()) return std::nullopt;
  std::vector<std::string> values;
  for (std::size_t i = 0; i < want.size(); ++i) {
    if (want[i].starts_with('{') && !have[i].empty()) {
      values.push_back(have[i]);
    } else if (want[i] != have[i]) {
      return std::nullopt;
    }
  }
  return values;
}

bool lists(std::string_view methods, const std::string& method) {
  auto all = split(methods, ' ');
  return std::find(all.begin(), all.end(), method) != all.end();
}

std::optional<std::string_view> named_in(std::span<const Gone> table, const ServerRequest& request) {
  for (const auto& [methods, pattern] : table) {
    if (lists(methods, request.method) && matched(pattern, request.path)) return pattern;
  }
  return std::nullopt;
}

void check_query(const Route& route, const ServerRequest& request) {
  for (const auto& [name, value] : request.query) {
    if (std::find(route.query.begin(), route.query.end(), name) == route.query.end()) {
      throw Refusal{400, "Unknown query parameter: " + name};
    }
    bool market = value.size() == 2 && value[0] >= 'A' && value[0] <= 'Z' && value[1] >= 'A' && value[1] <= 'Z';
    if (name == "market" && !market) throw Refusal{400, "Invalid market code"};
  }
}

}  // namespace

Response json_answer(int status, const Json& body) {
  return {status,
          {{"Content-Type", "application/json; charset=utf-8"}},
          body.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> out;
  for (;;) {
    auto part = text.substr(0, text.find(at));
    out.emplace_back(part);
    if (part.size() == text.size()) return out;
    text.remove_prefix(part.size() + 1);
  }
}

const std::string* Call::query(const std::string& name) const {
  auto at = request.query.find(name);
  return at == request.query.end() ? nullptr : &at->second;
}

void Call::need(std::string_view scope) const {
  if (!scopes.contains(scope)) throw Refusal{403, "Insufficient client scope"};
}

PageAddress Call::address(std::string extra) const {
  auto host = request.headers.find("host");
  return {"http://" + (host == request.headers.end() ? "127.0.0.1" : host->second) + request.path, std::move(extra)};
}

std::int64_t whole_number(const std::string& text, std::int64_t most, const std::string& message) {
  std::int64_t value = -1;
  auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || stop != text.data() + text.size() || value < 0 || value > most)
    throw Refusal{400, message};
  return value;
}

Window window_of(const Call& call, PageRule rule) {
  Window window{rule.usual, 0};
  if (const auto* limit = call.query("limit")) {
    window.limit = static_cast<int>(whole_number(*limit, rule.most, "Invalid limit"));
    if (window.limit == 0) throw Refusal{400, "Invalid limit"};
  }
  if (const auto* offset = call.query("offset")) {
    window.offset = static_cast<int>(whole_number(*offset, rule.deepest, "Invalid offset"));
  }
  return window;
}

std::size_t known(std::string_view id, std::size_t found) {
  bool base62 = id.size() == 22 && std::all_of(id.begin(), id.end(), [](char c) {
                  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
                });
  if (!base62) throw Refusal{400, "Invalid base62 id"};
  if (found == Catalogue::nothing_found) throw Refusal{404, "Resource not found"};
  return found;
}

Json body_of(const Call& call, std::initializer_list<std::string_view> names) {
  auto type = call.request.headers.find("content-type");
  if (type == call.request.headers.end() || type->second.substr(0, type->second.find(';')) != "application/json") {
    throw Refusal{415, "Content-Type must be application/json"};
  }
  auto body = Json::parse(call.request.body, nullptr, false);
  if (body.is_discarded()) throw Refusal{400, "Error parsing JSON."};
  if (!body.is_object()) throw Refusal{400, "The body must be a JSON object"};
  for (const auto& [name, value] : body.items()) {
    if (std::find(names.begin(), names.end(), name) == names.end()) throw Refusal{400, "Unknown field: " + name};
  }
  return body;
}

Api::Api(World& world, const Accounts& accounts) : world_(world), accounts_(accounts) {
  add_catalogue_routes(routes_);
  add_search_routes(routes_);
  add_recently_played_routes(routes_);
  add_listener_routes(routes_);
  add_playlist_routes(routes_);
}

TokenLook Api::granted(const ServerRequest& request) const {
  constexpr std::string_view scheme = "Bearer ";
  auto header = request.headers.find("authorization");
  if (header == request.headers.end() || header->second.empty()) throw Refusal{401, "No token provided"};
  if (!header->second.starts_with(scheme)) throw Refusal{400, "Only valid bearer authentication supported"};
  auto look = accounts_.look(std::string_view(header->second).substr(scheme.size()));
  if (look.state == TokenState::unknown) throw Refusal{401, "Invalid access token"};
  if (look.state == TokenState::expired) throw Refusal{401, "The access token expired"};
  return look;
}

Response Api::handle(const ServerRequest& request, Exchange& exchange) const {
  try {
    return dispatch(request, exchange);
  } catch (const Refusal& refusal) {
    return json_answer(refusal.status, {{"error", {{"status", refusal.status}, {"message", refusal.message}}}});
  }
}

std::string Api::route_of(const ServerRequest& request) const {
  if (auto pattern = named_in(gone, request)) return request.method + " " + std::string(*pattern);
  for (const auto& candidate : routes_) {
    if (candidate.method == request.method && matched(candidate.pattern, request.path)) {
      return request.method + " " + std::string(candidate.pattern);
    }
  }
  return "";
}

// Checks path and method first, then token, scopes and query; the handler checks body and ids. No two patterns match
// the same path, so the order of the tables does not matter.
Response Api::dispatch(const ServerRequest& request, Exchange& exchange) const {
  if (named_in(gone, request)) {
    granted(request);
    throw Refusal{403, "Forbidden"};
  }
  if (named_in(not_simulated, request)) throw Refusal{501, "Not simulated"};
  std::string allowed;
  for (const auto& candidate : routes_) {
    auto values = matched(candidate.pattern, request.path);
    if (!values) continue;
    if (candidate.method != request.method) {
      allowed += (allowed.empty() ? "" : ", ") + std::string(candidate.method);
      continue;
    }
    auto look = granted(request);
    exchange.listener = look.listener;
    Call call{world_, request, look.scopes, exchange, *std::move(values)};
    for (auto scope : candidate.scopes) call.need(scope);
    check_query(candidate, request);
    return candidate.action(call);
  }
  if (allowed.empty()) throw Refusal{404, "Service not found"};
  auto refused = json_answer(405, {{"error", {{"status", 405}, {"message", "Method not allowed"}}}});
  refused.headers.emplace_back("Allow", allowed);
  return refused;
}

}  // namespace segue::simulator
