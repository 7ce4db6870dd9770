// One user's way to Spotify: sealed tokens, their keeper, the Web API.
#pragma once
#include "base/secrets.h"
#include "cli/context.h"
#include "spotify/token_keeper.h"
#include "spotify/web_api.h"

namespace segue::cli {

class SpotifySession {
 public:
  // Nothing is asked yet. Throws Error(usage) when no client id is set.
  explicit SpotifySession(Context& context);
  SpotifySession(const SpotifySession&) = delete;

  const spotify::App& app() const { return app_; }
  spotify::TokenKeeper& keeper() { return keeper_; }
  // Whoever asks Spotify for something is told on stderr, once a command (one that goes on
  // for days: once a day), when the consent is near its end.
  spotify::WebApi& api();

 private:
  Context& context_;
  spotify::App app_;
  base::SealedFiles secrets_;
  spotify::TokenKeeper keeper_;
  spotify::WebApi api_;
};

}  // namespace segue::cli
