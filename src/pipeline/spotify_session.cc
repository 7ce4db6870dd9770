#include "pipeline/spotify_session.h"

#include <fmt/core.h>

#include "base/error.h"
#include "spotify/consent.h"

namespace segue::pipeline {
namespace {

spotify::App app_of(const settings::Config& config) {
  if (config.client_id.empty())
    throw base::Error(
        base::Fault::usage,
        "no client id: make an app at developer.spotify.com, register the redirect URI http://127.0.0.1/callback "
        "there, and put its id into config.toml ([spotify] client_id) or SEGUE_SPOTIFY_CLIENT_ID");
  return {config.client_id, config.client_secret, config.accounts_url};
}

}  // namespace

SpotifySession::SpotifySession(Home& home, const std::string& user)
    : home_(home),
      user_(user),
      app_(app_of(home.config())),
      secrets_(home.config().secrets(), base::secret_key(home.environment(), home.config().key_folder)),
      keeper_(home.client(), secrets_, home.clock(), app_, user,
              home.config().secrets() / fmt::format("{}.{}.lock", user, app_.client_id)),
      api_(home.client(), keeper_, home.config().api_url, home.quota(), home.clock(),
           [&clock = home.clock()](std::chrono::milliseconds wait) { clock.wait_until(clock.now() + wait); }) {}

spotify::WebApi& SpotifySession::api() {
  if (const auto consent = keeper_.consent())
    if (const auto warning = spotify::consent_warning(consent->authorised_at, home_.clock().now()))
      home_.notice_once(fmt::format("segue: {}: {}", user_, *warning));
  spotify::ask_once_whose(place());
  return api_;
}

}  // namespace segue::pipeline
