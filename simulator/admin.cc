// /sim: the calls by which tests ask and control the simulator.
#include <algorithm>
#include <limits>
#include <optional>

#include "simulator/corpus.h"
#include "simulator/export_zip.h"
#include "simulator/simulator.h"

namespace segue::simulator {
namespace {

using http::Response;
using http::ServerRequest;

constexpr std::int64_t longest_ms = 10LL * 366 * 86'400'000;  // most by which a clock may be moved at once: ten years
constexpr std::int64_t latest_ms = 253'402'300'799'999;       // the end of the year 9999

std::string text_in(const ServerRequest& request, const std::string& name, const std::string& otherwise) {
  auto at = request.query.find(name);
  return at == request.query.end() ? otherwise : at->second;
}

std::int64_t number_in(const ServerRequest& request, const std::string& name, std::int64_t otherwise,
                       std::int64_t most) {
  auto at = request.query.find(name);
  return at == request.query.end() ? otherwise : whole_number(at->second, most, "Invalid " + name);
}

std::int64_t signed_number_in(const ServerRequest& request, const std::string& name, std::int64_t otherwise,
                              std::int64_t most) {
  auto at = request.query.find(name);
  if (at == request.query.end()) return otherwise;
  bool negative = at->second.starts_with('-');
  auto value = whole_number(at->second.substr(negative ? 1 : 0), most, "Invalid " + name);
  return negative ? -value : value;
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

FaultKind kind_in(const std::string& name) {
  auto kind = fault_named(name);
  if (!kind) throw Refusal{400, "Unknown kind of fault: " + name};
  return *kind;
}

// Returns a play with everything about it, including what neither list nor export shows.
Json true_play(World& world, std::size_t listener, std::size_t n, const Play& play) {
  static constexpr std::string_view kinds[] = {"track", "podcast", "local"};
  Json out;
  out["n"] = n;
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
    out["artist_id"] = world.catalogue.artists()[track.artist].id;
    out["title"] = track.name;
    out["album"] = world.catalogue.albums()[track.album].name;
    out["scene"] = scene_name(world.catalogue.artists()[track.artist].scene);
    out["recording"] = track.recording;
  }
  if (play.local_listed) out["uri"] = local_uri(play);
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
  out["dated_ms"] = base::to_ms(play.dated);
  if (play.first_dated != play.dated) {
    out["first_dated_ms"] = base::to_ms(play.first_dated);
    out["settled_ms"] = base::to_ms(play.settled);
  }
  return out;
}

}  // namespace

Response Simulator::administer(const ServerRequest& request) {
  try {
    return admin(request);
  } catch (const Refusal& refusal) {
    return json_answer(refusal.status, {{"error", {{"status", refusal.status}, {"message", refusal.message}}}});
  }
}

Response Simulator::admin(const ServerRequest& request) {
  const auto& path = request.path;
  if (path == "/sim/clock" && request.method == "GET") {
    only(request, "GET", {});
    return json_answer(200, clock());
  }
  if (path == "/sim/clock") return move_clock(request);
  if (path == "/sim/calls") {
    only(request, "GET", {});
    Json out = Json::object();
    for (const auto& [route, count] : calls_) out[route] = count;
    return json_answer(200, out);
  }
  if (path == "/sim/advance") return advance(request);
  if (path == "/sim/sign_in") return sign_in(request);
  if (path == "/sim/behaviour") return set_behaviour(request);
  if (path == "/sim/rename") return rename(request);
  if (path == "/sim/truth") return truth(request);
  if (path == "/sim/pages") return pages(request);
  if (path == "/sim/export") return exported(request);
  if (path == "/sim/corpus") return corpus(request);
  if (path == "/sim/fault") return set_fault(request);
  if (path == "/sim/faults" && request.method == "GET") {
    only(request, "GET", {});
    return faults();
  }
  if (path == "/sim/faults") return set_faults(request);
  if (path == "/sim/deny" || path == "/sim/revoke") {
    only(request, "POST", {});
    path == "/sim/deny" ? accounts_.deny_next() : accounts_.revoke_all();
    return json_answer(200, Json::object());
  }
  if (path == "/sim/grant") {
    only(request, "POST", {"scope"});
    accounts_.grant_next(text_in(request, "scope", ""));
    return json_answer(200, Json::object());
  }
  throw Refusal{404, "Not found"};
}

// Returns the time as the client's own clock shows it.
Json Simulator::clock() const {
  auto now = world_.clock.now() + world_.clock.skew;
  return {{"now", base::to_iso8601(now)}, {"now_ms", base::to_ms(now)}};
}

Response Simulator::advance(const ServerRequest& request) {
  only(request, "POST", {"ms"});
  if (!request.query.contains("ms")) throw Refusal{400, "Invalid ms"};
  world_.clock.advance(base::Millis(number_in(request, "ms", 0, longest_ms)));
  return json_answer(200, clock());
}

Response Simulator::move_clock(const ServerRequest& request) {
  only(request, "POST", {"until_ms"});
  if (!request.query.contains("until_ms")) throw Refusal{400, "Invalid until_ms"};
  auto until = base::from_ms(number_in(request, "until_ms", 0, latest_ms)) - world_.clock.skew;
  if (until > world_.clock.now()) world_.clock.advance(until - world_.clock.now());
  return json_answer(200, clock());
}

Response Simulator::sign_in(const ServerRequest& request) {
  only(request, "POST", {"user"});
  accounts_.sign_in(listener_in(world_, request));
  return json_answer(200, Json::object());
}

// Settings that are left out stay as they are. Everything is read before anything changes.
Response Simulator::set_behaviour(const ServerRequest& request) {
  only(request, "POST", {"order", "skew_ms", "user"});
  auto skew = base::Millis(signed_number_in(request, "skew_ms", world_.clock.skew.count(), longest_ms));
  std::optional<ListOrder> order;
  if (auto text = text_in(request, "order", ""); !text.empty()) {
    if (text != "played" && text != "arrival") throw Refusal{400, "Invalid order"};
    order = text == "played" ? ListOrder::played : ListOrder::arrival;
  }
  if (order && request.query.contains("user")) {
    world_.set_order(listener_in(world_, request), *order);
  } else if (order) {
    world_.set_order(*order);
  }
  world_.clock.skew = skew;
  return json_answer(200, clock());
}

Response Simulator::rename(const ServerRequest& request) {
  only(request, "POST", {"artist", "name"});
  auto artist = world_.catalogue.artist(text_in(request, "artist", ""));
  if (artist == Catalogue::nothing_found) throw Refusal{404, "No such artist"};
  auto name = text_in(request, "name", "");
  if (name.empty()) throw Refusal{400, "Invalid name"};
  world_.rename_artist(artist, std::move(name));
  return json_answer(200, Json::object());
}

Response Simulator::pages(const ServerRequest& request) {
  only(request, "GET", {"user", "from"});
  std::optional<std::size_t> listener;
  if (request.query.contains("user")) listener = listener_in(world_, request);
  auto from = static_cast<std::size_t>(number_in(request, "from", 0, latest_ms));
  return {200, {{"Content-Type", "application/x-ndjson"}}, pages_.lines(world_, listener, from)};
}

Response Simulator::truth(const ServerRequest& request) {
  only(request, "GET", {"user", "until_ms"});
  auto listener = listener_in(world_, request);
  auto now = base::to_ms(world_.clock.now());
  auto until = base::from_ms(std::min(now, number_in(request, "until_ms", now, latest_ms)));
  std::string lines;
  auto plays = world_.plays(listener, until);
  for (std::size_t n = 0; n < plays.size(); ++n) lines += true_play(world_, listener, n, plays[n]).dump() + "\n";
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

// Sets one fault for the next calls under a path: a kind or, if none is named, an answer with that status. It replaces
// the fault set before.
Response Simulator::set_fault(const ServerRequest& request) {
  only(request, "POST", {"path", "status", "times", "retry_after", "kind", "text"});
  auto path = text_in(request, "path", "/");
  auto times = static_cast<int>(number_in(request, "times", 1, 1'000'000));
  auto retry_after = text_in(request, "retry_after", "");
  bool named = request.query.contains("kind");
  auto status = static_cast<int>(number_in(request, "status", named ? 0 : 503, 599));
  status_fault_.times = 0;
  faults_.script("", 0, {});
  if (status < 400 && !(named && status == 0)) throw Refusal{400, "Invalid status"};
  const auto text = text_in(request, "text", "");
  if (named && !text.empty()) throw Refusal{400, "text goes with status alone"};
  if (!named) {
    status_fault_ = {path, status, times, retry_after, text};
    return json_answer(200, Json::object());
  }
  Fault fault;
  fault.kind = kind_in(text_in(request, "kind", ""));
  fault.status = status;
  fault.retry_after = retry_after;
  if (!retry_after.empty()) number_in(request, "retry_after", 0, 1'000'000);
  faults_.script(path, times, fault);
  return json_answer(200, Json::object());
}

Response Simulator::set_faults(const ServerRequest& request) {
  only(request, "POST", {"every", "seed", "kinds"});
  if (!request.query.contains("every")) throw Refusal{400, "Invalid every"};
  auto every = number_in(request, "every", 0, 1'000'000);
  auto seed = number_in(request, "seed", 1, std::numeric_limits<std::int64_t>::max());
  std::vector<FaultKind> kinds;
  if (request.query.contains("kinds")) {
    for (const auto& name : split(text_in(request, "kinds", ""), ',')) kinds.push_back(kind_in(name));
  }
  faults_.start(static_cast<std::uint64_t>(every), static_cast<std::uint64_t>(seed), std::move(kinds));
  return faults();
}

Response Simulator::faults() const {
  Json out = Json::object();
  for (std::size_t kind = 0; kind < fault_kinds; ++kind) {
    out[std::string(name_of(static_cast<FaultKind>(kind)))] = faults_.count_of(static_cast<FaultKind>(kind));
  }
  return json_answer(200, out);
}

}  // namespace segue::simulator
