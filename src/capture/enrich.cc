// How it works: the lists come first, because they name tracks that the plan then wants. The plan is made anew every
// 20 calls, because answers change what the other calls are worth. An answer lands in the lake before it is read, so
// that a run after a kill goes on where this one was.
#include "capture/enrich.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/log.h"
#include "capture/enrich_ask.h"
#include "capture/enrich_lists.h"
#include "capture/enrich_plan.h"
#include "capture/enrich_refusals.h"
#include "capture/learned.h"
#include "formats/web_api.h"
#include "lake/read_object.h"

namespace segue::capture {
namespace {

using formats::Answer;
using lake::ObjectKind;
using spotify::Reply;

constexpr std::int64_t kCallsPerPlan = 20;

bool has_scope(const std::string& granted, const std::string& scope) {
  return (" " + granted + " ").find(" " + scope + " ") != std::string::npos;
}

// Returns the lake's kind of an answer: both rooms give it the same name.
ObjectKind kind_of(Answer kind) {
  return lake::kind_named(formats::text_of(kind)).value();
}

std::string path_of(const PlannedCall& call) {
  switch (call.kind) {
    case Answer::album:
      return "/v1/albums/" + call.id;
    case Answer::artist:
      return "/v1/artists/" + call.id;
    case Answer::artist_albums:
      return fmt::format("/v1/artists/{}/albums?include_groups=album,single&limit=10&offset={}", call.id, call.offset);
    default:
      return "/v1/tracks/" + call.id;
  }
}

class Enrichment {
 public:
  Enrichment(lake::Lake& lake, const std::string& user, spotify::WebApi& api, const base::Clock& clock,
             const EnrichLimits& limits, music::Catalogue& catalogue,
             const std::function<void(const Enriched&)>& progress)
      : lake_(lake),
        user_(user),
        clock_(clock),
        limits_(limits),
        asking_(lake, user, api, clock, limits, progress),
        made_(asking_.made),
        catalogue_(catalogue),
        learned_(catalogue),
        progress_(progress) {}

  void lists() {
    // No step waits for these lists: the playlist lane, which goes first, is for reads before a playlist is written.
    asking_.lane = spotify::Lane::library;
    whole_list(Answer::saved_tracks, "", "/v1/me/tracks?limit=50&offset={}", "user-library-read");
    playlists();
    for (const char* range : {"short_term", "medium_term", "long_term"}) {
      const std::string query = fmt::format("?limit=50&time_range={}&offset=", range) + "{}";
      whole_list(Answer::top_tracks, range, "/v1/me/top/tracks" + query, "user-top-read");
      whole_list(Answer::top_artists, range, "/v1/me/top/artists" + query, "user-top-read");
    }
    whole_list(Answer::followed_artists, "", "/v1/me/following?type=artist&limit=50{}", "user-follow-read");
  }

  void catalogue() {
    asking_.lane = spotify::Lane::metadata;
    const std::set<std::string> behind = often_failed(lake_, user_, clock_.now());
    for (;;) {
      std::vector<PlannedCall> calls = plan(catalogue_, clock_.now());
      // A call that failed on several days goes last, so that it holds up no other call again.
      std::stable_partition(calls.begin(), calls.end(),
                            [&](const PlannedCall& call) { return !behind.contains(path_of(call)); });
      const std::int64_t before = made_.calls;
      for (const PlannedCall& call : calls) {
        if (!asking_.may_go_on() || made_.calls - before >= kCallsPerPlan) break;
        one(call);
      }
      if (!asking_.may_go_on() || made_.calls == before) break;
    }
    made_.calls_left = static_cast<std::int64_t>(plan(catalogue_, clock_.now()).size());
  }

  Enriched end() { return asking_.end(); }

 private:
  // Adds a landed answer to the catalogue. Returns false if it cannot be read or has no body (a 404, or an equal page).
  bool learn(Answer kind, const std::string& path, Reply reply, music::KeptAnswer kept) {
    const bool has_body = kept.status == 200 && kept.same_as.empty();
    if (has_body) {
      const auto read = learned_.take(kind, reply.body, kept.subject, kept.offset);
      if (read.refusal) {
        reply.error = read.refusal->what;
        asking_.refused(path, reply);
        return false;
      }
      kept.next = read.next;
    }
    asking_.answered(path);
    catalogue_.answers.push_back(std::move(kept));
    return has_body;
  }

  void one(const PlannedCall& call) {
    const auto answer = asking_.ask({kind_of(call.kind), call.id, "", call.offset, path_of(call), "", ""});
    if (!answer) return;
    const auto& [reply, kept] = *answer;
    if (kept.status == 404 && call.kind == Answer::track) ++made_.missing_tracks;
    if (!learn(call.kind, path_of(call), reply, kept)) return;
    ++(call.kind == Answer::track    ? made_.tracks
       : call.kind == Answer::album  ? made_.albums
       : call.kind == Answer::artist ? made_.artists
                                     : made_.pages);
    progress_(made_);
  }

