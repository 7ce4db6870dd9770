// How it works: Spotify takes or refuses a list as a whole and does not say which song is at fault. So each song is
// asked for by itself, and the list is tried without the missing ones. If it is still refused, halves are tried:
// `good_` is a list that Spotify took, each half is added to it, and a refused half is halved again, down to single
// songs.
#include "playlist/items.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>

#include "base/error.h"
#include "base/json.h"
#include "base/json_reader.h"
#include "music/names.h"

namespace segue::playlist {
namespace {

using spotify::Call;
using spotify::Reply;
using Uris = std::vector<std::string>;

constexpr std::size_t kNoneGoodMost = 3;  // so many refused songs before a good one: songs are not the cause
constexpr int kWritesMost = 60;
constexpr std::size_t kSongsMost = 100;

bool has_snapshot(const std::string& body) {
  simdjson::dom::parser parser;
  return !base::text_view_if(parser.parse(body)["snapshot_id"]).empty();
}

// Returns whether a single song can be the cause.
bool may_be_a_song(const Reply& reply) {
  return reply.status == 400 || reply.status == 404 || reply.status >= 500;
}

std::string why_of(const Reply& reply) {
  return fmt::format("Spotify refuses it with status {}{}", reply.status,
                     reply.error.empty() ? "" : " (" + reply.error + ")");
}

class Placing {
 public:
  Placing(spotify::WebApi& api, const std::string& playlist, const Uris& before)
      : api_(api), path_(fmt::format("/v1/playlists/{}/items", playlist)), before_(before) {}

  Placed all(const Uris& uris) {
    first_ = put(uris, true);
    if (first_.is_good()) return taken(uris);
    if (!may_be_a_song(first_)) spotify::refuse(call(), first_);
    const Uris known = that_can_be_had(uris);
    if (known.size() < uris.size() && put(known, true).is_good()) {
      give_up_where_most_are_refused(known, uris.size());
      return taken(known);
    }
    halve(known);
    give_up_where_most_are_refused(good_, uris.size());
    return taken(good_);
  }

 private:
  Call call() const { return {"PUT", path_, ""}; }

  Reply put(const Uris& uris, bool patiently) {
    base::JsonArray array;
    for (const auto& uri : uris) array.text(uri);
    const Call whole{"PUT", path_, base::JsonObject{}.raw("uris", array.str()).str()};
    ++writes_;
    Reply reply = patiently ? api_.patiently(whole) : api_.once(whole);
    if (!reply.is_good()) return reply;
    is_written_ = true;
    is_told_ = has_snapshot(reply.body);
    return reply;
  }

  Placed taken(const Uris& uris) const { return {uris, refused_, is_told_}; }

  // Returns `uris` without the songs that Spotify says it does not have, or gives no answer for.
  Uris that_can_be_had(const Uris& uris) {
    Uris known;
    for (std::size_t i = 0; i < uris.size(); ++i) {
      const auto id = music::spotify_track_id(uris[i]);
      const Call one{"GET", "/v1/tracks/" + id.value_or(""), "", spotify::Lane::playlist};
      const Reply reply = api_.patiently(one);
      const bool is_refused = may_be_a_song(reply) || (reply.status == 0 && !reply.is_held());
      if (!reply.is_good() && !is_refused) {  // no more calls may be made: the other songs stay in
        known.insert(known.end(), uris.begin() + static_cast<std::ptrdiff_t>(i), uris.end());
        return known;
      }
      if (is_refused)
        refused_.push_back({uris[i], why_of(reply)});
      else
        known.push_back(uris[i]);
      if (known.empty() && refused_.size() >= std::min(kNoneGoodMost, uris.size())) spotify::refuse(call(), first_);
    }
    return known;
  }

  void halve(const Uris& uris) {
    if (uris.size() == 1) return grow(uris);
    const auto middle = uris.begin() + static_cast<std::ptrdiff_t>(uris.size() / 2);
    grow({uris.begin(), middle});
    grow({middle, uris.end()});
  }

  // Adds to `good_` the songs of `more` that Spotify takes. Only a single song is tried patiently: a refused half is
  // halved anyway.
  void grow(const Uris& more) {
    if (more.empty()) return;
    Uris trial = good_;
    trial.insert(trial.end(), more.begin(), more.end());
    const Reply reply = put(trial, more.size() == 1);
    if (reply.is_good()) {
      good_ = std::move(trial);
      return;
    }
    if (writes_ >= kWritesMost || !may_be_a_song(reply)) give_up(reply);
    if (more.size() > 1) return halve(more);
    refused_.push_back({more.front(), why_of(reply)});
    if (good_.empty() && ++none_good_ >= kNoneGoodMost) give_up(reply);
  }

  void give_up_where_most_are_refused(const Uris& uris, std::size_t wanted) {
    if (uris.empty() || (!before_.empty() && uris.size() * 2 < wanted)) give_up(first_);
  }

  [[noreturn]] void give_up(const Reply& reply) {
    // After a write that succeeded the playlist holds only some of the new songs, so the old ones are put back.
    if (!is_written_ || before_.empty()) spotify::refuse(call(), reply);
    const bool is_back = put(before_, true).is_good();
    try {
      spotify::refuse(call(), reply);
    } catch (const base::Error& error) {
      throw base::Error(
          error.fault(),
          fmt::format("{}; {}", error.what(),
                      is_back ? "the earlier songs are in the playlist again"
                              : "the playlist contains only some of the songs now: run the command again"));
    }
  }

  spotify::WebApi& api_;
  std::string path_;
  const Uris& before_;
  Reply first_;
  Uris good_;
  std::vector<RefusedUri> refused_;
  std::size_t none_good_ = 0;
  int writes_ = 0;
  bool is_written_ = false, is_told_ = false;
};

}  // namespace

Uris uris_in(const std::vector<formats::WebItem>& items) {
  Uris uris;
  for (const formats::WebItem& item : items) uris.push_back(item.uri);
  return uris;
}

Uris writable(const std::vector<formats::WebItem>& items) {
  Uris uris;
  for (const formats::WebItem& item : items)
    if (item.uri.starts_with("spotify:track:") || item.uri.starts_with("spotify:episode:")) uris.push_back(item.uri);
  if (uris.size() > kSongsMost) uris.resize(kSongsMost);
  return uris;
}

bool agree(const std::vector<formats::WebItem>& items, const Uris& uris) {
  return std::equal(
      items.begin(), items.end(), uris.begin(), uris.end(),
      [](const formats::WebItem& item, const auto& uri) { return item.uri == uri || item.linked_from == uri; });
}

Placed place(spotify::WebApi& api, const std::string& playlist, const std::vector<std::string>& uris,
             const std::vector<std::string>& before) {
  return Placing(api, playlist, before).all(uris);
}

}  // namespace segue::playlist
