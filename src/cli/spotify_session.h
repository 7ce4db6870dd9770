// One user's way to Spotify: sealed tokens, their keeper, the Web API.
#pragma once
#include "base/secrets.h"
#include "cli/account_check.h"
#include "cli/context.h"
#include "spotify/token_keeper.h"
#include "spotify/web_api.h"

namespace segue::cli {

class SpotifySession {
 public:
  // Nothing is asked yet. Throws Error(usage) when no client id is set.
  SpotifySession(Context& context, const std::string& user);
  SpotifySession(const SpotifySession&) = delete;

  const spotify::App& app() const { return app_; }
  spotify::TokenKeeper& keeper() { return keeper_; }
  // Whoever asks Spotify for something is told on stderr, once a command (and once a day while it goes on), when the
  // consent is near its end; and a consent whose account is not known is asked about first (account_check.h).
  spotify::WebApi& api();
  // For a login, which asks these itself.
  LoginPlace place() { return {user_, keeper_, api_, secrets_}; }

 private:
  Context& context_;
  std::string user_;
  spotify::App app_;
  base::SealedFiles secrets_;
  spotify::TokenKeeper keeper_;
  spotify::WebApi api_;
};

}  // namespace segue::cli
