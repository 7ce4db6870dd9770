// Three ways to get a consent.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "http/client.h"
#include "http/server.h"
#include "spotify/oauth.h"

namespace segue::spotify {

// Shows the address to open, and returns the address at which the browser ended.
using Browse = std::function<std::string(const std::string& authorize_url, const std::string& state)>;

// The redirect address that must be registered on the app's page, exactly so. The address that segue uses may add any
// port.
inline constexpr const char* kRegistered = "http://127.0.0.1/callback";

// Runs one login with a fresh verifier and state; `browse` gets the consent. Stores nothing, so that the caller can ask
// whose account it is before it replaces an older consent. Throws Error(login) if another state comes back or no token
// is given.
TokenAnswer log_in(http::Client& client, const App& app, const std::string& redirect_uri, const Browse& browse);

// A server on 127.0.0.1 that waits for the browser's return to /callback.
class Callback {
 public:
  explicit Callback(std::uint16_t port);  // 0 = any free one
  ~Callback();
  std::string redirect_uri() const;  // "http://127.0.0.1:PORT/callback"
  // Blocks until a request that contains `state` comes, and returns its address. Other requests are answered and
  // ignored. Calls `in_silence` once if none has come for `patience`.
  std::string wait(const std::string& state, std::chrono::milliseconds patience,
                   const std::function<void()>& in_silence);

 private:
  struct Arrivals;
  std::unique_ptr<Arrivals> arrivals_;
  std::unique_ptr<http::Server> server_;
};

// For simulators: opens the authorize address itself. Throws Error(login) with the page's text and the cure if no
// redirect comes back.
std::string follow_redirect(http::Client& client, const std::string& authorize_url);

}  // namespace segue::spotify
