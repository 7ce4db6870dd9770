// How it works: choose songs, find the playlist, compare both with the memory in the lake, write only what differs, and
// remember what Spotify shows afterwards. Every step that could lose the old list (no songs, few songs, a refused list)
// throws before it writes or puts the old songs back.
#include "playlist/writer.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "formats/web_api.h"
#include "playlist/choice.h"
#include "playlist/items.h"
#include "playlist/lookup.h"
#include "playlist/memory.h"
#include "playlist/ours.h"

namespace segue::playlist {
namespace {

using formats::WebItem;
using formats::WebPlaylist;
using Items = std::vector<WebItem>;
using Uris = std::vector<std::string>;

constexpr const char* kDescription = "Made by segue: songs you have not heard, near what you play.";
constexpr std::size_t kSongsMost = 100;

std::string head_json(const std::string& name) {
  return base::JsonObject{}.text("name", name).flag("public", false).text("description", kDescription).str();
}

class Writing {
 public:
  Writing(lake::Lake& lake, spotify::WebApi& api, const base::Clock& clock, const Order& order)
      : api_(api),
        clock_(clock),
        order_(order),
        memory_(lake, order.user, clock),
        lookup_(lake, order.user, api, clock),
        choice_(lookup_, order, memory_.refused()) {
    outcome_.wanted = order.wanted();
    outcome_.before = memory_.songs();
  }

  WriteOutcome all() {
    choice_.choose();
    refuse_an_empty_list();
    auto ours = find_ours(api_, order_.name, memory_.playlist());
    Items present;
    if (ours) {
      present = items_of(api_, ours->id);
      outcome_.before = std::max(outcome_.before, present.size());
      keep_the_old_where_most_are_missing();
    } else {
      outcome_.before = 0;
      refuse_an_empty_list();
      outcome_.created = true;
      if (!order_.dry_run) ours = made();
    }
    if (ours) {
      outcome_.playlist = ours->id;
      outcome_.is_public = ours->is_public;
      bring_up_to(*ours, std::move(present));
    }
    outcome_.changed |= outcome_.created;
    outcome_.songs = choice_.songs();
    outcome_.left_out = choice_.left_out();
    return std::move(outcome_);
  }

 private:
  // Throws if no song can be had. A list from before is first looked for, because the message must say whether it
  // stays.
  void refuse_an_empty_list() const {
    if (!choice_.songs().empty() || outcome_.before > 0) return;
    if (!choice_.has_failed())
      throw base::Error(base::Fault::input, "Spotify knows none of the songs: nothing was written");
    throw base::Error(
        base::Fault::upstream,
        fmt::format(
            "none of the songs could be looked up at Spotify: nothing was written; the last was \"{} - {}\": {}",
            last_left_out().song.artist, last_left_out().song.title, last_left_out().why));
  }

  const LeftOut& last_left_out() const { return choice_.left_out().back(); }

  // Makes the playlist. Spotify may have made it although its answer was lost or illegible; then its list shows it.
  WebPlaylist made() {
    const spotify::Call call{"POST", "/v1/me/playlists", head_json(order_.name)};
    const spotify::Reply reply = api_.patiently(call);
    const bool is_refused = reply.is_held() || (reply.status >= 400 && reply.status < 500);
    if (is_refused) spotify::refuse(call, reply);
    if (reply.is_good()) {
      try {
        return remembered_as_made(formats::playlist_in(reply.body));
      } catch (const base::Error& error) {
        spdlog::debug("POST /v1/me/playlists: {}", error.what());
      }
    }
    if (const auto found = find_marked(api_, order_.name)) return remembered_as_made(*found);
    if (!reply.is_good()) spotify::refuse(call, reply);
    throw base::Error(base::Fault::upstream,
                      "Spotify's answer to making the playlist is not as expected, and its list of playlists does not "
                      "show the playlist: run the command again");
  }

  // Remembers the new playlist before any song is put in, so that a run after a failure goes on with the same playlist.
  WebPlaylist remembered_as_made(WebPlaylist ours) {
    memory_.keep({clock_.now(), ours.id, order_.name, {}, {}, {}, "", ours.is_public, {}});
    return ours;
  }

  void keep_the_old_where_most_are_missing() const {
    const std::size_t found = choice_.songs().size();
    const std::size_t full = std::min({outcome_.wanted, order_.songs.size(), outcome_.before});
    // A search that failed may find its song next time, so the list must not get shorter for it.
    if (found >= full || (!choice_.has_failed() && found * 2 >= full)) return;
    throw base::Error(base::Fault::upstream,
                      fmt::format("Spotify has only {} of the {} songs for \"{}\" now, so the playlist keeps the {} "
                                  "songs of the list before. The last song that is missing is \"{} - {}\": {}. A song "
                                  "that the search does not find is searched for again after {} days",
                                  found, outcome_.wanted, order_.name, outcome_.before, last_left_out().song.artist,
                                  last_left_out().song.title, last_left_out().why, kMissLasts.count()));
  }

