#include "playlist/writer.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "formats/web_api.h"
#include "playlist/items.h"
#include "playlist/lookup.h"
#include "playlist/ours.h"

namespace segue::playlist {
namespace {

using formats::WebItem;
using formats::WebPlaylist;
using Uris = std::vector<std::string>;

constexpr const char* kDescription = "Made by segue: songs you have not heard, near what you play.";
constexpr std::size_t kSongsMost = 100;

std::string uri_of(const Song& song) {
  return "spotify:track:" + song.spotify_id;
}

Uris uris_of(const std::vector<Song>& songs) {
  Uris uris;
  for (const Song& song : songs) uris.push_back(uri_of(song));
  return uris;
}

std::string head_json(const std::string& name) {
  return base::JsonObject{}.text("name", name).flag("public", false).text("description", kDescription).str();
}

class Writing {
 public:
  Writing(lake::Lake& lake, spotify::WebApi& api, const base::Clock& clock, const Order& order)
      : lake_(lake), api_(api), clock_(clock), order_(order), lookup_(lake, order.user, api, clock) {
    const auto lists = remembered(lake, order.user);
    for (const Written& list : lists) {
      if (last_ && last_->playlist != list.playlist) full_.reset();
      last_ = list;
      if (!list.uris.empty()) full_ = list;
      if (list.at + kMissLasts > clock.now()) refused_.insert(list.refused.begin(), list.refused.end());
    }
    outcome_.wanted = order.count == 0 ? order.songs.size() : order.count;
    outcome_.before = full_ ? full_->uris.size() : 0;
  }

  Outcome all() {
    resolve();
    refuse_an_empty_list();
    auto ours = find_ours(api_, order_.name, last_ ? last_->playlist : "");
    if (!ours) {
      outcome_.before = 0;
      refuse_an_empty_list();
      outcome_.created = outcome_.changed = true;
      if (order_.dry_run) return std::move(outcome_);
      ours = made();
      keep_creation(*ours);
    } else {
      keep_the_old_where_most_are_missing();
    }
    outcome_.playlist = ours->id;
    outcome_.is_public = ours->is_public;
    bring_up_to(*ours);
    return std::move(outcome_);
  }

 private:
  // A list of before stays, and is spoken of, once it is known to be there.
  void refuse_an_empty_list() const {
    if (!outcome_.songs.empty() || outcome_.before > 0) return;
    if (!has_failed_)
      throw base::Error(base::Fault::input, "not one of the songs is known to Spotify: nothing was written");
    throw base::Error(
        base::Fault::upstream,
        fmt::format("not one of the songs could be looked up: nothing was written; {}", outcome_.left_out.back().why));
  }

  // Songs with an id, each id once, none of those that Spotify refused lately.
  void resolve() {
    outcome_.songs.clear();
    outcome_.left_out.clear();
    std::set<std::string> taken;
    for (Song song : order_.songs) {
      if (outcome_.songs.size() >= outcome_.wanted) return;
      Looked looked = lookup_.spotify_id(song);
      has_failed_ |= looked.is_failure;
      const std::string uri = "spotify:track:" + looked.id;
      if (looked.id.empty()) {
        outcome_.left_out.push_back({std::move(song), std::move(looked.why)});
      } else if (refused_.contains(uri)) {
        outcome_.left_out.push_back({std::move(song), "Spotify takes it in no list"});
      } else if (!taken.insert(uri).second) {
        outcome_.left_out.push_back({std::move(song), "it stands in the list already"});
      } else {
        song.spotify_id = looked.id;
        outcome_.songs.push_back(std::move(song));
      }
    }
  }

