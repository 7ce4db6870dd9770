// How it works: metadata calls come from a queue by worth. The worth of a call only falls as others are chosen, so the
// call at the top is the best one if its worth, computed anew, is unchanged. Candidates come from a queue of artists by
// plays / (calls + 1). plan() merges both lists; every fourth call is a candidate.
#include "capture/enrich_plan.h"

#include <algorithm>
#include <map>
#include <queue>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace segue::capture {
namespace {

using formats::Answer;
using music::Catalogue;
using music::CatalogueTrack;
using music::KeptAnswer;

constexpr std::size_t kTracksOfAnAlbumCall = 50;
constexpr std::size_t kSupplyingArtists = 200;
constexpr std::size_t kCandidatesEvery = 4;
constexpr std::chrono::days kListLasts{30};

using Asked = std::set<std::pair<Answer, std::string>>;

std::int64_t weight(const CatalogueTrack& track) {
  return std::max<std::int64_t>(track.plays, 1);
}

// Returns the things that have an answer, of the kinds for which one answer is all.
Asked asked_in(const Catalogue& catalogue) {
  Asked asked;
  for (const KeptAnswer& answer : catalogue.answers)
    if (const auto kind = formats::answer_named(answer.kind); kind && *kind != Answer::artist_albums)
      asked.emplace(*kind, answer.subject);
  return asked;
}

// Chooses metadata calls greedily.
class Metadata {
 public:
  Metadata(const Catalogue& catalogue, const Asked& asked) : tracks_(catalogue.tracks) {
    std::map<std::string, std::int64_t> artists;
    for (std::size_t i = 0; i < tracks_.size(); ++i) {
      const CatalogueTrack& track = tracks_[i];
      lacks_facts_.push_back(!track.has_facts);
      if (!asked.contains({Answer::track, track.id}) && (!track.has_facts || !track.has_isrc))
        offer(Answer::track, track.id, i);
      const bool knows_artist =
          catalogue.artists.contains(track.artist_id) || asked.contains({Answer::artist, track.artist_id});
      if (!track.artist_id.empty() && !knows_artist) artists[track.artist_id] += weight(track);
      if (!track.album_id.empty() && !asked.contains({Answer::album, track.album_id}))
        albums_[track.album_id].push_back(i);
    }
    for (auto& [id, members] : albums_) {
      // Most played first: it is not known which 50 tracks of a longer album the answer holds.
      std::stable_sort(members.begin(), members.end(),
                       [&](std::size_t a, std::size_t b) { return weight(tracks_[a]) > weight(tracks_[b]); });
      offer(Answer::album, id, 0);
    }
    for (const auto& [id, plays] : artists) queue_.push({plays, Answer::artist, id, 0});
  }

  std::vector<PlannedCall> all() {
    std::vector<PlannedCall> calls;
    while (!queue_.empty()) {
      Offer offer = queue_.top();
      queue_.pop();
      const std::int64_t now = worth(offer);
      if (now <= 0) continue;
      if (now < offer.worth) {  // calls chosen since fill a part of its wants: it waits for its new turn
        offer.worth = now;
        queue_.push(std::move(offer));
        continue;
      }
      take(offer);
      calls.push_back({offer.kind, std::move(offer.id), 0, now});
    }
    return calls;
  }

 private:
  struct Offer {
    std::int64_t worth = 0;
    Answer kind = Answer::track;
    std::string id;
    std::size_t track = 0;
    // At equal worth tracks come first, then albums, then artists; then the smaller id.
    bool operator<(const Offer& other) const {
      return std::tie(worth, other.kind, other.id) < std::tie(other.worth, kind, id);
    }
  };

  void offer(Answer kind, const std::string& id, std::size_t track) {
    Offer made{0, kind, id, track};
    made.worth = worth(made);
    if (made.worth > 0) queue_.push(std::move(made));
  }

  std::int64_t worth(const Offer& offer) const {
    if (offer.kind == Answer::artist) return offer.worth;
    if (offer.kind == Answer::track) {
      const CatalogueTrack& track = tracks_[offer.track];
      return weight(track) * ((lacks_facts_[offer.track] ? 1 : 0) + (track.has_isrc ? 0 : 1));
    }
    std::int64_t sum = 0;
    std::size_t covered = 0;
    for (const std::size_t i : albums_.at(offer.id)) {
      // Every track gains by its album's facts; those without facts of their own, among the first 50, gain twice.
      sum += weight(tracks_[i]);
      if (lacks_facts_[i] && covered++ < kTracksOfAnAlbumCall) sum += weight(tracks_[i]);
    }
    return sum;
  }

  void take(const Offer& offer) {
    if (offer.kind == Answer::track) lacks_facts_[offer.track] = false;
    if (offer.kind != Answer::album) return;
    std::size_t covered = 0;
    for (const std::size_t i : albums_.at(offer.id))
      if (lacks_facts_[i] && covered++ < kTracksOfAnAlbumCall) lacks_facts_[i] = false;
  }

