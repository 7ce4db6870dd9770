// GET /v1/me/player/recently-played. A simulated year calls it 80,000 times, so the answer is written as text, without
// a JSON tree.
#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <limits>

#include "simulator/api.h"

namespace segue::simulator {
namespace {

std::int64_t cursor(const std::string& text) {
  return whole_number(text, std::numeric_limits<std::int64_t>::max(), "Invalid cursor");
}

std::string json_text(std::string_view text) {
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string items_text(Call& call, std::span<const Play> plays, const std::vector<Shown>& list) {
  std::string out;
  for (const auto& shown : list) {
    const auto& play = plays[shown.n];
    auto track = play.item == Item::local ? local_track(play).dump() : call.world.track_text(play.index);
    fmt::format_to(std::back_inserter(out), R"({}{{"track":{},"played_at":"{}","context":{}}})", out.empty() ? "" : ",",
                   track, base::to_iso8601(play.played_at(shown.first)),
                   context_of(call.world.context_uri(call.number(), play)).dump());
  }
  return out;
}

std::vector<Shown> newest(Call& call, base::Instant now) {
  const auto& twist = call.exchange.twist;
  auto list = call.world.recently_played(call.number(), now - twist.back);
  if (twist.most && list.size() > *twist.most) list.resize(*twist.most);
  return list;
}

// Returns the items of the newest 50 that the cursor selects, newest first.
http::Response recently_played(Call& call) {
  auto window = window_of(call, {});
  const auto* after = call.query("after");
  const auto* before = call.query("before");
  if (after != nullptr && before != nullptr) throw Refusal{400, "Only one of after and before may be given"};
  auto now = call.world.clock.now();
  auto list = newest(call, now);
  auto plays = call.world.plays(call.number(), now);
  auto at = [&](const Shown& shown) { return base::to_ms(plays[shown.n].played_at(shown.first)); };
  if (after != nullptr) std::erase_if(list, [&, limit = cursor(*after)](const Shown& s) { return at(s) <= limit; });
  if (before != nullptr) std::erase_if(list, [&, limit = cursor(*before)](const Shown& s) { return at(s) >= limit; });
  bool more = list.size() > static_cast<std::size_t>(window.limit);
  if (more) list.resize(static_cast<std::size_t>(window.limit));
  if (call.exchange.twist.doubled && !list.empty()) {
    auto place = static_cast<std::ptrdiff_t>(*call.exchange.twist.doubled % list.size());
    list.insert(list.begin() + place, Shown(list[static_cast<std::size_t>(place)]));
    if (list.size() > static_cast<std::size_t>(window.limit)) list.pop_back();
  }

  auto base = call.address().path;
  auto given = after != nullptr ? "after=" + *after + "&" : before != nullptr ? "before=" + *before + "&" : "";
  auto href = fmt::format("{}?{}limit={}", base, given, window.limit);
  std::string next = "null", cursors = "null";
  if (more) next = json_text(fmt::format("{}?before={}&limit={}", base, at(list.back()), window.limit));
  if (!list.empty()) cursors = fmt::format(R"({{"after":"{}","before":"{}"}})", at(list.front()), at(list.back()));
  auto body = fmt::format(R"({{"href":{},"items":[{}],"limit":{},"next":{},"cursors":{}}})", json_text(href),
                          items_text(call, plays, list), window.limit, next, cursors);
  call.exchange.shown = std::move(list);
  return {200, {{"Content-Type", "application/json; charset=utf-8"}}, std::move(body)};
}

}  // namespace

void add_recently_played_routes(std::vector<Route>& routes) {
  routes.push_back({"GET",
                    "/v1/me/player/recently-played",
                    {"user-read-recently-played"},
                    {"limit", "after", "before"},
                    recently_played});
}

}  // namespace segue::simulator
