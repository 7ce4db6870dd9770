// How a call goes: the quota is asked before a token is fetched, so that a call that is held back costs no refresh.
// exchange() then counts the call and sends it; attempt() adds one refresh after a 401; patiently() adds waits and
// further tries. No other code calls the Web API, so every call is counted.
#include "spotify/web_api.h"

#include <fmt/core.h>
#include <sodium.h>

#include <algorithm>

#include "base/error.h"
#include "base/log.h"
#include "base/secrets.h"
#include "http/retry.h"
#include "spotify/said.h"

namespace segue::spotify {
namespace {

using base::Error;
using base::Fault;
using std::chrono::milliseconds;
using Answer = Expected<http::Response, http::TransportError>;

// Our clock is right within this: a machine that is off by more would find Spotify's certificate invalid. So a Date
// that is further off is wrong; if segue used it, every play and each later answer would be misdated.
constexpr std::chrono::days kDateIsOffBy{31};

Reply reply_of(const Answer& answer, base::Instant now) {
  Reply reply;
  if (!answer) {
    reply.error = answer.error().what;
    return reply;
  }
  reply.status = answer->status;
  reply.body = answer->body;
  if (const auto date = answer->header("Date")) reply.server_date = base::parse_http_date(*date);
  if (reply.server_date && std::chrono::abs(*reply.server_date - now) > kDateIsOffBy) reply.server_date.reset();
  if (!reply.is_good()) {
    reply.error = message_in(answer->body);
    reply.retry_after = http::retry_after(*answer, now);
  }
  return reply;
}

CallRefusal refusal_in(const Reply& reply) {
  return {reply.retry_after, reply.error.find("QUOTA_EXCEEDED") != std::string::npos};
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

std::string path_only(const std::string& path) {
  return path.substr(0, path.find('?'));
}

Reply held_reply(const Held& held) {
  Reply reply;
  reply.error = held.why;
  reply.held_until = held.until;
  return reply;
}

// For a Retry-After with another status than 429: it opens no breaker and is only reported.
std::string told_wait(const Reply& reply) {
  if (!reply.retry_after) return {};
  if (reply.server_date)
    return fmt::format("; not before {}", base::to_iso8601(*reply.server_date + *reply.retry_after));
  return fmt::format("; not before {} s from now",
                     std::chrono::duration_cast<std::chrono::seconds>(*reply.retry_after).count());
}

}  // namespace

struct WebApi::Try {
  Reply reply;
  Answer answer = unexpected(http::TransportError{});  // the answer, if a call was made
};

WebApi::WebApi(http::Client& client, TokenKeeper& keeper, std::string base_url, Quota& quota, const base::Clock& clock,
               Wait wait)
    : client_(client),
      keeper_(keeper),
      base_url_(std::move(base_url)),
      quota_(quota),
      clock_(clock),
      wait_(std::move(wait)) {}

WebApi::Try WebApi::exchange(const Call& call, const std::string& token) {
  const Family family = family_of(call.method, call.path);
  Try made;
  const auto ticket = quota_.admit(family, call.lane.value_or(lane_of(family)));
  if (!ticket) {
    spdlog::debug("{} {}: held back", call.method, path_only(call.path));
    made.reply = held_reply(ticket.error());
    return made;
  }
  made.answer = client_.send(request_of(call, base_url_, token));
  // A proxy's error page may echo the token that it was sent, and the body goes into the lake.
  if (made.answer) made.answer->body = base::without(std::move(made.answer->body), {"Bearer " + token, token});
  made.reply = reply_of(made.answer, clock_.now());
  spdlog::debug("{} {}: {}", call.method, path_only(call.path), made.reply.status);
  made.reply.held_until = quota_.answered(*ticket, made.reply.status, refusal_in(made.reply), draw());
  return made;
}

WebApi::Try WebApi::attempt(const Call& call, const std::string& own_token) {
  const Family family = family_of(call.method, call.path);
  if (const auto held = quota_.held(family, call.lane.value_or(lane_of(family)))) {
    Try none;
    none.reply = held_reply(*held);  // before any token is refreshed
    return none;
  }
  if (!own_token.empty()) return exchange(call, own_token);
  const std::string token = keeper_.access_token();
  Try first = exchange(call, token);
  if (first.reply.status != 401 || speaks_of_scopes(first.reply.error)) return first;
  return exchange(call, keeper_.access_token_after(token));
}

Reply WebApi::once(const Call& call) {
  return attempt(call, "").reply;
}

std::optional<milliseconds> WebApi::next_wait(int tries, const Call& call, const Try& last) const {
  http::RetryPolicy policy;
  policy.repeatable = call.method != "POST";
  policy.now = clock_.now();
  if (last.reply.status != 429 && !last.reply.is_held()) return http::next_wait(policy, tries, last.answer, draw());
  const milliseconds wait = std::max(*last.reply.held_until - clock_.now(), milliseconds{0});
  if (tries >= policy.attempts || wait > policy.longest_wait) return std::nullopt;
  const milliseconds jitter{static_cast<std::int64_t>(static_cast<double>(policy.base.count()) * draw())};
  return std::min(wait + jitter, policy.longest_wait);
}

Reply WebApi::patiently(const Call& call) {
  return patiently_with("", call);
}

Reply WebApi::patiently_with(const std::string& token, const Call& call) {
  for (int tries = 1;; ++tries) {
    Try last = attempt(call, token);
    const bool is_settled = last.reply.status > 0 && last.reply.status < 400;
    const auto wait = is_settled ? std::nullopt : next_wait(tries, call, last);
    if (!wait) return std::move(last.reply);
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
  const std::string until =
      reply.held_until ? fmt::format("; not before {}", base::to_iso8601(*reply.held_until)) : std::string{};
  if (reply.is_held()) throw Error(Fault::upstream, fmt::format("{} was not sent{}{}", what, said, until));
  if (reply.status == 0) throw Error(Fault::upstream, fmt::format("{}: Spotify gave no answer{}", what, said));
  if (reply.status == 401 || (reply.status == 403 && speaks_of_scopes(reply.error)))
    throw Error(Fault::login, fmt::format("{}: Spotify refuses the login{}: run `segue login`", what, said));
  throw Error(Fault::upstream,
              fmt::format("{}: status {}{}{}{}", what, reply.status, said, cure_of(reply.status, reply.error),
                          until.empty() ? told_wait(reply) : until));
}

}  // namespace segue::spotify
