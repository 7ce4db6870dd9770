#include <fmt/core.h>

#include <iostream>

#include "base/error.h"
#include "base/json.h"
#include "cli/output.h"
#include "cli/spotify_session.h"
#include "spotify/consent.h"
#include "spotify/login.h"

namespace segue::cli {
namespace {

struct Flags {
  std::uint16_t port = 0;
  bool paste = false, automatic = false;
};

// Where the browser runs on another machine, its last page fails to open there: the address in its bar is what we need.
std::string paste(const std::string& authorize_url) {
  fmt::print(stderr,
             "Open this address in a browser, on any machine, and agree:\n\n{}\n\nThe last page will not open. Paste "
             "its whole "
             "address here: ",
             authorize_url);
  std::string address;
  std::getline(std::cin, address);
  const auto first = address.find_first_not_of(" \t\r");
  if (first == std::string::npos) throw base::Error(base::Fault::login, "no address was pasted: nothing has changed");
  return address.substr(first, address.find_last_not_of(" \t\r") + 1 - first);
}

void run(Context& context, const Flags& flags) {
  const base::Config& config = context.config();
  if (flags.automatic && !base::is_loopback_url(config.accounts_url))
    throw base::Error(base::Fault::usage, "--auto is for simulators: SEGUE_SPOTIFY_ACCOUNTS_URL must be on loopback");
  SpotifySession session(context, context.user());
  auto& client = context.client();
  if (flags.paste || flags.automatic) {
    const std::string redirect_uri = fmt::format("http://127.0.0.1:{}/callback", flags.port == 0 ? 8765 : flags.port);
    spotify::log_in(
        client, session.app(), redirect_uri,
        [&](const std::string& url, const std::string&) {
          return flags.automatic ? spotify::follow_redirect(client, url) : paste(url);
        },
        session.keeper());
  } else {
    spotify::Callback callback(flags.port);
    spotify::log_in(
        client, session.app(), callback.redirect_uri(),
        [&](const std::string& url, const std::string& state) {
          fmt::print(
              stderr,
              "Open this address in a browser on this machine, and agree (elsewhere: segue login --paste):\n\n{}\n\n",
              url);
          return callback.wait(state);
        },
        session.keeper());
  }
  const auto ends = spotify::consent_end(session.keeper().consent()->authorised_at);
  if (context.json)
    print(base::JsonObject{}.text("user", context.user()).text("token_expires", base::to_iso8601(ends)).str() + "\n");
  else
    print(
        fmt::format("Logged in as {}. Spotify ends this consent on {}: log in again before.\nNext: `segue poll`, every "
                    "20 minutes.\n",
                    context.user(), base::to_iso_date(ends)));
}

}  // namespace

void add_login(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("login", "let segue read your plays, write its playlist");
  command->add_option("--port", flags->port, "of the loopback address (default: a free one)");
  command->add_flag("--paste", flags->paste, "for a machine without a browser");
  command->add_flag("--auto", flags->automatic, "consent by itself; simulators only");
  command->callback([&context, flags] { run(context, *flags); });
}

}  // namespace segue::cli