  // Spotify made it whatever became of its answer: then the list shows it.
  WebPlaylist made() {
    const spotify::Call call{"POST", "/v1/me/playlists", head_json(order_.name)};
    const spotify::Reply reply = api_.patiently(call);
    const bool is_refused = reply.is_held() || (reply.status >= 400 && reply.status < 500);
    if (is_refused) spotify::refuse(call, reply);
    if (reply.is_good()) {
      try {
        return formats::playlist_in(reply.body);
      } catch (const base::Error& error) {
        spdlog::debug("POST /v1/me/playlists: {}", error.what());
      }
    }
    if (auto found = find_marked(api_, order_.name)) return *found;
    if (!reply.is_good()) spotify::refuse(call, reply);
    throw base::Error(
        base::Fault::upstream,
        "Spotify's answer to making the playlist is not what it should be, and its list of playlists does "
        "not show it: run it again");
  }

  void keep_creation(const WebPlaylist& ours) {
    Written written{clock_.now(), ours.id, order_.name, {}, {}, {}, "", ours.is_public, {}};
    remember(lake_, order_.user, written);
    last_ = std::move(written);
    full_.reset();
    outcome_.before = 0;
  }

  void keep_the_old_where_most_are_missing() const {
    const std::size_t found = outcome_.songs.size();
    const std::size_t full = std::min({outcome_.wanted, order_.songs.size(), outcome_.before});
    // A search that failed may find its song the next time: for want of it no list becomes shorter.
    if (found >= full || (!has_failed_ && found * 2 >= full)) return;
    throw base::Error(
        base::Fault::upstream,
        fmt::format(
            "only {} of {} songs can be had from Spotify now ({}): the {} songs of the list before stay in \"{}\"; "
            "what the search does not find is searched for again after {} days",
            found, outcome_.wanted, outcome_.left_out.back().why, outcome_.before, order_.name, kMissLasts.count()));
  }

  bool name_differs(const WebPlaylist& ours) const {
    if (ours.name == order_.name) return false;
    const bool is_ordered = last_ && last_->playlist == ours.id && last_->name == order_.name;
    return !is_ordered || (!ours.name.empty() && ours.name != last_->shown_name);
  }

  // Asked for once: where it stays public, or its state is not said, asking again does nothing.
  bool is_to_be_private(const WebPlaylist& ours) const {
    const bool is_known = last_ && last_->playlist == ours.id;
    if (!ours.is_public) return !is_known;
    return *ours.is_public && !(is_known && last_->is_public.value_or(false));
  }

  bool items_differ(const WebPlaylist& ours, const std::vector<WebItem>& present, const Uris& uris) const {
    if (agree(present, uris)) return false;
    const bool is_as_left = full_ && full_->playlist == ours.id && full_->uris == uris && !full_->shown_uris.empty() &&
                            full_->shown_uris == uris_in(present);
    return !is_as_left;
  }

  void bring_up_to(WebPlaylist ours) {
    const bool head_differs = !outcome_.created && (name_differs(ours) || is_to_be_private(ours));
    std::vector<WebItem> present;
    if (!outcome_.created) present = items_of(api_, ours.id);
    const bool differ = outcome_.created || items_differ(ours, present, uris_of(outcome_.songs));
    outcome_.changed = outcome_.created || head_differs || differ;
    if (order_.dry_run) return;
    std::vector<std::string> refused;
    if (differ) refused = put_in(ours, present);
    if (head_differs) {
      api_.require({"PUT", "/v1/playlists/" + ours.id, head_json(order_.name)});
      look_again(ours);
      outcome_.is_public = ours.is_public;
    }
    keep(ours, present, refused);
  }

