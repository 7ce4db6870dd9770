#include <fmt/core.h>

#include <iostream>

#include "base/error.h"
#include "base/json.h"
#include "cli/function_consent.h"
#include "cli/output.h"
#include "cli/spotify_session.h"
#include "spotify/consent.h"
#include "spotify/login.h"

namespace segue::cli {
namespace {

struct Flags {
  std::uint16_t port = 0;
  bool paste = false, automatic = false;
  std::string into, client_id;
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

// By the way that the flags choose; the tokens go to `keeper`.
void log_in(Context& context, const Flags& flags, const spotify::App& app, spotify::TokenKeeper& keeper) {
  auto& client = context.client();
  if (flags.paste || flags.automatic) {
    const std::string redirect_uri = fmt::format("http://127.0.0.1:{}/callback", flags.port == 0 ? 8765 : flags.port);
    const auto browse = [&](const std::string& url, const std::string&) {
      return flags.automatic ? spotify::follow_redirect(client, url) : paste(url);
    };
    return spotify::log_in(client, app, redirect_uri, browse, keeper);
  }
  spotify::Callback callback(flags.port);
  const auto browse = [&](const std::string& url, const std::string& state) {
    fmt::print(stderr,
               "Open this address in a browser on this machine, and agree (elsewhere: segue login --paste):\n\n{}\n\n",
               url);
    return callback.wait(state);
  };
  spotify::log_in(client, app, callback.redirect_uri(), browse, keeper);
}

void report(Context& context, const spotify::TokenKeeper& keeper, const std::string& parameter) {
  const auto ends = spotify::consent_end(keeper.consent()->authorised_at);
  if (context.json) {
    base::JsonObject json;
    json.text("user", context.user()).text("token_expires", base::to_iso8601(ends));
    if (!parameter.empty()) json.text("parameter", parameter);
    return print(json.str() + "\n");
  }
  print(fmt::format("Logged in as {}. Spotify ends this consent on {}: log in again before.\n", context.user(),
                    base::to_iso_date(ends)));
  if (parameter.empty())
    print("Next: `segue poll`, every 20 minutes.\n");
  else
    print(fmt::format("It lies in the parameter {}, for the function alone.\n", parameter));
}

void run(Context& context, const Flags& flags) {
  const base::Config& config = context.config();
  if (flags.automatic && !base::is_loopback_url(config.accounts_url))
    throw base::Error(base::Fault::usage, "--auto is for simulators: SEGUE_SPOTIFY_ACCOUNTS_URL must be on loopback");
  if (flags.into.empty()) {
    if (!flags.client_id.empty()) throw base::Error(base::Fault::usage, "--client-id goes with --into");
    SpotifySession session(context, context.user());
    log_in(context, flags, session.app(), session.keeper());
    return report(context, session.keeper(), "");
  }
  FunctionConsent function(context, flags.into, flags.client_id);
  log_in(context, flags, function.app(), function.keeper());
  report(context, function.keeper(), function.parameter());
}

}  // namespace

void add_login(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("login", "let segue read your plays, write its playlist");
  command->add_option("--port", flags->port, "of the loopback address (default: a free one)");
  command->add_flag("--paste", flags->paste, "for a machine without a browser");
  command->add_flag("--auto", flags->automatic, "consent by itself; simulators only");
  command->add_option("--into", flags->into, "of the AWS function: into that SSM parameter")->type_name("ssm:/NAME");
  command->add_option("--client-id", flags->client_id, "with --into: of the function's own app")->type_name("ID");
  command->callback([&context, flags] { run(context, *flags); });
}

}  // namespace segue::cli
