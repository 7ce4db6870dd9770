#include "cli/spotify_session.h"

#include "base/error.h"

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
    : app_(app_of(context.config())),
      secrets_(context.config().secrets(), base::secret_key(base::process_environment, context.config().key_folder)),
      keeper_(context.client(), secrets_, context.clock(), app_, user, context.config().secrets() / "refresh.lock"),
      api_(context.client(), keeper_, context.config().api_url, context.quota(), context.clock(),
           [&clock = context.clock()](std::chrono::milliseconds wait) { clock.wait_until(clock.now() + wait); }) {}

}  // namespace segue::cli
