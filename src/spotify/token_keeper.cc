#include "spotify/token_keeper.h"

#include <fmt/core.h>
#include <simdjson.h>

#include "base/error.h"
#include "base/json.h"
#include "base/lock.h"
#include "base/log.h"

namespace segue::spotify {
namespace {

using base::Error;
using base::Fault;

Consent from_json(const std::string& json) {
  simdjson::dom::parser parser;
  simdjson::dom::element object;
  if (parser.parse(json).get(object) != simdjson::SUCCESS)
    throw Error(Fault::login, "the kept consent is damaged: run `segue login`");
  const auto text = [&](const char* name) {
    std::string_view value;
    return object[name].get(value) == simdjson::SUCCESS ? std::string(value) : std::string{};
  };
  const auto instant = [&](const char* name) {
    std::int64_t ms = 0;
    return object[name].get(ms) == simdjson::SUCCESS ? base::from_ms(ms) : base::Instant{};
  };
  return {text("client_id"),        text("scope"),        text("refresh_token"), text("access_token"),
          instant("authorised_at"), instant("expires_at")};
}

}  // namespace

TokenKeeper::TokenKeeper(http::Client& client, base::SecretStore& secrets, const base::Clock& clock, App app,
                         std::string user, std::filesystem::path lock_file)
    : client_(client),
      secrets_(secrets),
      clock_(clock),
      app_(std::move(app)),
      user_(std::move(user)),
      lock_file_(std::move(lock_file)) {}

std::string TokenKeeper::name() const {
  return fmt::format("{}.{}.consent", user_, app_.client_id);
}

std::optional<Consent> TokenKeeper::consent() const {
  const auto kept = secrets_.get(name());
  return kept ? std::optional(from_json(*kept)) : std::nullopt;
}

void TokenKeeper::keep(const Consent& consent) {
  secrets_.put(name(), base::JsonObject{}
                           .text("client_id", consent.client_id)
                           .text("scope", consent.scope)
                           .text("refresh_token", consent.refresh_token)
                           .text("access_token", consent.access_token)
                           .number("authorised_at", base::to_ms(consent.authorised_at))
                           .number("expires_at", base::to_ms(consent.expires_at))
                           .str());
}

void TokenKeeper::keep_new(const TokenAnswer& answer) {
  const base::FileLock held = base::FileLock::take(lock_file_);
  const base::Instant now = clock_.now();
  keep({app_.client_id, answer.scope, answer.refresh_token, answer.access_token, now,
        now + std::chrono::seconds{answer.expires_in_s}});
}

std::string TokenKeeper::access_token() {
  const auto kept = consent();
  if (!kept) throw Error(Fault::login, fmt::format("user {} has not logged in: run `segue login`", user_));
  if (kept->expires_at > clock_.now() + std::chrono::minutes{1}) return kept->access_token;
  return refresh(kept->access_token);
}

std::string TokenKeeper::access_token_after(const std::string& refused) {
  return refresh(refused);
}

std::string TokenKeeper::refresh(const std::string& refused) {
  const base::FileLock held = base::FileLock::take(lock_file_);
  auto kept = consent();
  if (!kept) throw Error(Fault::login, fmt::format("user {} has not logged in: run `segue login`", user_));
  if (kept->access_token != refused) return kept->access_token;  // another process was quicker
  const auto answer = client_.send(refresh_request(app_, kept->refresh_token));
  if (!answer)
    throw Error(Fault::upstream, fmt::format("Spotify's accounts service cannot be reached: {}", answer.error().what));
  const auto tokens = read_token_answer(*answer);
  spdlog::debug("refresh: {}", answer->status);
  if (!tokens && tokens.error().is_terminal()) {
    secrets_.remove(name());
    throw Error(
        Fault::login,
        fmt::format("Spotify no longer accepts the login of {} (it ends six months after consent, or when the app "
                    "is disconnected): run `segue login` again",
                    user_));
  }
  if (!tokens)
    throw Error(Fault::upstream,
                fmt::format("Spotify's accounts service refused a refresh ({})", said_by(tokens.error())));
  kept->access_token = tokens->access_token;
  kept->expires_at = clock_.now() + std::chrono::seconds{tokens->expires_in_s};
  if (!tokens->refresh_token.empty()) kept->refresh_token = tokens->refresh_token;
  if (!tokens->scope.empty()) kept->scope = tokens->scope;
  keep(*kept);  // durable before anybody uses it
  return kept->access_token;
}

}  // namespace segue::spotify