  void bring_up_to(const WebPlaylist& ours, Items present) {
    const bool head_differs =
        !outcome_.created && (memory_.name_differs(ours, order_.name) || memory_.is_to_be_private(ours));
    const bool differ = outcome_.created || memory_.items_differ(ours, present, choice_.uris());
    outcome_.changed = head_differs || differ;
    if (order_.dry_run) return;
    const Uris refused = differ ? put_in(ours, present) : Uris{};
    Written written{.at = clock_.now(),
                    .playlist = ours.id,
                    .name = order_.name,
                    .uris = choice_.uris(),
                    .recording_keys = {},
                    .shown_uris = uris_in(present),
                    .shown_name = ours.name,
                    .is_public = ours.is_public,
                    .refused = refused};
    for (const music::Recording& song : choice_.songs()) written.recording_keys.push_back(song.key);
    if (head_differs) write_head(ours, written);
    memory_.keep(written);
  }

  // Writes name and privacy. If Spotify refuses them, the songs are in the list all the same, and are remembered.
  void write_head(const WebPlaylist& ours, Written& written) {
    try {
      api_.require({"PUT", "/v1/playlists/" + ours.id, head_json(order_.name)});
    } catch (const base::Error& error) {
      written.name.clear();
      written.is_public.reset();
      memory_.keep(written);
      throw base::Error(error.fault(),
                        fmt::format("{}; the songs of \"{}\" are written, but its name and that it is private are not",
                                    error.what(), order_.name));
    }
    const WebPlaylist shown = looked_at_again(ours);
    written.shown_name = shown.name;
    written.is_public = outcome_.is_public = shown.is_public;
  }

  // Writes the songs and replaces refused ones by the next, until Spotify refuses none. Sets `present` to what it shows
  // then. Returns the refused URIs.
  Uris put_in(const WebPlaylist& ours, Items& present) {
    Uris refused;
    for (;;) {
      const Placed placed = placed_in(ours, writable(present));
      for (const auto& [uri, why] : placed.refused) {
        refused.push_back(uri);
        choice_.refuse(uri, why);
      }
      choice_.leave_in(placed.uris);
      const auto shown = shown_now(ours.id);
      if (!placed.is_told && !(shown && agree(*shown, placed.uris)))
        throw base::Error(base::Fault::upstream, fmt::format("Spotify's answer to writing \"{}\" is not as expected, "
                                                             "and the list may not be written: run the command again",
                                                             order_.name));
      present = shown.value_or(Items{});
      if (placed.refused.empty()) return refused;
      choice_.choose();  // the next songs replace the refused ones
      if (choice_.uris() == placed.uris) return refused;
      if (present.empty())
        // Spotify did not show the list: the next round takes the songs that were just written as the ones before.
        for (const auto& uri : placed.uris) present.push_back({uri, ""});
    }
  }

  Placed placed_in(const WebPlaylist& ours, const Uris& before) {
    try {
      return place(api_, ours.id, choice_.uris(), before);
    } catch (const base::Error& error) {
      if (!outcome_.created) throw;
      throw base::Error(error.fault(), fmt::format("{}; \"{}\" was made and has no songs yet: run the command again",
                                                   error.what(), order_.name));
    }
  }

  std::optional<Items> shown_now(const std::string& playlist) {
    try {
      return items_of(api_, playlist);
    } catch (const base::Error& error) {
      if (error.fault() != base::Fault::upstream) throw;
      return std::nullopt;
    }
  }

  WebPlaylist looked_at_again(const WebPlaylist& ours) {
    const spotify::Reply reply = api_.patiently({"GET", "/v1/playlists/" + ours.id, ""});
    if (!reply.is_good()) return ours;
    try {
      if (WebPlaylist shown = formats::playlist_in(reply.body); shown.id == ours.id) return shown;
    } catch (const base::Error& error) {
      spdlog::debug("GET /v1/playlists: {}", error.what());
    }
    return ours;
  }

  spotify::WebApi& api_;
  const base::Clock& clock_;
  const Order& order_;
  Memory memory_;
  Lookup lookup_;
  Choice choice_;
  WriteOutcome outcome_;
};

}  // namespace

WriteOutcome write(lake::Lake& lake, spotify::WebApi& api, const base::Clock& clock, const Order& order) {
  if (order.wanted() > kSongsMost)
    throw base::Error(base::Fault::usage, "a playlist that segue writes holds at most 100 songs: ask for fewer");
  return Writing(lake, api, clock, order).all();
}

}  // namespace segue::playlist
