// How it works: a refresh happens under the user's lock and begins by reading the stored consent again, so that of two
// processes one asks Spotify and the other uses its result. Spotify may replace the refresh token with each answer; the
// new one is durable before anybody uses it, else a crash would lose the login.
#include "spotify/token_keeper.h"

#include <fmt/core.h>

#include "base/error.h"
#include "base/lock.h"
#include "base/log.h"
#include "spotify/consent.h"
#include "spotify/quota.h"

namespace segue::spotify {
namespace {

using base::Error;
using base::Fault;

// Tokens live a day at most. If one seems to live longer, the clock was moved and its end cannot be trusted.
constexpr std::chrono::hours kLongestLife{25};

bool is_fresh(const Consent& consent, base::Instant now) {
  const auto left = consent.expires_at - now;
  return left > std::chrono::minutes{1} && left < kLongestLife;
}

// Returns whether a wait is under way. A wait of more than a week, the longest that leave_alone() gives, comes from a
// moved clock and is ignored.
bool is_held(const Consent& consent, base::Instant now) {
  if (!consent.refresh_not_before) return false;
  const auto left = *consent.refresh_not_before - now;
  return left > std::chrono::milliseconds{0} && left <= std::chrono::days{7};
}

std::string held_until(base::Instant until) {
  return fmt::format("not before {}", base::to_iso8601(until));
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

KeptLogin TokenKeeper::login() const {
  const auto kept = secrets_.get(name());
  return kept ? login_in(*kept) : KeptLogin{};
}

std::optional<Consent> TokenKeeper::consent() const {
  return login().consent;
}

std::optional<EndedLogin> TokenKeeper::ended() const {
  return login().ended;
}

Consent TokenKeeper::require() const {
  auto kept = login();
  if (kept.ended) throw Error(Fault::login, said_of(*kept.ended, user_));
  if (!kept.consent)
    throw Error(Fault::login, fmt::format("user {} has not logged in: run {}", user_, login_command(user_)));
  return *std::move(kept.consent);
}

void TokenKeeper::keep_new(const TokenAnswer& answer, const Account& account) {
  const base::FileLock held = base::FileLock::take(lock_file_);
  const base::Instant now = clock_.now();
  const Consent consent{app_.client_id,
                        answer.scope.empty() ? app_.scopes : answer.scope,
                        answer.refresh_token,
                        answer.access_token,
                        answer.date.value_or(now),
                        now + std::chrono::seconds{answer.expires_in_s},
                        account,
                        {}};
  secrets_.put(name(), to_json(consent));
}

void TokenKeeper::keep_account(const Account& account) {
  const base::FileLock held = base::FileLock::take(lock_file_);
  auto kept = consent();
  if (!kept) return;
  kept->account = account;
  secrets_.put(name(), to_json(*kept));
}

std::string TokenKeeper::access_token() {
  const Consent kept = require();
  return is_fresh(kept, clock_.now()) ? kept.access_token : refresh(kept.access_token);
}

std::string TokenKeeper::access_token_after(const std::string& refused) {
  return refresh(refused);
}

void TokenKeeper::end(const Consent& consent, const TokenFault& fault) {
  const base::Instant now = clock_.now();
  const bool is_over = consent_end(consent.authorised_at) <= now;
  const std::string why =
      is_over ? std::string("six months have passed since it was given, and Spotify keeps no consent longer than that")
              : fmt::format("Spotify no longer accepts it ({}), as when the app is disconnected from the account",
                            said_by(fault));
  const EndedLogin ended{consent.client_id, consent.authorised_at, now, why, consent.account};
  secrets_.put(name(), to_json(ended));
  throw Error(Fault::login, said_of(ended, user_));
}

void TokenKeeper::fail(Consent consent, TokenFault fault) {
  std::string until;
  if (fault.is_limit()) {
    consent.refresh_not_before = clock_.now() + leave_alone({fault.retry_after, false}, 1, 1);
    secrets_.put(name(), to_json(consent));
    until = "; " + held_until(*consent.refresh_not_before);
    fault.retry_after.reset();  // the message names the time only once
  }
  throw Error(Fault::upstream,
              fmt::format("Spotify's accounts service gave no new token ({}){}", said_by(fault), until));
}

std::string TokenKeeper::refresh(const std::string& refused) {
  const base::FileLock held = base::FileLock::take(lock_file_);
  Consent kept = require();
  if (kept.access_token != refused) return kept.access_token;  // another process was quicker
  if (is_held(kept, clock_.now()))
    throw Error(
        Fault::upstream,
        fmt::format(
            "segue did not ask Spotify's accounts service for a new token: it answered 429 and asked segue to wait, {}",
            held_until(*kept.refresh_not_before)));
  const auto answer = client_.send(refresh_request(app_, kept.refresh_token));
  if (!answer)
    throw Error(Fault::upstream, fmt::format("Spotify's accounts service cannot be reached: {}", answer.error().what));
  const auto tokens = read_token_answer(*answer, clock_.now());
  spdlog::debug("refresh: {}", answer->status);
  if (!tokens && tokens.error().is_terminal()) end(kept, tokens.error());
  if (!tokens) fail(std::move(kept), tokens.error());
  kept.access_token = tokens->access_token;
  kept.expires_at = clock_.now() + std::chrono::seconds{tokens->expires_in_s};
  kept.refresh_not_before.reset();
  if (!tokens->refresh_token.empty()) kept.refresh_token = tokens->refresh_token;
  // An answer without a scope means that the scope did not change.
  if (!tokens->scope.empty()) kept.scope = tokens->scope;
  secrets_.put(name(), to_json(kept));  // durable before anybody uses it
  return kept.access_token;
}

}  // namespace segue::spotify
