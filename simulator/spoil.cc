#include "simulator/spoil.h"

#include <fmt/core.h>

namespace segue::simulator {
namespace {

using http::Response;

Response json(int status, const Json& body) {
  return {status, {{"Content-Type", "application/json; charset=utf-8"}}, body.dump()};
}

Response html(int status, std::string_view text) {
  return {
      status,
      {{"Content-Type", "text/html; charset=utf-8"}},
      fmt::format("<!doctype html>\n<html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>\n", text)};
}

void put_nulls_into(Json& item, Rng& rng) {
  auto& track = item["track"];
  for (const char* name : {"album", "artists", "external_ids", "duration_ms", "name"}) {
    if (rng.chance(0.3)) track[name] = nullptr;
  }
  if (rng.chance(0.3)) item["context"] = nullptr;
}

}  // namespace

Response too_many(bool quota, const std::string& retry_after) {
  Json error{{"status", 429}, {"message", "Too many requests"}};
  if (quota) error["reason"] = "QUOTA_EXCEEDED";
  auto out = json(429, {{"error", error}});
  if (!retry_after.empty()) out.headers.emplace_back("Retry-After", retry_after);
  return out;
}

Response server_error(int status, bool accounts, Rng& rng) {
  switch (rng.below(3)) {
    case 0:
      return html(status, "upstream connect error");
    case 1:
      return {status, {}, ""};
    default:
      break;
  }
  if (accounts) return json(status, {{"error", "server_error"}});
  return json(status, {{"error", {{"status", status}, {"message", "Server error."}}}});
}

Response html_page() {
  return html(200, "Sign in to the network");
}

std::vector<std::size_t> put_nulls(Json& page, Rng& rng) {
  std::vector<std::size_t> gone;
  auto& items = page["items"];
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (rng.chance(0.3)) put_nulls_into(items[i], rng);
    if (!rng.chance(0.01)) continue;
    items[i]["track"] = nullptr;
    gone.push_back(i);
  }
  return gone;
}

void put_unknown(Json& answer, Rng& rng) {
  if (!answer.is_object()) return;
  answer["x_new"] = {{"of", Json::array({1, "two", nullptr, 3.5})}, {"more", true}};
  if (!answer.contains("items") || !answer["items"].is_array()) return;
  for (auto& item : answer["items"]) {
    if (!item.is_object() || !rng.chance(0.5)) continue;
    item["x_kind"] = "unheard of";
    if (item.contains("track") && item["track"].is_object()) item["track"]["x_weight"] = -1;
    if (!item.contains("context") || !rng.chance(0.3)) continue;
    item["context"] = {
        {"type", "mood"}, {"href", nullptr}, {"external_urls", Json::object()}, {"uri", "spotify:mood:rain"}, {"x", 0}};
  }
}

}  // namespace segue::simulator
