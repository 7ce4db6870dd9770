// For tests: an app that logs in at a simulator and calls it, without a socket between them.
#pragma once
#include <map>
#include <string>

#include "base/hash.h"
#include "simulator/json.h"
#include "simulator/simulator.h"

namespace segue::simulator {

inline WorldOptions small_world(std::uint64_t seed = 1) {
  WorldOptions options;
  options.seed = seed;
  options.start = *base::parse_iso8601("2026-11-01T00:00:00Z");
  options.listeners = 20;
  return options;
}

constexpr std::string_view all_scopes =
    "user-read-recently-played user-top-read user-library-read user-library-modify playlist-read-private "
    "playlist-modify-private playlist-modify-public user-follow-read";

class TestApp {
 public:
  static constexpr std::string_view verifier = "a-verifier-of-at-least-forty-three-characters";
  static constexpr std::string_view redirect = "http://127.0.0.1:8888/callback";

  explicit TestApp(WorldOptions world = small_world(), AccountOptions accounts = {}, std::size_t quota = 0)
      : simulator(world, std::move(accounts), quota) {}

  // Handles a request as if it came over a socket. `last` keeps the answer, also one that is not sent whole.
  http::Response received(const http::ServerRequest& request) {
    last = simulator.handle(request);
    if (last.left) last.left(last.leave == http::Leave::whole || last.leave == http::Leave::slow);
    return last.response;
  }
  http::Response ask(const std::string& method, const std::string& target, std::string body = "",
                     std::map<std::string, std::string> headers = {}) {
    http::ServerRequest request;
    request.method = method;
    request.path = target.substr(0, target.find('?'));
    if (target.find('?') != std::string::npos) {
      for (const auto& field : split(target.substr(target.find('?') + 1), '&')) {
        request.query[field.substr(0, field.find('='))] = http::percent_decode(field.substr(field.find('=') + 1));
      }
    }
    request.headers = std::move(headers);
    request.headers["host"] = "127.0.0.1:1";
    if (!token.empty() && !request.headers.contains("authorization")) {
      request.headers["authorization"] = "Bearer " + token;
    }
    if (!body.empty() && !request.headers.contains("content-type"))
      request.headers["content-type"] = "application/json";
    request.body = std::move(body);
    return received(request);
  }
  Json get(const std::string& target) { return Json::parse(ask("GET", target).body); }
  void advance(std::chrono::milliseconds by) { ask("POST", "/sim/advance?ms=" + std::to_string(by.count())); }

  static std::string challenge() { return base::base64url(base::sha256_raw(verifier)); }

  // Returns the query of a consent by PKCE.
  static std::map<std::string, std::string> consent(std::string_view scope = all_scopes) {
    return {{"client_id", "demo-client"},
            {"response_type", "code"},
            {"redirect_uri", std::string(redirect)},
            {"code_challenge_method", "S256"},
            {"code_challenge", challenge()},
            {"scope", std::string(scope)},
            {"state", "s"}};
  }
  http::Response authorize(std::map<std::string, std::string> query) {
    http::ServerRequest request;
    request.method = "GET";
    request.path = "/authorize";
    request.query = std::move(query);
    return received(request);
  }
  // "" when there is none.
  static std::string code_in(const http::Response& answer) {
    auto location = answer.header("location").value_or("");
    auto at = location.find("code=");
    return at == std::string::npos ? "" : location.substr(at + 5, location.find('&', at) - at - 5);
  }
  http::Response post_form(const std::vector<std::pair<std::string, std::string>>& fields,
                           const std::string& basic = "") {
    http::ServerRequest request;
    request.method = "POST";
    request.path = "/api/token";
    request.headers["content-type"] = "application/x-www-form-urlencoded";
    if (!basic.empty()) request.headers["authorization"] = "Basic " + base::base64(basic);
    request.body = http::form(fields);
    return received(request);
  }
  http::Response exchange(const std::string& code, std::string_view with = verifier) {
    return post_form({{"grant_type", "authorization_code"},
                      {"code", code},
                      {"redirect_uri", std::string(redirect)},
                      {"client_id", "demo-client"},
                      {"code_verifier", std::string(with)}});
  }
  http::Response refreshed(const std::string& refresh) {
    return post_form({{"grant_type", "refresh_token"}, {"refresh_token", refresh}, {"client_id", "demo-client"}});
  }
  // Logs in and uses the access token from now on. Returns the refresh token.
  std::string log_in(std::string_view scope = all_scopes) {
    auto grant = Json::parse(exchange(code_in(authorize(consent(scope)))).body);
    token = grant.at("access_token");
    return grant.at("refresh_token");
  }

  Simulator simulator;
  std::string token;
  http::ServerAnswer last{http::Response{}};
};

}  // namespace segue::simulator
