#include "simulator/simulator.h"

#include <fmt/core.h>

#include <charconv>
#include <limits>
#include <optional>

#include "simulator/corpus.h"
#include "simulator/export_zip.h"

namespace segue::simulator {
namespace {

using http::Response;
using http::ServerRequest;

Response not_allowed() {
  return {405, {{"Content-Type", "text/plain"}}, "method not allowed\n"};
}

std::string text_in(const ServerRequest& request, const std::string& name, const std::string& otherwise) {
  auto at = request.query.find(name);
  return at == request.query.end() ? otherwise : at->second;
}

std::int64_t number_in(const ServerRequest& request, const std::string& name, std::int64_t otherwise,
                       std::int64_t most) {
  auto at = request.query.find(name);
  return at == request.query.end() ? otherwise : whole_number(at->second, most, "Invalid " + name);
}

void only(const ServerRequest& request, std::string_view method, std::initializer_list<std::string_view> names) {
  if (request.method != method) throw Refusal{405, "Method not allowed"};
  for (const auto& [name, value] : request.query) {
    if (std::find(names.begin(), names.end(), name) == names.end())
      throw Refusal{400, "Unknown query parameter: " + name};
  }
}

std::size_t listener_in(World& world, const ServerRequest& request) {
  auto number = world.listener_number(text_in(request, "user", "demo"));
  if (!number) throw Refusal{404, "No such listener"};
  return *number;
}

// A play as it was, with all that neither list nor export tells.
Json true_play(World& world, std::size_t listener, const Play& play) {
  static constexpr std::string_view kinds[] = {"track", "podcast", "local"};
  Json out;
  out["kind"] = kinds[static_cast<std::size_t>(play.item)];
  out["start_ms"] = base::to_ms(play.start);
  out["end_ms"] = base::to_ms(play.end);
  out["start"] = base::to_iso8601(play.start);
  out["end"] = base::to_iso8601(play.end);
  out["ms_played"] = play.ms_played;
  out["uri"] = nullptr;
  if (play.item == Item::track) {
    const auto& track = world.catalogue.tracks()[play.index];
    out["uri"] = track_uri(track);
    out["artist"] = world.catalogue.artists()[track.artist].name;
    out["title"] = track.name;
    out["album"] = world.catalogue.albums()[track.album].name;
    out["scene"] = scene_name(world.catalogue.artists()[track.artist].scene);
    out["recording"] = track.recording;
  }
  auto context = world.context_uri(listener, play);
  out["context_uri"] = context.empty() ? Json(nullptr) : Json(context);
  out["reason_start"] = play.reason_start;
  out["reason_end"] = play.reason_end;
  out["shuffle"] = play.shuffle;
  out["skipped"] = play.skipped;
  out["offline"] = play.offline;
  out["incognito"] = play.incognito;
  out["listed"] = listable(play);
  out["listed_ms"] = base::to_ms(play.listed);
  return out;
}

}  // namespace

Simulator::Simulator(const WorldOptions& world, AccountOptions accounts)
    : world_(world), accounts_(std::move(accounts), world_.clock), api_(world_, accounts_) {}

Response Simulator::handle(const ServerRequest& request) {
  std::string route;
  Response response;
  if (!faulty(request, response)) response = answer(request, route);
  if (request.path.starts_with("/sim/")) return response;
  ++calls_[route.empty() ? "other" : route];
  response.headers.emplace_back("Date", base::to_http_date(world_.clock.now()));
  return response;
}

Response Simulator::answer(const ServerRequest& request, std::string& route) {
  if (request.path.starts_with("/v1/")) return api_.handle(request, route);
  if (request.path.starts_with("/sim/")) {
    try {
      return admin(request);
    } catch (const Refusal& refusal) {
      return json_answer(refusal.status, {{"error", {{"status", refusal.status}, {"message", refusal.message}}}});
    }
  }
  if (request.path == "/authorize") {
    route = request.method + " /authorize";
    return request.method == "GET" ? accounts_.authorize(request) : not_allowed();
  }
  if (request.path == "/api/token") {
    route = request.method + " /api/token";
    return request.method == "POST" ? accounts_.token(request) : not_allowed();
  }
  return {404, {{"Content-Type", "text/plain"}}, "not found\n"};
}

bool Simulator::faulty(const ServerRequest& request, Response& instead) {
  if (fault_.times == 0 || request.path.starts_with("/sim/") || !request.path.starts_with(fault_.path)) return false;
  --fault_.times;
  instead = json_answer(fault_.status, {{"error", {{"status", fault_.status}, {"message", "Simulated fault"}}}});
  if (!fault_.retry_after.empty()) instead.headers.emplace_back("Retry-After", fault_.retry_after);
  return true;
}

Response Simulator::admin(const ServerRequest& request) {
  const auto& path = request.path;
  if (path == "/sim/clock") {
    only(request, "GET", {});
    return json_answer(200, clock());
  }
  if (path == "/sim/calls") {
    only(request, "GET", {});
    Json out = Json::object();
    for (const auto& [route, count] : calls_) out[route] = count;
    return json_answer(200, out);
  }
  if (path == "/sim/advance") return advance(request);
  if (path == "/sim/truth") return truth(request);
  if (path == "/sim/export") return exported(request);
  if (path == "/sim/corpus") return corpus(request);
  if (path == "/sim/fault") return set_fault(request);
  if (path == "/sim/deny" || path == "/sim/revoke") {
    only(request, "POST", {});
    path == "/sim/deny" ? accounts_.deny_next() : accounts_.revoke_all();
    return json_answer(200, Json::object());
  }
  throw Refusal{404, "Not found"};
}

Json Simulator::clock() const {
  auto now = world_.clock.now();
  return {{"now", base::to_iso8601(now)}, {"now_ms", base::to_ms(now)}};
}

Response Simulator::advance(const ServerRequest& request) {
  only(request, "POST", {"ms"});
  if (!request.query.contains("ms")) throw Refusal{400, "Invalid ms"};
  constexpr std::int64_t ten_years = 10LL * 366 * 86'400'000;
  world_.clock.advance(base::Millis(number_in(request, "ms", 0, ten_years)));
  return json_answer(200, clock());
}

Response Simulator::truth(const ServerRequest& request) {
  only(request, "GET", {"user", "until_ms"});
  auto listener = listener_in(world_, request);
  auto now = base::to_ms(world_.clock.now());
  auto until =
      base::from_ms(std::min(now, number_in(request, "until_ms", now, std::numeric_limits<std::int64_t>::max())));
  std::string lines;
  for (const auto& play : world_.plays(listener, until)) lines += true_play(world_, listener, play).dump() + "\n";
  return {200, {{"Content-Type", "application/x-ndjson"}}, std::move(lines)};
}

Response Simulator::exported(const ServerRequest& request) {
  only(request, "GET", {"user", "days"});
  auto listener = listener_in(world_, request);
  auto days = static_cast<int>(number_in(request, "days", 365, 36'500));
  return {200, {{"Content-Type", "application/zip"}}, export_zip(world_, listener, days)};
}

Response Simulator::corpus(const ServerRequest& request) {
  only(request, "GET", {"playlists"});
  auto count = static_cast<std::size_t>(number_in(request, "playlists", 1000, 100'000));
  return {200, {{"Content-Type", "application/json"}}, corpus_slice(world_, count)};
}

Response Simulator::set_fault(const ServerRequest& request) {
  only(request, "POST", {"path", "status", "times", "retry_after"});
  fault_ = {text_in(request, "path", "/"), static_cast<int>(number_in(request, "status", 503, 599)),
            static_cast<int>(number_in(request, "times", 1, 1'000'000)), text_in(request, "retry_after", "")};
  if (fault_.status < 400) {
    fault_.times = 0;
    throw Refusal{400, "Invalid status"};
  }
  return json_answer(200, Json::object());
}

}  // namespace segue::simulator