  // Asks for the pages of a list from where its reading stopped. `path` has a place for the offset or, for followed
  // artists, the cursor.
  void pages_of(Answer kind, const ApiQuestion& base, const std::string& path, ListState state) {
    while (asking_.may_go_on()) {
      ApiQuestion question = base;
      question.offset = state.offset;
      const bool has_cursor = kind == Answer::followed_artists;
      question.path = fmt::format(fmt::runtime(path), !has_cursor          ? std::to_string(state.offset)
                                                      : state.next.empty() ? ""
                                                                           : "&after=" + state.next);
      if (state.offset == 0) {
        question.equal_sha256 = state.first_sha256;
        question.equal_object = state.first_object;
      }
      const auto answer = asking_.ask(question);
      if (!answer) return;
      const bool has_rows = learn(kind, question.path, answer->reply, answer->kept);
      ++made_.pages;
      progress_(made_);
      if (!has_rows) return;
      state.next = catalogue_.answers.back().next;
      state.offset += kListPage;
      if (state.next.empty()) return;
    }
  }

  void whole_list(Answer kind, const std::string& subject, const std::string& path, const std::string& scope) {
    const std::string name(formats::text_of(kind));
    if (!has_scope(limits_.scope, scope)) {
      std::string line = fmt::format("{} (needs the scope {})", name, scope);
      if (std::find(made_.left_out.begin(), made_.left_out.end(), line) == made_.left_out.end())
        made_.left_out.push_back(std::move(line));
      return;
    }
    const ListState state = daily_list(catalogue_.answers, name, subject, clock_.now());
    if (state.is_due) pages_of(kind, {kind_of(kind), subject, "", 0, "", "", ""}, path, state);
  }

  // Returns the listener's own id, "" if it cannot be had now. Spotify shows the items of their own playlists, and of
  // collaborative ones.
  std::string own_id() {
    const std::string_view profile = lake::text_of(ObjectKind::profile);
    if (daily_list(catalogue_.answers, profile, "", clock_.now()).is_due) {
      const auto answer = asking_.ask({ObjectKind::profile, "", "", 0, "/v1/me", "", ""});
      if (answer && answer->kept.status == 200) catalogue_.answers.push_back(answer->kept);
    }
    const auto newest = newest_whole(catalogue_.answers, profile);
    if (newest.empty()) return "";
    try {
      return formats::id_in(lake::read_object(lake_, newest.front()).second);
    } catch (const base::Error&) {
      return "";  // the object is damaged or no profile: tomorrow's may be one
    }
  }

  void playlists() {
    whole_list(Answer::playlists, "", "/v1/me/playlists?limit=50&offset={}", "playlist-read-private");
    const auto pages = newest_whole(catalogue_.answers, formats::text_of(Answer::playlists));
    const std::string me = pages.empty() ? "" : own_id();
    for (const auto& page : pages)
      for (const auto& playlist : playlists_on(page))
        if ((playlist.owner_id == me && !me.empty()) || playlist.is_collaborative) items_of(playlist);
  }

  // Returns no playlists if the lake's object is damaged or missing: tomorrow's page shows them.
  std::vector<formats::WebPlaylist> playlists_on(const std::string& page) const {
    try {
      return formats::playlists_page(lake::read_object(lake_, page).second).items;
    } catch (const base::Error& error) {
      spdlog::warn("{} is skipped: {}", page, error.what());
      return {};
    }
  }

  void items_of(const formats::WebPlaylist& playlist) {
    const ListState state = playlist_items(catalogue_.answers, playlist.id, playlist.snapshot_id);
    if (state.is_due)
      pages_of(Answer::playlist_items, {ObjectKind::playlist_items, playlist.id, playlist.snapshot_id, 0, "", "", ""},
               "/v1/playlists/" + playlist.id + "/items?limit=50&offset={}", state);
  }

  lake::Lake& lake_;
  const std::string& user_;
  const base::Clock& clock_;
  const EnrichLimits& limits_;
  Asking asking_;
  Enriched& made_;  // of asking_
  music::Catalogue& catalogue_;
  Learned learned_;
  const std::function<void(const Enriched&)>& progress_;
};

}  // namespace

Enriched enrich(lake::Lake& lake, const std::string& user, spotify::WebApi& api, const base::Clock& clock,
                const EnrichLimits& limits, music::Catalogue& catalogue,
                const std::function<void(const Enriched&)>& progress) {
  Enrichment enrichment(lake, user, api, clock, limits, catalogue, progress);
  enrichment.lists();
  enrichment.catalogue();
  return enrichment.end();
}

}  // namespace segue::capture
