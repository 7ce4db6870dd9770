#include "spotify/oauth.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/hash.h"
#include "base/json_reader.h"
#include "http/retry.h"
#include "spotify/said.h"

namespace segue::spotify {
namespace {

using base::Error;
using base::Fault;

std::string query_value(std::string_view url, std::string_view name) {
  const std::size_t question = url.find('?');
  if (question == std::string_view::npos) return {};
  std::string_view rest = url.substr(question + 1);
  rest = rest.substr(0, rest.find('#'));
  while (!rest.empty()) {
    const std::size_t end = rest.find('&');
    const std::string_view field = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (field.starts_with(name) && field.size() > name.size() && field[name.size()] == '=')
      return http::percent_decode(field.substr(name.size() + 1));
  }
  return {};
}

http::Request token_request(const App& app, std::vector<std::pair<std::string, std::string>> fields) {
  http::Request request;
  request.method = "POST";
  request.url = app.accounts_url + "/api/token";
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  if (app.client_secret.empty())
    fields.emplace_back("client_id", app.client_id);
  else
    request.headers.emplace_back("Authorization", "Basic " + base::base64(app.client_id + ":" + app.client_secret));
  request.body = http::form(fields);
  return request;
}

}  // namespace

Pkce pkce_from(std::string_view random_bytes) {
  Pkce pkce;
  pkce.verifier = base::base64url(random_bytes);
  pkce.challenge = base::base64url(base::sha256_raw(pkce.verifier));
  return pkce;
}

std::string authorize_url(const App& app, const std::string& redirect_uri, const std::string& state, const Pkce& pkce) {
  std::vector<std::pair<std::string, std::string>> fields{{"client_id", app.client_id},
                                                          {"response_type", "code"},
                                                          {"redirect_uri", redirect_uri},
                                                          {"state", state},
                                                          {"scope", app.scopes}};
  if (app.client_secret.empty()) {
    fields.emplace_back("code_challenge_method", "S256");
    fields.emplace_back("code_challenge", pkce.challenge);
  }
  // Without the dialog, the consent of an app that the account already knows may not start its six months anew.
  fields.emplace_back("show_dialog", "true");
  return app.accounts_url + "/authorize?" + http::form(fields);
}

std::string code_from(std::string_view returned_url, const std::string& state) {
  const std::string returned = query_value(returned_url, "state");
  if (returned.empty())
    throw Error(Fault::login,
                "this is not the address of the last page, which contains `code=` and `state=`: run `segue login` "
                "again and paste the whole address");
  if (returned != state)
    throw Error(Fault::login, "this address belongs to another login (its state differs): run `segue login` again");
  if (const std::string error = query_value(returned_url, "error"); !error.empty())
    throw Error(Fault::login,
                fmt::format("Spotify gave no consent ({})",
                            said_by({error, query_value(returned_url, "error_description"), 400, true, {}})));
  std::string code = query_value(returned_url, "code");
  if (code.empty())
    throw Error(Fault::login,
                "this address contains no code: run `segue login` again and paste the whole address of the last page");
  return code;
}

http::Request code_request(const App& app, const std::string& code, const std::string& redirect_uri, const Pkce& pkce) {
  std::vector<std::pair<std::string, std::string>> fields{
      {"grant_type", "authorization_code"}, {"code", code}, {"redirect_uri", redirect_uri}};
  if (app.client_secret.empty()) fields.emplace_back("code_verifier", pkce.verifier);
  return token_request(app, std::move(fields));
}

http::Request refresh_request(const App& app, const std::string& refresh_token) {
  return token_request(app, {{"grant_type", "refresh_token"}, {"refresh_token", refresh_token}});
}

Expected<TokenAnswer, TokenFault> read_token_answer(const http::Response& response, std::optional<base::Instant> now) {
  simdjson::dom::parser parser;
  simdjson::dom::element object;
  const bool is_json = parser.parse(response.body).get(object) == simdjson::SUCCESS;
  if (response.status != 200) {
    const std::string error = is_json ? base::text_if(object["error"]) : "";
    const bool is_refusal = !error.empty() && response.status >= 400 && response.status < 500 && response.status != 429;
    if (is_refusal) {
      std::string description = base::text_if(object["error_description"]);
      if (description.empty()) description = base::text_if(object["message"]);
      return unexpected(TokenFault{error, std::move(description), response.status, true, {}});
    }
    return unexpected(TokenFault{fmt::format("status {}", response.status), message_in(response.body), response.status,
                                 false, http::retry_after(response, now)});
  }
  TokenAnswer answer;
  if (is_json) {
    answer.access_token = base::text_if(object["access_token"]);
    answer.refresh_token = base::text_if(object["refresh_token"]);
    answer.scope = base::text_if(object["scope"]);
    answer.expires_in_s = std::min<std::int64_t>(base::integer_if(object["expires_in"]).value_or(0), 86'400);
  }
  if (const auto date = response.header("Date")) answer.date = base::parse_http_date(*date);
  if (answer.access_token.empty() || answer.expires_in_s <= 0)
    return unexpected(TokenFault{"its answer contains no token", "", response.status});
  return answer;
}

std::string said_by(const TokenFault& fault) {
  std::string text = without_long_words(fault.error);
  if (!fault.description.empty()) text += ": " + without_long_words(fault.description);
  text += cure_of(fault.status, text);
  if (fault.retry_after)
    text += fmt::format("; not before {} s from now",
                        std::chrono::duration_cast<std::chrono::seconds>(*fault.retry_after).count());
  return text;
}

}  // namespace segue::spotify
