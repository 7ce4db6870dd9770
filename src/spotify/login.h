// Getting a consent, three ways.
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

// Shows the address to open and gives back the address that the browser ended at.
using Browse = std::function<std::string(const std::string& authorize_url, const std::string& state)>;

// What has to stand on the app's page, just so; the port of the address that is used is free.
inline constexpr const char* kRegistered = "http://127.0.0.1/callback";

// Runs one login: a fresh verifier and state, consent by `browse`. Keeps nothing, so that whose account it is can be
// asked before an older consent is replaced. Throws Error(login) when the state that comes back is another or no token
// is given.
TokenAnswer log_in(http::Client& client, const App& app, const std::string& redirect_uri, const Browse& browse);

// Listens on 127.0.0.1 for the browser's return to /callback.
class Callback {
 public:
  explicit Callback(std::uint16_t port);  // 0 = any free one
  ~Callback();
  std::string redirect_uri() const;  // "http://127.0.0.1:PORT/callback"
  // The address of the first request that names `state`; others are answered and ignored. Blocks until it comes, and
  // calls `in_silence` once when none has come for `patience`.
  std::string wait(const std::string& state, std::chrono::milliseconds patience,
                   const std::function<void()>& in_silence);

 private:
  struct Arrivals;
  std::unique_ptr<Arrivals> arrivals_;
  std::unique_ptr<http::Server> server_;
};

// For simulators: follows the authorize address itself. Throws Error(login) with the page's words and their cure when
// no redirect comes back.
std::string follow_redirect(http::Client& client, const std::string& authorize_url);

}  // namespace segue::spotify
