#include <fmt/core.h>

#include <chrono>
#include <iostream>

#include "base/error.h"
#include "base/json.h"
#include "cli/context.h"
#include "cli/output.h"
#include "pipeline/function_consent.h"
#include "pipeline/spotify_session.h"
#include "spotify/consent.h"
#include "spotify/login.h"
#include "spotify/scopes.h"

namespace segue::cli {
namespace {

struct Flags {
  std::uint16_t port = 0;
  bool paste = false, automatic = false, switch_account = false;
  std::string into, client_id;
};

// How long to wait before a hint. A browser at an error page of Spotify's never comes back; most often the app's page
// lists another address.
constexpr std::chrono::seconds kPatience{60};
// A clock that is further off is reported, because tokens, consents and polls are judged by it.
constexpr std::chrono::minutes kClockOff{10};

void show_address(const std::string& authorize_url, std::string_view where) {
  fmt::print(stderr,
             "The app's page at developer.spotify.com must list the redirect URI {}, exactly so and without a port: "
             "otherwise Spotify's page says INVALID_CLIENT.\nOpen this address in a browser {}, and agree:\n\n{}\n\n",
             spotify::kRegistered, where, authorize_url);
}

// Asks for the address of the browser's last page. On another machine that page fails to open, but its address is all
// we need.
std::string paste(const std::string& authorize_url) {
  show_address(authorize_url, "on any machine");
  fmt::print(stderr, "The last page will not open. Paste its whole address here: ");
  std::string address;
  std::getline(std::cin, address);
  const auto is_around = [](char c) { return std::string_view(" \t\r\"'<>").find(c) != std::string_view::npos; };
  while (!address.empty() && is_around(address.back())) address.pop_back();
  while (!address.empty() && is_around(address.front())) address.erase(0, 1);
  if (address.empty())
    throw base::Error(
        base::Fault::login,
        fmt::format("no address was pasted: nothing has changed. If Spotify's page shows an error, register "
                    "the redirect URI {} on the app's page",
                    spotify::kRegistered));
  return address;
}

std::string wait_for_browser(spotify::Callback& callback, const std::string& url, const std::string& state) {
  show_address(url, "on this machine (elsewhere: segue login --paste)");
  return callback.wait(state, kPatience, [] {
    fmt::print(stderr,
               "Still waiting: the browser has not come back. If its page shows INVALID_CLIENT or speaks of a redirect "
               "URI, register {} on the app's page at developer.spotify.com, and open the address again.\n",
               spotify::kRegistered);
  });
}

// Logs in the way that the flags choose.
spotify::TokenAnswer log_in(Context& context, const Flags& flags, const spotify::App& app) {
  auto& client = context.home().client();
  if (flags.paste || flags.automatic) {
    const std::string redirect_uri = fmt::format("http://127.0.0.1:{}/callback", flags.port == 0 ? 8765 : flags.port);
    const auto browse = [&](const std::string& url, const std::string&) {
      return flags.automatic ? spotify::follow_redirect(client, url) : paste(url);
    };
    return spotify::log_in(client, app, redirect_uri, browse);
  }
  spotify::Callback callback(flags.port);
  const auto browse = [&](const std::string& url, const std::string& state) {
    return wait_for_browser(callback, url, state);
  };
  return spotify::log_in(client, app, callback.redirect_uri(), browse);
}

void warn_of_clock(Context& context, const spotify::TokenAnswer& answer) {
  const base::Instant now = context.home().clock().now();
  if (!answer.date || std::chrono::abs(*answer.date - now) <= kClockOff) return;
  fmt::print(stderr,
             "segue: this machine's clock says {}, Spotify's {}: set this machine's clock, because segue judges plays "
             "and consents by it\n",
             base::to_iso8601(now), base::to_iso8601(*answer.date));
}

void report(Context& context, const spotify::Consent& consent, const spotify::App& app, const std::string& parameter) {
  const auto ends = spotify::consent_end(consent.authorised_at);
  const auto missing = spotify::missing_scopes(app.scopes, consent.scope);
  if (context.json) {
    base::JsonArray lacks;
    for (const std::string& scope : missing) lacks.raw(base::json_quoted(scope));
    base::JsonObject json;
    json.text("user", context.user()).text("account", consent.account.id);
    json.text("account_id", consent.account.account_id).text("account_name", consent.account.name);
    json.text("token_expires", base::to_iso8601(ends)).raw("missing_scopes", lacks.str());
    if (!parameter.empty()) json.text("parameter", parameter);
    return print(json.str() + "\n");
  }
  print(fmt::format("Logged in as {}, {}.\nSpotify ends this consent on {}: log in again before that day.\n",
                    context.user(), spotify::shown(consent.account), base::to_iso_date(ends)));
  if (!missing.empty())
    print("Spotify gave fewer rights than segue asked for. These will not work until a login gives them:\n");
  for (const std::string& scope : missing) print(fmt::format("  {}\n", spotify::with_its_use(scope)));
  if (parameter.empty())
    print("Next: `segue poll`, every 20 minutes.\n");
  else
    print(fmt::format("The login is stored in the parameter {}, for the function alone.\n", parameter));
}

void log_in_at(Context& context, const Flags& flags, const spotify::App& app, const spotify::LoginPlace& place,
               const std::string& parameter) {
  const spotify::TokenAnswer answer = log_in(context, flags, app);
  warn_of_clock(context, answer);
  spotify::keep_login(place, answer, flags.switch_account);
  report(context, place.keeper.consent().value(), app, parameter);
}

void run(Context& context, const Flags& flags) {
  const settings::Config& config = context.config();
  if (flags.automatic && !base::is_loopback_url(config.accounts_url))
    throw base::Error(base::Fault::usage, "--auto is for simulators: SEGUE_SPOTIFY_ACCOUNTS_URL must be on loopback");
  if (flags.into.empty()) {
    if (!flags.client_id.empty()) throw base::Error(base::Fault::usage, "--client-id is only for --into");
    pipeline::SpotifySession session(context.home(), context.user());
    return log_in_at(context, flags, session.app(), session.place(), "");
  }
  pipeline::FunctionConsent function(context.home(), flags.into, flags.client_id);
  log_in_at(context, flags, function.app(), function.place(), function.parameter());
}

}  // namespace

void add_login(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("login", "let segue read your plays, write its playlist");
  command->add_option("--port", flags->port, "port of the redirect address (default: a free one)");
  command->add_flag("--paste", flags->paste, "for machines without a browser: paste an address");
  command->add_flag("--auto", flags->automatic, "agree without a browser; only for simulators");
  command->add_flag("--switch-account", flags->switch_account, "accept that the listener has another account now");
  command->add_option("--into", flags->into, "store the AWS function's login in an SSM parameter")
      ->type_name("ssm:/NAME");
  command->add_option("--client-id", flags->client_id, "client id of the function's own app, with --into")
      ->type_name("ID");
  command->callback([&context, flags] { run(context, *flags); });
}

}  // namespace segue::cli
