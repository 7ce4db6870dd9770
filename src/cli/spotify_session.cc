#include "cli/spotify_session.h"

#include <fmt/core.h>

#include "base/error.h"
#include "spotify/consent.h"

namespace segue::cli {
namespace {

spotify::App app_of(const base::Config& config) {
  if (config.client_id.empty())
    throw base::Error(
        base::Fault::usage,
        "no client id: make an app at developer.spotify.com, register the redirect URI http://127.0.0.1/callback "
        "there, and put its id into config.toml ([spotify] client_id) or SEGUE_SPOTIFY_CLIENT_ID");
  return {config.client_id, config.client_secret, config.accounts_url};
}

}  // namespace

SpotifySession::SpotifySession(Context& context, const std::string& user)
    : context_(context),
      user_(user),
      app_(app_of(context.config())),
      secrets_(context.config().secrets(), base::secret_key(base::process_environment, context.config().key_folder)),
      keeper_(context.client(), secrets_, context.clock(), app_, user,
              context.config().secrets() / fmt::format("{}.{}.lock", user, app_.client_id)),
      api_(context.client(), keeper_, context.config().api_url, context.quota(), context.clock(),
           [&clock = context.clock()](std::chrono::milliseconds wait) { clock.wait_until(clock.now() + wait); }) {}

spotify::WebApi& SpotifySession::api() {
  if (const auto consent = keeper_.consent())
    if (const auto warning = spotify::consent_warning(consent->authorised_at, context_.clock().now()))
      context_.say_once(fmt::format("segue: {}: {}", user_, *warning));
  ask_once_whose(place());
  return api_;
}

}  // namespace segue::cli
