// The Web API under /v1: one table of routes, and how a request is checked before its handler sees it.
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

// Thrown by handlers; ends the request as {"error":{"status":…,"message":…}}.
struct Refusal {
  int status;
  std::string message;
};

// How a list of recently played differs from what it should be.
struct Twist {
  base::Millis back{0};                  // as it was so long ago
  std::optional<std::size_t> most;       // its newest alone
  std::optional<std::uint64_t> doubled;  // an item twice: the one at this number, modulo their count
};

// One request on its way through the API: what is asked of its answer, and what is told of it besides.
struct Exchange {
  Twist twist;
  std::optional<bool> rotate;               // of a refresh: see Accounts::token
  std::size_t listener = 0;                 // whose token it came with
  std::optional<std::vector<Shown>> shown;  // the items of recently-played, as they stand in the answer
};

// What a handler works on. The route's scopes and the names of its query fields are checked before.
struct Call {
  World& world;
  const http::ServerRequest& request;
  const Scopes& scopes;  // granted
  Exchange& exchange;
  std::vector<std::string> path;  // values of {…} in the pattern, in order

  const std::string* query(const std::string& name) const;
  // Who asks.
  std::size_t number() const { return exchange.listener; }
  const Listener& listener() const { return world.listener(exchange.listener); }
  bool market() const { return query("market") != nullptr; }
  void need(std::string_view scope) const;  // Refusal 403
  PageAddress address(std::string extra = "") const;
};

using Action = http::Response (*)(Call&);
struct Route {
  std::string_view method, pattern;
  std::vector<std::string_view> scopes;  // all are needed
  std::vector<std::string_view> query;   // names that may stand there
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

// Whole numbers as the query holds them: digits only, at most `most`; Refusal 400 with `message`.
std::int64_t whole_number(const std::string& text, std::int64_t most, const std::string& message);
std::vector<std::string> split(std::string_view text, char at);
// Position of the thing of that id: Refusal 400 for what is no id, 404 for an unknown one.
std::size_t known(std::string_view id, std::size_t found);
// The JSON object of the body, with no other members than `names`; Refusal 400, or 415 for another content type.
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
  // `path` under /v1. Never throws Refusal.
  http::Response handle(const http::ServerRequest& request, Exchange& exchange) const;
  // Method and pattern that the request meets, for counting; "" where it meets none.
  std::string route_of(const http::ServerRequest& request) const;

 private:
  http::Response dispatch(const http::ServerRequest& request, Exchange& exchange) const;
  TokenLook granted(const http::ServerRequest& request) const;

  World& world_;
  const Accounts& accounts_;
  std::vector<Route> routes_;
};

}  // namespace segue::simulator
