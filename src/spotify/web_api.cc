#include "spotify/web_api.h"

#include <fmt/core.h>
#include <simdjson.h>
#include <sodium.h>

#include "base/error.h"
#include "http/retry.h"

namespace segue::spotify {
namespace {

using base::Error;
using base::Fault;
using Answer = Expected<http::Response, http::TransportError>;

// {"error":{"message":…,"reason":…}}, or flat as the accounts service writes it; "" for HTML and the like.
std::string message_in(const std::string& body) {
  simdjson::dom::parser parser;
  simdjson::dom::element root, error;
  if (parser.parse(body).get(root) != simdjson::SUCCESS || root["error"].get(error) != simdjson::SUCCESS) return {};
  std::string_view message, reason;
  if (error.get(message) == simdjson::SUCCESS) return std::string(message);
  if (error["message"].get(message) != simdjson::SUCCESS) return {};
  return error["reason"].get(reason) == simdjson::SUCCESS ? fmt::format("{} ({})", message, reason)
                                                          : std::string(message);
}

Reply reply_of(const Answer& answer) {
  Reply reply;
  if (!answer) {
    reply.error = answer.error().what;
    return reply;
  }
  reply.status = answer->status;
  reply.body = answer->body;
  if (const auto date = answer->header("Date")) reply.server_date = base::parse_http_date(*date);
  if (!reply.is_good()) {
    reply.error = message_in(answer->body);
    reply.retry_after = http::retry_after(*answer);
  }
  return reply;
}

http::Request request_of(const Call& call, const std::string& base_url, const std::string& token) {
  http::Request request;
  request.method = call.method;
  request.url = base_url + call.path;
  request.headers = {{"Authorization", "Bearer " + token}};
  if (!call.json.empty()) request.headers.emplace_back("Content-Type", "application/json");
  request.body = call.json;
  return request;
}

double draw() {
  return static_cast<double>(randombytes_uniform(1U << 30)) / static_cast<double>(1U << 30);
}

Answer authorised(http::Client& client, TokenKeeper& keeper, const std::string& base_url, const Call& call) {
  const std::string token = keeper.access_token();
  Answer answer = client.send(request_of(call, base_url, token));
  if (!answer || answer->status != 401) return answer;
  return client.send(request_of(call, base_url, keeper.access_token_after(token)));
}

std::string path_only(const std::string& path) {
  return path.substr(0, path.find('?'));
}

}  // namespace

WebApi::WebApi(http::Client& client, TokenKeeper& keeper, std::string base_url, Wait wait)
    : client_(client), keeper_(keeper), base_url_(std::move(base_url)), wait_(std::move(wait)) {}

Reply WebApi::once(const Call& call) {
  return reply_of(authorised(client_, keeper_, base_url_, call));
}

Reply WebApi::patiently(const Call& call) {
  http::RetryPolicy policy;
  policy.repeatable = call.method != "POST";
  for (int attempt = 1;; ++attempt) {
    const Answer answer = authorised(client_, keeper_, base_url_, call);
    const auto wait = http::next_wait(policy, attempt, answer, draw());
    if ((answer && answer->status < 400) || !wait) return reply_of(answer);
    wait_(*wait);
  }
}

std::string WebApi::require(const Call& call) {
  Reply reply = patiently(call);
  if (!reply.is_good()) refuse(call, reply);
  return std::move(reply.body);
}

void refuse(const Call& call, const Reply& reply) {
  const std::string what = fmt::format("{} {}", call.method, path_only(call.path));
  const std::string said = reply.error.empty() ? "" : ": " + reply.error;
  if (reply.status == 0) throw Error(Fault::upstream, fmt::format("{}: Spotify gave no answer{}", what, said));
  if (reply.status == 401)
    throw Error(Fault::login, fmt::format("{}: the login is refused{}: run `segue login`", what, said));
  std::string until;
  if (reply.retry_after) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(*reply.retry_after).count();
    until = reply.server_date
                ? fmt::format("; not before {}", base::to_iso8601(*reply.server_date + *reply.retry_after))
                : fmt::format("; not before {} s from now", seconds);
  }
  throw Error(Fault::upstream, fmt::format("{}: status {}{}{}", what, reply.status, said, until));
}

}  // namespace segue::spotify
