// One user's access to Spotify: sealed tokens, their keeper, the Web API.
#pragma once
#include "base/secrets.h"
#include "pipeline/home.h"
#include "spotify/account_check.h"
#include "spotify/token_keeper.h"
#include "spotify/web_api.h"

namespace segue::pipeline {

class SpotifySession {
 public:
  // Makes no call yet. Throws Error(usage) if no client id is set.
  SpotifySession(Home& home, const std::string& user);
  SpotifySession(const SpotifySession&) = delete;

  const spotify::App& app() const { return app_; }
  spotify::TokenKeeper& keeper() { return keeper_; }
  // Returns the Web API. First gives one notice a day if the consent is near its end, and asks for the account of a
  // consent if it is not known (spotify/account_check.h).
  spotify::WebApi& api();
  // For a login, which does these checks itself.
  spotify::LoginPlace place() { return {user_, keeper_, api_, secrets_}; }

 private:
  Home& home_;
  std::string user_;
  spotify::App app_;
  base::SealedFiles secrets_;
  spotify::TokenKeeper keeper_;
  spotify::WebApi api_;
};

}  // namespace segue::pipeline
