// Getting a consent, three ways.
#pragma once
#include <functional>
#include <string>

#include "http/client.h"
#include "spotify/oauth.h"
#include "spotify/token_keeper.h"

namespace segue::spotify {

// Shows the address to open and gives back the address that the browser ended at.
using Browse = std::function<std::string(const std::string& authorize_url, const std::string& state)>;

// Runs one login: a fresh verifier and state, consent by `browse`, tokens into the keeper. Throws Error(login) when the state
// that comes back is another or no token is given.
void log_in(http::Client& client, const App& app, const std::string& redirect_uri, const Browse& browse, TokenKeeper& keeper);

// Listens on 127.0.0.1:port, calls ready(), and gives the address of the first request to /callback. Blocks until it comes.
std::string wait_for_callback(std::uint16_t port, const std::function<void()>& ready);

// For simulators: follows the authorize address itself. Throws Error(login) when no redirect comes back.
std::string follow_redirect(http::Client& client, const std::string& authorize_url);

}  // namespace segue::spotify