  const std::vector<CatalogueTrack>& tracks_;
  std::vector<bool> lacks_facts_;
  std::map<std::string, std::vector<std::size_t>> albums_;
  std::priority_queue<Offer> queue_;
};

// Returns where the next page of an artist's list of albums begins; nothing if the list is whole and fresh, or missing.
std::optional<std::int64_t> next_page(const Catalogue& catalogue, const std::string& artist, base::Instant now) {
  std::optional<std::int64_t> next = 0;
  base::Instant begun = now;
  bool is_missing = false;
  for (const KeptAnswer& answer : catalogue.answers) {
    if (answer.kind != formats::text_of(Answer::artist_albums) || answer.subject != artist) continue;
    is_missing = answer.status != 200;
    if (answer.offset == 0) begun = answer.at;
    next = answer.next.empty() ? std::nullopt : std::optional<std::int64_t>(std::stoll(answer.next));
  }
  if (is_missing) return std::nullopt;
  return begun + kListLasts < now ? 0 : next;
}

struct Supplier {
  std::string id;
  std::int64_t plays = 0;
  std::size_t done = 0;
  std::vector<PlannedCall> calls;  // in order
  std::size_t at = 0;
};

std::vector<Supplier> suppliers(const Catalogue& catalogue) {
  std::map<std::string, std::int64_t> plays;
  for (const CatalogueTrack& track : catalogue.tracks)
    if (track.plays > 0 && !track.artist_id.empty()) plays[track.artist_id] += track.plays;
  std::vector<Supplier> all;
  for (const auto& [id, count] : plays) all.push_back({id, count, 0, {}, 0});
  std::stable_sort(all.begin(), all.end(), [](const Supplier& a, const Supplier& b) { return a.plays > b.plays; });
  if (all.size() > kSupplyingArtists) all.resize(kSupplyingArtists);
  return all;
}

std::vector<PlannedCall> candidates(const Catalogue& catalogue, const Asked& asked, base::Instant now) {
  std::vector<Supplier> all = suppliers(catalogue);
  std::map<std::string, Supplier*> by_id;
  for (Supplier& one : all) by_id[one.id] = &one;
  std::set<std::pair<std::string, std::string>> seen;
  for (const music::ListedAlbum& listed : catalogue.listed) {
    const auto found = by_id.find(listed.artist_id);
    if (found == by_id.end() || !seen.emplace(listed.artist_id, listed.album_id).second) continue;
    if (asked.contains({Answer::album, listed.album_id}))
      ++found->second->done;
    else
      found->second->calls.push_back({Answer::album, listed.album_id, 0, 0});
  }
  const auto is_ahead = [&](std::size_t a, std::size_t b) {  // for a heap with the best on top
    const auto worth = [&](std::size_t i) { return all[i].plays; };
    // plays_a/(done_a+1) < plays_b/(done_b+1), without division
    const auto left = worth(a) * static_cast<std::int64_t>(all[b].done + 1);
    const auto right = worth(b) * static_cast<std::int64_t>(all[a].done + 1);
    return left != right ? left < right : a > b;
  };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(is_ahead)> queue(is_ahead);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (const auto page = next_page(catalogue, all[i].id, now))
      all[i].calls.push_back({Answer::artist_albums, all[i].id, *page, 0});
    if (!all[i].calls.empty()) queue.push(i);
  }
  std::vector<PlannedCall> calls;
  while (!queue.empty()) {
    const std::size_t i = queue.top();
    queue.pop();
    calls.push_back(all[i].calls[all[i].at++]);
    ++all[i].done;
    if (all[i].at < all[i].calls.size()) queue.push(i);
  }
  return calls;
}

}  // namespace

std::vector<PlannedCall> plan(const Catalogue& catalogue, base::Instant now) {
  const Asked asked = asked_in(catalogue);
  const std::vector<PlannedCall> first = Metadata(catalogue, asked).all();
  const std::vector<PlannedCall> second = candidates(catalogue, asked, now);
  std::vector<PlannedCall> calls;
  std::set<std::tuple<Answer, std::string, std::int64_t>> planned;
  const auto add_from = [&](const std::vector<PlannedCall>& from, std::size_t& at) {
    // A call that the other list has planned already is passed over without losing the turn.
    while (at < from.size()) {
      const PlannedCall& call = from[at++];
      if (!planned.emplace(call.kind, call.id, call.offset).second) continue;
      calls.push_back(call);
      return;
    }
  };
  std::size_t i = 0, j = 0;
  while (i < first.size() || j < second.size()) {
    const bool is_turn_of_second = calls.size() % kCandidatesEvery == kCandidatesEvery - 1;
    // When one list ends, the other goes on alone.
    if (j < second.size() && (is_turn_of_second || i >= first.size()))
      add_from(second, j);
    else
      add_from(first, i);
  }
  return calls;
}

}  // namespace segue::capture
