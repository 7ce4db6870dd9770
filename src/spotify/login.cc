// How it works: PKCE (RFC 7636). The authorize address carries a hash of a random verifier, the request for tokens the
// verifier itself, so that a code that somebody else sees is of no use. A random state ties the browser's return to
// this login.
#include "spotify/login.h"

#include <fmt/core.h>
#include <sodium.h>

#include <condition_variable>
#include <deque>
#include <mutex>

#include "base/error.h"
#include "base/hash.h"
#include "spotify/said.h"

namespace segue::spotify {
namespace {

using base::Error;
using base::Fault;

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

}  // namespace

TokenAnswer log_in(http::Client& client, const App& app, const std::string& redirect_uri, const Browse& browse) {
  const Pkce pkce = pkce_from(random_bytes(64));
  const std::string state = base::base64url(random_bytes(24));
  const std::string code = code_from(browse(authorize_url(app, redirect_uri, state, pkce), state), state);
  const auto answer = client.send(code_request(app, code, redirect_uri, pkce));
  if (!answer)
    throw Error(Fault::upstream, fmt::format("Spotify's accounts service cannot be reached: {}", answer.error().what));
  auto tokens = read_token_answer(*answer);
  if (!tokens)
    throw Error(tokens.error().is_refusal ? Fault::login : Fault::upstream,
                fmt::format("Spotify's accounts service gave no token for this login ({}): run `segue login` again",
                            said_by(tokens.error())));
  if (tokens->refresh_token.empty())
    throw Error(Fault::login,
                "Spotify's accounts service gave no refresh token, so this login would last an hour: run `segue login` "
                "again");
  return *std::move(tokens);
}

struct Callback::Arrivals {
  std::mutex guard;
  std::condition_variable came;
  std::deque<http::ServerRequest> requests;
};

Callback::Callback(std::uint16_t port) : arrivals_(std::make_unique<Arrivals>()) {
  server_ = std::make_unique<http::Server>(
      "127.0.0.1", port, [arrivals = arrivals_.get()](const http::ServerRequest& request) {
        if (request.path != "/callback") return http::Response{404, {}, ""};
        {
          const std::lock_guard lock(arrivals->guard);
          arrivals->requests.push_back(request);
        }
        arrivals->came.notify_one();
        return http::Response{
            200, {{"Content-Type", "text/plain"}}, "segue has its answer: you can close this page.\n"};
      });
}

Callback::~Callback() = default;

std::string Callback::redirect_uri() const {
  return fmt::format("http://127.0.0.1:{}/callback", server_->port());
}

std::string Callback::wait(const std::string& state, std::chrono::milliseconds patience,
                           const std::function<void()>& in_silence) {
  std::unique_lock lock(arrivals_->guard);
  const auto has_come = [&] { return !arrivals_->requests.empty(); };
  if (!arrivals_->came.wait_for(lock, patience, has_come)) in_silence();
  for (;;) {
    arrivals_->came.wait(lock, has_come);
    const http::ServerRequest request = std::move(arrivals_->requests.front());
    arrivals_->requests.pop_front();
    const auto sent = request.query.find("state");
    // Any page can call this address; only this login's return knows the state.
    if (sent == request.query.end() || sent->second != state) continue;
    return redirect_uri() + "?" + http::form({request.query.begin(), request.query.end()});
  }
}

std::string follow_redirect(http::Client& client, const std::string& authorize_url) {
  http::Request request;
  request.url = authorize_url;
  const auto answer = client.send(request);
  if (!answer)
    throw Error(Fault::upstream, fmt::format("the accounts service cannot be reached: {}", answer.error().what));
  const auto location = answer->header("Location");
  if (!location) {
    const std::string said = message_in(answer->body);
    throw Error(Fault::login, fmt::format("the accounts service did not send the browser back (status {}{}{}){}",
                                          answer->status, said.empty() ? "" : ": ", said,
                                          said.empty() && answer->status == 400 ? cure_of(400, "redirect uri")
                                                                                : cure_of(answer->status, said)));
  }
  return *location;
}

}  // namespace segue::spotify
