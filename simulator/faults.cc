// The random stream of a fault comes from the seed and the number of the call, so that a call's fault does not depend
// on what earlier faults drew.
#include "simulator/faults.h"

#include <algorithm>

namespace segue::simulator {
namespace {

struct Row {
  FaultKind kind;
  std::string_view name;
  // The weight of the kind among the faults of each class of calls, in the order of CallClass without `other`; 0 = does
  // not fit. A year of three listeners has about 8,000 faults on recently-played, and so some 12 blocks of quota. A
  // code works for one exchange, so it gets only faults that leave it unused or let the answer through.
  double recent, read, write, refresh, code;
};
constexpr std::array<Row, fault_kinds> rows{{
    {FaultKind::rate_limit, "429", 10, 10, 10, 10, 10},
    {FaultKind::rate_limit_bare, "429_bare", 5, 5, 5, 5, 5},
    {FaultKind::quota, "quota", 0.15, 0.15, 0.15, 0, 0},
    {FaultKind::server_error, "5xx", 20, 20, 20, 20, 20},
    {FaultKind::html, "html", 5, 5, 0, 5, 0},
    {FaultKind::cut, "cut", 8, 8, 8, 8, 0},
    {FaultKind::slow, "slow", 6, 6, 6, 6, 6},
    {FaultKind::reset, "reset", 10, 10, 10, 10, 0},
    {FaultKind::stale, "stale", 6, 0, 0, 0, 0},
    {FaultKind::short_list, "short", 6, 0, 0, 0, 0},
    {FaultKind::duplicate, "duplicate", 8, 0, 0, 0, 0},
    {FaultKind::nulls, "nulls", 8, 0, 0, 0, 0},
    {FaultKind::unknown, "unknown", 8, 8, 0, 0, 0},
    {FaultKind::token_rotated, "token_rotated", 0, 0, 0, 10, 0},
    {FaultKind::token_missing, "token_missing", 0, 0, 0, 10, 0},
}};

const Row& row_of(FaultKind kind) {
  return rows[static_cast<std::size_t>(kind)];
}

double weight(FaultKind kind, CallClass call) {
  const auto& row = row_of(kind);
  switch (call) {
    case CallClass::recent:
      return row.recent;
    case CallClass::read:
      return row.read;
    case CallClass::write:
      return row.write;
    case CallClass::refresh:
      return row.refresh;
    case CallClass::code:
      return row.code;
    case CallClass::other:
      return 0;
  }
  return 0;
}

}  // namespace

std::string_view name_of(FaultKind kind) {
  return row_of(kind).name;
}

std::optional<FaultKind> fault_named(std::string_view name) {
  auto at = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.name == name; });
  return at == rows.end() ? std::nullopt : std::optional(at->kind);
}

CallClass class_of(const http::ServerRequest& request) {
  if (request.path == "/api/token") {
    return request.body.find("grant_type=refresh_token") == std::string::npos ? CallClass::code : CallClass::refresh;
  }
  if (!request.path.starts_with("/v1/")) return CallClass::other;
  if (request.method != "GET") return CallClass::write;
  return request.path == "/v1/me/player/recently-played" ? CallClass::recent : CallClass::read;
}

std::string family_of(std::string_view path) {
  constexpr std::string_view version = "/v1/", player = "me/player/", me = "me/";
  if (!path.starts_with(version)) return "";
  path.remove_prefix(version.size());
  if (path.starts_with(player)) path.remove_prefix(player.size());
  auto from = path.starts_with(me) ? me.size() : 0;
  return std::string(path.substr(0, path.find('/', from)));
}

void Faults::start(std::uint64_t every, std::uint64_t seed, std::vector<FaultKind> kinds) {
  every_ = every;
  seed_ = seed;
  calls_ = 0;
  kinds_ = std::move(kinds);
  if (every == 0) blocks_.clear();
}

void Faults::script(std::string path, int times, Fault fault) {
  scripted_ = {std::move(path), times, std::move(fault)};
}

bool Faults::wanted(FaultKind kind) const {
  return kinds_.empty() || std::find(kinds_.begin(), kinds_.end(), kind) != kinds_.end();
}

std::optional<Fault> Faults::next(const http::ServerRequest& request) {
  ++calls_;
  auto call = class_of(request);
  if (scripted_.times > 0 && request.path.starts_with(scripted_.path) && weight(scripted_.fault.kind, call) > 0) {
    --scripted_.times;
    auto fault = scripted_.fault;
    fault.rng = Rng::of(seed_, "scripted fault", calls_);
    return fault;
  }
  if (every_ == 0 || calls_ % every_ != 0) return std::nullopt;
  std::vector<double> weights;
  double sum = 0;
  for (const auto& row : rows) sum += weights.emplace_back(wanted(row.kind) ? weight(row.kind, call) : 0);
  if (sum <= 0) return std::nullopt;
  Fault fault;
  fault.rng = Rng::of(seed_, "fault", calls_);
  fault.kind = rows[fault.rng.weighted(weights)].kind;
  return fault;
}

std::optional<base::Instant> Faults::blocked(const std::string& family, base::Instant now) const {
  auto at = blocks_.find(family);
  if (at == blocks_.end() || at->second <= now) return std::nullopt;
  return at->second;
}

}  // namespace segue::simulator
