// The Web API under /v1: one table of routes. A request is checked against its route before the handler gets it.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/server.h"
#include "simulator/accounts.h"
#include "simulator/json.h"
#include "simulator/shapes.h"
#include "simulator/world.h"

namespace segue::simulator {

// Thrown by handlers; the answer is then {"error":{"status":…,"message":…}}.
struct Refusal {
  int status;
  std::string message;
};

// How a list of recently played tracks differs from the true one.
struct Twist {
  base::Millis back{0};                  // the list as it was this long ago
  std::optional<std::size_t> most;       // only this many of the newest items
  std::optional<std::uint64_t> doubled;  // this item (modulo their number) is shown twice
};

// One request on its way through the API: how its answer is changed, and what the simulator notes about it.
struct Exchange {
  Twist twist;
  std::optional<bool> rotate;               // for a refresh: see Accounts::token
  std::size_t listener = 0;                 // the owner of the request's token
  std::optional<std::vector<Shown>> shown;  // the items of recently-played that the answer shows
};

// The input of a handler. The route's scopes and the names of its query fields are already checked.
struct Call {
  World& world;
  const http::ServerRequest& request;
  const Scopes& scopes;  // granted
  Exchange& exchange;
  std::vector<std::string> path;  // values of {…} in the pattern, in order

  const std::string* query(const std::string& name) const;
  // The listener who asks.
  std::size_t number() const { return exchange.listener; }
  const Listener& listener() const { return world.listener(exchange.listener); }
  bool market() const { return query("market") != nullptr; }
  void need(std::string_view scope) const;  // Refusal 403
  PageAddress address(std::string extra = "") const;
};

using Action = http::Response (*)(Call&);
struct Route {
  std::string_view method, pattern;
  std::vector<std::string_view> scopes;  // all are required
  std::vector<std::string_view> query;   // names of allowed query fields
  Action action;
};

http::Response json_answer(int status, const Json& body);

// limit 1…most (else 400 "Invalid limit") and offset 0…deepest (else 400 "Invalid offset").
struct PageRule {
  int usual = 20;
  int most = 50;
  int deepest = 100'000;
};
Window window_of(const Call& call, PageRule rule);
// `all` cut to the window, each shown by `show`.
template <class T, class Show>
Json cut(const std::vector<T>& all, const Window& window, Show show) {
  Json items = Json::array();
  for (auto i = static_cast<std::size_t>(window.offset);
       i < all.size() && items.size() < static_cast<std::size_t>(window.limit); ++i) {
    items.push_back(show(all[i]));
  }
  return items;
}

// Reads a whole number of the query: only digits, at most `most`; else throws Refusal 400 with `message`.
std::int64_t whole_number(const std::string& text, std::int64_t most, const std::string& message);
std::vector<std::string> split(std::string_view text, char at);
// Returns `found`, the position of the thing with that id. Throws Refusal 400 for a text that is no id, 404 for an
// unknown id.
std::size_t known(std::string_view id, std::size_t found);
// Returns the JSON object of the body. Throws Refusal 400 if it has other members than `names`, 415 for another content
// type.
Json body_of(const Call& call, std::initializer_list<std::string_view> names);

// One function per file adds its routes.
void add_catalogue_routes(std::vector<Route>& routes);
void add_search_routes(std::vector<Route>& routes);
void add_recently_played_routes(std::vector<Route>& routes);
void add_listener_routes(std::vector<Route>& routes);
void add_playlist_routes(std::vector<Route>& routes);

class Api {
 public:
  Api(World& world, const Accounts& accounts);
  // `path` is below /v1. Never throws Refusal.
  http::Response handle(const http::ServerRequest& request, Exchange& exchange) const;
  // Returns method and pattern of the request's route, for counting; "" if it has none.
  std::string route_of(const http::ServerRequest& request) const;

 private:
  http::Response dispatch(const http::ServerRequest& request, Exchange& exchange) const;
  TokenLook granted(const http::ServerRequest& request) const;

  World& world_;
  const Accounts& accounts_;
  std::vector<Route> routes_;
};

}  // namespace segue::simulator
