#include "simulator/simulator.h"

#include <algorithm>

#include "simulator/spoil.h"

namespace segue::simulator {
namespace {

using http::Response;
using http::ServerAnswer;
using http::ServerRequest;

Response not_allowed() {
  return {405, {{"Content-Type", "text/plain"}}, "method not allowed\n"};
}

constexpr std::string_view version = "/v1/";

// Puts nulls and strange fields into a good answer. An item that lost its track no longer counts as shown.
void distort(Response& answer, Fault& fault, Exchange& exchange) {
  if (fault.kind != FaultKind::nulls && fault.kind != FaultKind::unknown) return;
  auto body = Json::parse(answer.body);
  if (fault.kind == FaultKind::unknown) {
    put_unknown(body, fault.rng);
  } else {
    auto gone = put_nulls(body, fault.rng);
    for (auto at = gone.rbegin(); exchange.shown && at != gone.rend(); ++at) {
      exchange.shown->erase(exchange.shown->begin() + static_cast<std::ptrdiff_t>(*at));
    }
  }
  answer.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Simulator::Simulator(const WorldOptions& world, AccountOptions accounts, std::size_t quota)
    : world_(world), accounts_(std::move(accounts), world_.clock), api_(world_, accounts_), quota_(quota) {}

std::string Simulator::route_of(const ServerRequest& request) const {
  if (request.path.starts_with(version)) return api_.route_of(request);
  if (request.path == "/authorize" || request.path == "/api/token") return request.method + " " + request.path;
  return "";
}

ServerAnswer Simulator::handle(const ServerRequest& request) {
  if (request.path.starts_with("/sim/")) return administer(request);
  auto now = world_.clock.now();
  Exchange exchange;
  bool refused = false;
  auto out = respond(request, exchange, refused);
  auto route = route_of(request);
  ++calls_[(refused ? "refused " : "") + (route.empty() ? "other" : route)];
  if (request.path.starts_with(version) && out.response.status != 429) quota_.spend(now);
  out.response.headers.emplace_back("Date", base::to_http_date(now));
  if (exchange.shown) {
    out.left = [this, now, listener = exchange.listener, items = *std::move(exchange.shown)](bool whole) {
      if (whole) pages_.add(listener, now, items);
    };
  }
  return out;
}

ServerAnswer Simulator::respond(const ServerRequest& request, Exchange& exchange, bool& refused) {
  auto fault = faults_.next(request);
  if (auto instead = status_fault(request)) return *std::move(instead);
  if (auto instead = refusal(request, fault)) {
    refused = true;
    return *std::move(instead);
  }
  return fault ? spoiled(request, *fault, exchange) : ServerAnswer(answer(request, exchange));
}

Response Simulator::answer(const ServerRequest& request, Exchange& exchange) {
  if (request.path.starts_with(version)) return api_.handle(request, exchange);
  if (request.path == "/authorize") return request.method == "GET" ? accounts_.authorize(request) : not_allowed();
  if (request.path == "/api/token") {
    return request.method == "POST" ? accounts_.token(request, exchange.rotate) : not_allowed();
  }
  return {404, {{"Content-Type", "text/plain"}}, "not found\n"};
}

std::optional<Response> Simulator::status_fault(const ServerRequest& request) {
  auto& fault = status_fault_;
  if (fault.times == 0 || !request.path.starts_with(fault.path)) return std::nullopt;
  --fault.times;
  auto out = json_answer(fault.status, {{"error", {{"status", fault.status}, {"message", "Simulated fault"}}}});
  if (!fault.text.empty()) out = {fault.status, {{"Content-Type", "text/plain; charset=utf-8"}}, fault.text};
  if (!fault.retry_after.empty()) out.headers.emplace_back("Retry-After", fault.retry_after);
  return out;
}

// Returns 429 QUOTA_EXCEEDED if the pool is spent or the family is blocked. A fault may start a block here.
std::optional<Response> Simulator::refusal(const ServerRequest& request, std::optional<Fault>& fault) {
  auto family = family_of(request.path);
  if (family.empty()) return std::nullopt;
  auto now = world_.clock.now();
  auto until = std::max(faults_.blocked(family, now), quota_.spent_until(now));
  if (!until && fault && fault->kind == FaultKind::quota) {
    auto seconds = fault->retry_after.empty() ? fault->rng.between(2 * 3600, 10 * 3600)
                                              : whole_number(fault->retry_after, 1'000'000, "Invalid retry_after");
    until = now + std::chrono::seconds(seconds);
    faults_.block(family, *until);
    faults_.count(FaultKind::quota);
  }
  if (!until) return std::nullopt;
  return too_many(true, std::to_string(std::chrono::ceil<std::chrono::seconds>(*until - now).count()));
}

// Returns the answer under a fault that is no refusal. A fault that changes nothing is not counted.
ServerAnswer Simulator::spoiled(const ServerRequest& request, Fault& fault, Exchange& exchange) {
  auto& rng = fault.rng;
  switch (fault.kind) {
    case FaultKind::rate_limit: {
      faults_.count(fault.kind);
      return too_many(false, fault.retry_after.empty() ? std::to_string(rng.between(1, 30)) : fault.retry_after);
    }
    case FaultKind::rate_limit_bare:
      faults_.count(fault.kind);
      return too_many(false, "");
    case FaultKind::server_error: {
      static constexpr int statuses[] = {500, 502, 503, 504};
      faults_.count(fault.kind);
      auto status = rng.pick(statuses);
      return server_error(fault.status == 0 ? status : fault.status, request.path == "/api/token", rng);
    }
    case FaultKind::html:
      faults_.count(fault.kind);
      return html_page();
    case FaultKind::cut:
    case FaultKind::slow:
    case FaultKind::reset:
      return broken_off(request, fault, exchange);
    case FaultKind::stale:
      exchange.twist.back = std::chrono::minutes(rng.between(30, 360));
      break;
    case FaultKind::short_list:
      exchange.twist.most = static_cast<std::size_t>(rng.between(1, 30));
      break;
    case FaultKind::duplicate:
      exchange.twist.doubled = rng.next();
      break;
    case FaultKind::token_rotated:
    case FaultKind::token_missing:
      exchange.rotate = fault.kind == FaultKind::token_rotated;
      break;
    case FaultKind::quota:
    case FaultKind::nulls:
    case FaultKind::unknown:
      break;
  }
  auto out = answer(request, exchange);
  if (out.status == 200) {
    faults_.count(fault.kind);
    distort(out, fault, exchange);
  }
  return out;
}

// Returns an answer that is sent slowly, cut or with a reset. The accounts service fails before it does anything,
// because a token that was issued and not received would end the consent.
ServerAnswer Simulator::broken_off(const ServerRequest& request, Fault& fault, Exchange& exchange) {
  bool accounts = request.path == "/api/token";
  bool at_once = fault.kind == FaultKind::reset && (accounts || fault.rng.chance(0.5));
  ServerAnswer out(Response{200, {}, ""});
  if (accounts && fault.kind == FaultKind::cut) {
    out.response = json_answer(200, {{"access_token", "BQ" + fault.rng.base62(150)}, {"token_type", "Bearer"}});
  } else if (!at_once) {
    out.response = answer(request, exchange);
  }
  auto size = out.response.body.size();
  if (size == 0 && fault.kind != FaultKind::reset) return out;
  faults_.count(fault.kind);
  out.leave = fault.kind == FaultKind::cut    ? http::Leave::cut
              : fault.kind == FaultKind::slow ? http::Leave::slow
                                              : http::Leave::reset;
  out.first = fault.kind == FaultKind::slow ? size / 2 : size == 0 ? 0 : fault.rng.below(size);
  return out;
}

}  // namespace segue::simulator
