// A Spotify for tests: it holds playlists, finds songs, and can be told to misbehave.
#pragma once
#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/json.h"
#include "spotify/web_api.h"

namespace segue::playlist {

struct SpotifyOfTest final : http::Client {
  struct List {
    std::string id, name, description, owner = "ann";
    std::vector<std::string> uris = {};
    std::optional<bool> is_public = false;
    bool is_listed = true, is_held = true;
  };
  using Answer = std::optional<http::Response>;

  std::vector<List> lists;
  std::map<std::string, std::string> tracks_by_title;  // title → tracks that a search for it finds, as JSON
  std::set<std::string> gone;                          // URIs that no list takes and that cannot be asked for
  bool stays_public = false;
  std::size_t name_most = std::string::npos;          // longer names are cut silently
  std::function<Answer(const http::Request&)> spoil;  // asked first
  std::vector<http::Request> requests;

  Expected<http::Response, http::TransportError> send(const http::Request& request) override {
    requests.push_back(request);
    if (spoil)
      if (Answer answer = spoil(request)) return *answer;
    return http::Response{answer_to(request)};
  }

  static std::string path_of(const http::Request& request) { return request.url.substr(19); }
  std::vector<std::string> calls(std::size_t from = 0) const {
    std::vector<std::string> all;
    for (std::size_t i = from; i < requests.size(); ++i) all.push_back(requests[i].method + " " + path_of(requests[i]));
    return all;
  }
  std::size_t count(const std::string& begin, std::size_t from = 0) const {
    const auto all = calls(from);
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [&](const auto& call) { return call.starts_with(begin); }));
  }
  std::size_t writes(std::size_t from = 0) const { return count("P", from); }
  List& only() { return lists.at(0); }

 private:
  static std::string json_of(const List& list) {
    base::JsonObject json;
    json.text("id", list.id).text("name", list.name).text("description", list.description);
    json.raw("owner", base::JsonObject{}.text("id", list.owner).str());
    list.is_public ? json.flag("public", *list.is_public) : json.null("public");
    return json.str();
  }
  static std::string page(const std::string& items) { return R"({"items":[)" + items + R"(],"next":null})"; }
  static void append(std::string& items, const std::string& item) { items += (items.empty() ? "" : ",") + item; }
  // Returns the value of a field of a flat object, as written by base::JsonObject.
  static std::string text_in(const std::string& json, const std::string& name) {
    const std::string head = "\"" + name + "\":\"";
    const std::size_t at = json.find(head);
    if (at == std::string::npos) return {};
    return json.substr(at + head.size(), json.find('"', at + head.size()) - at - head.size());
  }
  static std::vector<std::string> uris_in(const std::string& json) {
    std::vector<std::string> uris;
    for (std::size_t at = json.find("\"spotify:"); at != std::string::npos; at = json.find("\"spotify:", at)) {
      const std::size_t end = json.find('"', at + 1);
      uris.push_back(json.substr(at + 1, end - at - 1));
      at = end + 1;
    }
    return uris;
  }

  List* with_id(const std::string& id) {
    for (List& list : lists)
      if (list.id == id) return &list;
    return nullptr;
  }

  http::Response answer_to(const http::Request& request) {
    const std::string path = path_of(request);
    if (path == "/v1/me") return {200, {}, R"({"id":"ann"})"};
    if (path.starts_with("/v1/search?")) return search(http::percent_decode(path));
    if (path.starts_with("/v1/me/library/contains?")) return contains(http::percent_decode(path));
    if (path.starts_with("/v1/tracks/"))
      return gone.contains("spotify:track:" + path.substr(11)) ? http::Response{404, {}, "{}"}
                                                               : http::Response{200, {}, "{}"};
    if (path.starts_with("/v1/me/playlists")) return request.method == "POST" ? made(request.body) : listed();
    return of_list(request, path.substr(std::string("/v1/playlists/").size()));
  }

  http::Response search(const std::string& query) const {
    std::string items;
    for (const auto& [title, tracks] : tracks_by_title)
      if (query.find(title) != std::string::npos) append(items, tracks);
    return {200, {}, R"({"tracks":{"items":[)" + items + "]}}"};
  }

  http::Response contains(const std::string& query) {
    const List* list = with_id(query.substr(query.rfind(':') + 1));
    return {200, {}, list != nullptr && list->is_held ? "[true]" : "[false]"};
  }

  http::Response listed() const {
    std::string items;
    for (const List& list : lists)
      if (list.is_listed && list.is_held) append(items, json_of(list));
    return {200, {}, page(items)};
  }

  http::Response made(const std::string& body) {
    List list{"ours" + std::to_string(lists.size()), text_in(body, "name").substr(0, name_most),
              text_in(body, "description")};
    list.is_public = stays_public;
    lists.push_back(list);
    return {201, {}, json_of(list)};
  }

  http::Response of_list(const http::Request& request, const std::string& rest) {
    List* list = with_id(rest.substr(0, rest.find('/')));
    if (list == nullptr) return {404, {}, "{}"};
    const bool is_items = rest.find("/items") != std::string::npos;
    if (request.method == "GET" && !is_items) return {200, {}, json_of(*list)};
    if (request.method == "GET") {
      std::string items;
      for (const auto& uri : list->uris)
        append(items, base::JsonObject{}.raw("item", base::JsonObject{}.text("uri", uri).str()).str());
      return {200, {}, page(items)};
    }
    if (!is_items) {
      list->name = text_in(request.body, "name").substr(0, name_most);
      list->description = text_in(request.body, "description");
      list->is_public = stays_public;
      return {200, {}, ""};
    }
    const auto uris = uris_in(request.body);
    for (const auto& uri : uris)
      if (gone.contains(uri)) return {502, {}, "bad gateway"};
    list->uris = uris;
    return {200, {}, R"({"snapshot_id":"s"})"};
  }
};

}  // namespace segue::playlist
