#include "simulator/simulator.h"

namespace segue::simulator {
namespace {

using http::Answer;
using http::Response;
using http::ServerRequest;

Response not_allowed() {
  return {405, {{"Content-Type", "text/plain"}}, "method not allowed\n"};
}

}  // namespace

Simulator::Simulator(const WorldOptions& world, AccountOptions accounts)
    : world_(world), accounts_(std::move(accounts), world_.clock), api_(world_, accounts_) {}

Answer Simulator::handle(const ServerRequest& request) {
  if (request.path.starts_with("/sim/")) return administer(request);
  Exchange exchange;
  Response response;
  if (!faulty(request, response)) response = answer(request, exchange);
  ++calls_[exchange.route.empty() ? "other" : exchange.route];
  auto now = world_.clock.now();
  response.headers.emplace_back("Date", base::to_http_date(now));
  Answer out(std::move(response));
  if (exchange.shown) {
    out.left = [this, now, listener = exchange.listener, items = *std::move(exchange.shown)](bool whole) {
      if (whole) pages_.add(listener, now, items);
    };
  }
  return out;
}

Response Simulator::answer(const ServerRequest& request, Exchange& exchange) {
  if (request.path.starts_with("/v1/")) return api_.handle(request, exchange);
  if (request.path == "/authorize") {
    exchange.route = request.method + " /authorize";
    return request.method == "GET" ? accounts_.authorize(request) : not_allowed();
  }
  if (request.path == "/api/token") {
    exchange.route = request.method + " /api/token";
    return request.method == "POST" ? accounts_.token(request) : not_allowed();
  }
  return {404, {{"Content-Type", "text/plain"}}, "not found\n"};
}

bool Simulator::faulty(const ServerRequest& request, Response& instead) {
  if (fault_.times == 0 || !request.path.starts_with(fault_.path)) return false;
  --fault_.times;
  instead = json_answer(fault_.status, {{"error", {{"status", fault_.status}, {"message", "Simulated fault"}}}});
  if (!fault_.retry_after.empty()) instead.headers.emplace_back("Retry-After", fault_.retry_after);
  return true;
}

}  // namespace segue::simulator