  // Writes the songs; for those that Spotify refuses the next ones come in. Leaves in `present` what it shows then.
  std::vector<std::string> put_in(const WebPlaylist& ours, std::vector<WebItem>& present) {
    std::vector<std::string> refused;
    for (;;) {
      const Placed placed = placed_in(ours, writable(present));
      for (const auto& [uri, why] : placed.refused) {
        refused.push_back(uri);
        whys_.push_back({uri, why});
        refused_.insert(uri);
      }
      leave_in(placed.uris);
      const auto shown = shown_now(ours.id);
      if (!placed.is_told && !(shown && agree(*shown, placed.uris)))
        throw base::Error(base::Fault::upstream,
                          fmt::format("Spotify's answer to writing \"{}\" is not what it should be, and the list may "
                                      "not be written: run it again",
                                      order_.name));
      present = shown.value_or(std::vector<WebItem>{});
      if (placed.refused.empty()) return refused;
      resolve();  // with the next songs in place of those refused
      name_refused();
      if (uris_of(outcome_.songs) == placed.uris) return refused;
      if (present.empty())
        for (const auto& uri : placed.uris) present.push_back({uri, ""});
    }
  }

  Placed placed_in(const WebPlaylist& ours, const Uris& before) {
    try {
      return place(api_, ours.id, uris_of(outcome_.songs), before);
    } catch (const base::Error& error) {
      if (!outcome_.created) throw;
      throw base::Error(error.fault(), fmt::format("{}; \"{}\" was made and has no songs yet: run it again",
                                                   error.what(), order_.name));
    }
  }

  void leave_in(const Uris& uris) {
    const std::set<std::string> in(uris.begin(), uris.end());
    std::erase_if(outcome_.songs, [&](const Song& song) { return !in.contains(uri_of(song)); });
  }

  // Of a song that was refused in this run the reason is Spotify's own.
  void name_refused() {
    for (LeftOut& left : outcome_.left_out)
      for (const auto& [uri, why] : whys_)
        if (uri == "spotify:track:" + lookup_.spotify_id(left.song).id) left.why = why;
  }

  std::optional<std::vector<WebItem>> shown_now(const std::string& playlist) {
    try {
      return items_of(api_, playlist);
    } catch (const base::Error& error) {
      if (error.fault() != base::Fault::upstream) throw;
      return std::nullopt;
    }
  }

  void look_again(WebPlaylist& ours) {
    const spotify::Reply reply = api_.patiently({"GET", "/v1/playlists/" + ours.id, ""});
    if (!reply.is_good()) return;
    try {
      if (WebPlaylist shown = formats::playlist_in(reply.body); shown.id == ours.id) ours = std::move(shown);
    } catch (const base::Error& error) {
      spdlog::debug("GET /v1/playlists: {}", error.what());
    }
  }

  void keep(const WebPlaylist& ours, const std::vector<WebItem>& present, const std::vector<std::string>& refused) {
    Written written{clock_.now(), ours.id,        order_.name, uris_of(outcome_.songs), {}, uris_in(present),
                    ours.name,    ours.is_public, refused};
    for (const Song& song : outcome_.songs) written.recording_keys.push_back(song.recording_key);
    const bool is_known = full_ && full_->playlist == written.playlist && full_->uris == written.uris &&
                          full_->name == written.name && full_->shown_name == written.shown_name &&
                          full_->is_public == written.is_public && full_->shown_uris == written.shown_uris;
    if (!is_known || outcome_.created) remember(lake_, order_.user, written);
  }

  lake::Lake& lake_;
  spotify::WebApi& api_;
  const base::Clock& clock_;
  const Order& order_;
  Lookup lookup_;
  std::optional<Written> last_, full_;  // of the playlist last written: its newest memory, the newest with songs
  std::set<std::string> refused_;       // URIs that Spotify took in no list, of late or now
  std::vector<RefusedUri> whys_;
  bool has_failed_ = false;
  Outcome outcome_;
};

}  // namespace

Outcome write(lake::Lake& lake, spotify::WebApi& api, const base::Clock& clock, const Order& order) {
  const std::size_t wanted = order.count == 0 ? order.songs.size() : order.count;
  if (wanted > kSongsMost)
    throw base::Error(base::Fault::usage, "a playlist of ours holds at most 100 songs: ask for fewer");
  return Writing(lake, api, clock, order).all();
}

}  // namespace segue::playlist
