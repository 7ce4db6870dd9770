#include "capture/enrich.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/hash.h"
#include "capture/enrich_lists.h"
#include "capture/enrich_plan.h"
#include "capture/enrich_refusals.h"
#include "capture/learned.h"
#include "formats/web_api.h"
#include "lake/read_object.h"
#include "spotify/family.h"

namespace segue::capture {
namespace {

using formats::Answer;
using spotify::Call;
using spotify::Reply;

constexpr std::int64_t kCallsPerPlan = 20;
constexpr const char* kProfile = "profile";

struct Question {
  std::string kind, subject, snapshot;
  std::int64_t offset = 0;
  std::string path;
  std::string equal_sha256, equal_object;  // an equal body is left out, the object that holds it named
};

bool has_scope(const std::string& granted, const std::string& scope) {
  return (" " + granted + " ").find(" " + scope + " ") != std::string::npos;
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
        api_(api),
        clock_(clock),
        limits_(limits),
        catalogue_(catalogue),
        learned_(catalogue),
        progress_(progress) {}

  void lists() {
    lane_ = spotify::Lane::library;  // nobody waits for them: the lane of what reads playlists to write them is above
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
    lane_ = spotify::Lane::metadata;
    const std::set<std::string> behind = often_failed(lake_, user_, clock_.now());
    for (;;) {
      std::vector<PlannedCall> calls = plan(catalogue_, clock_.now());
      std::stable_partition(calls.begin(), calls.end(),
                            [&](const PlannedCall& call) { return !behind.contains(path_of(call)); });
      const std::int64_t before = made.calls;
      for (const PlannedCall& call : calls) {
        if (!may_go_on() || made.calls - before >= kCallsPerPlan) break;
        one(call);
      }
      if (!may_go_on() || made.calls == before) break;
    }
    made.calls_left = static_cast<std::int64_t>(plan(catalogue_, clock_.now()).size());
  }

  Enriched end() {
    if (!made.refusal) {
      remember_failed(lake_, user_, clock_, refusals_.paths());
      made.refusal = refusals_.end_of_a_run_without_answer();
    }
    const auto& left_out = refusals_.left_out();
    made.left_out.insert(made.left_out.end(), left_out.begin(), left_out.end());
    return std::move(made);
  }

  Enriched made;

 private:
  bool may_go_on() const { return made.calls < limits_.calls && !made.refusal; }

  void hold(spotify::Family family, base::Instant until) {
    held_.insert(family);
    if (!made.held_until || until < *made.held_until) made.held_until = until;
  }

  // What is neither an answer nor a 404.
  void take_refusal(const Call& call, const Reply& reply, spotify::Family family) {
    if (reply.status == 429) {
      const auto wait = reply.retry_after.value_or(std::chrono::minutes{15});
      return hold(family, reply.held_until.value_or(clock_.now() + wait));
    }
    ++made.failed;
    refusals_.failed(call, reply);
    made.refusal = refusals_.end();
  }

  // The reply, when it is an answer or a 404 and lies in the lake; what became of anything else stands in `made`.
  std::optional<std::pair<Reply, music::KeptAnswer>> ask(const Question& question) {
    const Call call{"GET", question.path, "", lane_};
    const spotify::Family family = spotify::family_of(call.method, call.path);
    if (!may_go_on() || held_.contains(family) || refusals_.bars(call)) return std::nullopt;
    Reply reply = api_.patiently(call);
    if (reply.is_held()) {
      hold(family, *reply.held_until);
      return std::nullopt;
    }
    ++made.calls;
    if (reply.status != 200 && reply.status != 404) {
      take_refusal(call, reply, family);
      progress_(made);
      return std::nullopt;
    }
    music::KeptAnswer kept = land(question, reply);
    return std::pair{std::move(reply), std::move(kept)};
  }

  music::KeptAnswer land(const Question& question, const Reply& reply) {
    lake::Envelope envelope;
    envelope.request = "GET " + question.path;
    envelope.status = reply.status;
    envelope.server_date = reply.server_date;
    envelope.our_clock = clock_.now();
    envelope.sha256 = base::sha256_hex(reply.body);
    envelope.subject = question.subject;
    envelope.snapshot = question.snapshot;
    envelope.offset = question.offset;
    if (reply.status == 200 && envelope.sha256 == question.equal_sha256) envelope.same_as = question.equal_object;
    const std::string key = lake::dated_key(user_, question.kind, envelope);
    if (key == envelope.same_as) envelope.same_as.clear();  // of the same second: it is there already
    lake_.put_new(key, lake::wrap(envelope, envelope.same_as.empty() ? reply.body : ""));
    if (reply.status == 404) ++made.missing;
    return {question.kind,
            question.subject,
            question.snapshot,
            question.offset,
            "",
            reply.status,
            key,
            envelope.sha256,
            envelope.same_as,
            reply.server_date.value_or(envelope.our_clock)};
  }

  // Takes a landed answer in; false for one that cannot be read or has nothing in it.
  bool learn(Answer kind, const std::string& path, Reply reply, music::KeptAnswer kept) {
    const bool has_body = kept.status == 200 && kept.same_as.empty();
    if (has_body) {
      const auto read = learned_.take(kind, reply.body, kept.subject, kept.offset);
      if (read.refusal) {
        reply.error = read.refusal->what;
        take_refusal({"GET", path, "", lane_}, reply, spotify::family_of("GET", path));
        return false;
      }
      kept.next = read.next;
    }
    refusals_.answered(spotify::family_of("GET", path));
    catalogue_.answers.push_back(std::move(kept));
    return has_body;
  }

  void one(const PlannedCall& call) {
    const auto answer =
        ask({std::string(formats::text_of(call.kind)), call.id, "", call.offset, path_of(call), "", ""});
    if (!answer) return;
    const auto& [reply, kept] = *answer;
    if (kept.status == 404 && call.kind == Answer::track) ++made.missing_tracks;
    if (!learn(call.kind, path_of(call), reply, kept)) return;
    ++(call.kind == Answer::track    ? made.tracks
       : call.kind == Answer::album  ? made.albums
       : call.kind == Answer::artist ? made.artists
                                     : made.pages);
    progress_(made);
  }

  // All pages of a list from where it stopped. `path` has a place for the offset or, of followed artists, the cursor.
  void pages_of(Answer kind, const Question& base, const std::string& path, ListState state) {
    while (may_go_on()) {
      Question question = base;
      question.offset = state.offset;
      const bool has_cursor = kind == Answer::followed_artists;
      question.path = fmt::format(fmt::runtime(path), !has_cursor          ? std::to_string(state.offset)
                                                      : state.next.empty() ? ""
                                                                           : "&after=" + state.next);
      if (state.offset == 0) {
        question.equal_sha256 = state.first_sha256;
        question.equal_object = state.first_object;
      }
      const auto answer = ask(question);
      if (!answer) return;
      const bool has_rows = learn(kind, question.path, answer->first, answer->second);
      ++made.pages;
      progress_(made);
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
      if (std::find(made.left_out.begin(), made.left_out.end(), line) == made.left_out.end())
        made.left_out.push_back(std::move(line));
      return;
    }
    const ListState state = daily_list(catalogue_.answers, name, subject, clock_.now());
    if (state.is_due) pages_of(kind, {name, subject, "", 0, "", "", ""}, path, state);
  }

  // The listener's own id: whose playlists show their items. "" when it cannot be had now.
  std::string own_id() {
    if (daily_list(catalogue_.answers, kProfile, "", clock_.now()).is_due) {
      const auto answer = ask({kProfile, "", "", 0, "/v1/me", "", ""});
      if (answer && answer->second.status == 200) catalogue_.answers.push_back(answer->second);
    }
    const auto newest = newest_whole(catalogue_.answers, kProfile);
    if (newest.empty()) return "";
    try {
      return formats::id_in(lake::read_object(lake_, newest.front()).second);
    } catch (const base::Error&) {
      return "";  // something that is no profile: tomorrow's may be one
    }
  }

  void playlists() {
    whole_list(Answer::playlists, "", "/v1/me/playlists?limit=50&offset={}", "playlist-read-private");
    const auto pages = newest_whole(catalogue_.answers, formats::text_of(Answer::playlists));
    const std::string me = pages.empty() ? "" : own_id();
    for (const auto& page : pages)
      for (const auto& playlist : formats::playlists_page(lake::read_object(lake_, page).second).items)
        if ((playlist.owner_id == me && !me.empty()) || playlist.is_collaborative) items_of(playlist);
  }

  void items_of(const formats::WebPlaylist& playlist) {
    const ListState state = playlist_items(catalogue_.answers, playlist.id, playlist.snapshot_id);
    const std::string name(formats::text_of(Answer::playlist_items));
    if (state.is_due)
      pages_of(Answer::playlist_items, {name, playlist.id, playlist.snapshot_id, 0, "", "", ""},
               "/v1/playlists/" + playlist.id + "/items?limit=50&offset={}", state);
  }

  lake::Lake& lake_;
  const std::string& user_;
  spotify::WebApi& api_;
  const base::Clock& clock_;
  const EnrichLimits& limits_;
  music::Catalogue& catalogue_;
  Learned learned_;
  const std::function<void(const Enriched&)>& progress_;
  std::set<spotify::Family> held_;
  Refusals refusals_;
  spotify::Lane lane_ = spotify::Lane::metadata;
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
