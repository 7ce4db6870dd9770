// How it works: two signals count the lists. `songs` adds up how much more often than chance a song is in lists with
// heard songs; `lists` adds up, over the lists that are most like the taste, the square of their likeness. Songs by new
// artists are ranked by the product of both; songs by known artists by its root, what was played of artist and album,
// and the nearness by vectors. A greedy choice then takes the best of each kind in turn.
#include "recommend/pick.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>

#include "music/names.h"
#include "recommend/taste.h"
#include "signals/group_knn.h"
#include "signals/list_knn.h"
#include "signals/walk.h"

namespace segue::recommend {
namespace {

using signals::Item;
using signals::ScoredItem;

// The choice of these numbers is described in docs/ranking.md.
constexpr double kAlbum = 3;
constexpr double kNearness = 3;
constexpr std::size_t kLeastLists = 2;
constexpr double kUnsupported = 1e-9;  // factor of what only fills up
constexpr std::size_t kEvidence = 12;  // heard songs that a reason may choose from

class Ranking {
 public:
  explicit Ranking(const PickInput& input)
      : input_(input),
        repertoire_(*input.repertoire),
        songs_(input.index->songs),
        lists_(input.index->songs, {.likeness_exponent = 2}),
        played_of_artist_(repertoire_.artist_count(), 0),
        played_of_album_(repertoire_.album_count(), 0),
        is_known_(repertoire_.artists_of(input.listener->heard)) {
    const signals::ListContext taste = context_of(input.listener->taste);
    for (std::size_t i = 0; i < taste.items.size(); ++i) {
      const auto weight = static_cast<double>(taste.weights[i]);
      for (const std::uint32_t artist : repertoire_.artists[taste.items[i]]) played_of_artist_[artist] += weight;
      const std::uint32_t album = repertoire_.albums[taste.items[i]];
      if (album != signals::Groups::kNone) played_of_album_[album] += weight;
    }
    songs_.look_at(taste);
    lists_.look_at(taste);
  }

  bool is_new(Item item) const { return !repertoire_.credits_any_of(item, is_known_); }

  double score(Item item) const { return is_new(item) ? score_of_new(item) : score_of_known(item); }

  Pick pick(const ScoredItem& scored, bool is_new) const {
    Pick one{scored.item, static_cast<double>(scored.score), is_new, {}};
    const double all = static_cast<double>(songs_.score(scored.item));
    for (const signals::Share& share : songs_.shares_of(scored.item)) {
      if (one.evidence.size() == kEvidence) break;
      one.evidence.push_back({share.item, static_cast<double>(share.score) / all, share.lists});
    }
    return one;
  }

 private:
  double score_of_known(Item item) const {
    double of_artist = 0;
    for (const std::uint32_t artist : repertoire_.artists[item])
      of_artist = std::max(of_artist, played_of_artist_[artist]);
    const std::uint32_t album = repertoire_.albums[item];
    const double of_album = album == signals::Groups::kNone ? 0 : played_of_album_[album];
    return std::max(std::sqrt(listed(item)), kUnsupported) * std::log1p(of_artist) *
           (1 + kAlbum * std::log1p(of_album)) * near(item);
  }

  double score_of_new(Item item) const {
    std::size_t lists = input_.index->songs.count(item);
    for (const std::uint32_t artist : repertoire_.artists[item])
      lists = std::max<std::size_t>(lists, input_.index->lists_of_artists[artist]);
    return listed(item) * (lists >= kLeastLists ? 1 : kUnsupported);
  }

  double listed(Item item) const {
    return static_cast<double>(songs_.score(item)) * static_cast<double>(lists_.score(item));
  }

  double near(Item item) const { return input_.nearness ? std::exp(kNearness * input_.nearness(item)) : 1; }

  const PickInput& input_;
  const Repertoire& repertoire_;
  signals::Walk songs_;
  signals::ListKnn lists_;
  std::vector<double> played_of_artist_, played_of_album_;  // weights
  std::vector<bool> is_known_;                              // by artist
};

// Songs by artist and title, so that another edition of a song counts as the song.
class Titles {
 public:
  explicit Titles(const Repertoire& repertoire) : repertoire_(repertoire) {}
  void add(Item item) {
    const std::string title = title_of(item);
    for (const std::uint32_t artist : repertoire_.artists[item]) known_.emplace(artist, title);
  }
  bool contains(Item item) const {
    const std::string title = title_of(item);
    return std::any_of(repertoire_.artists[item].begin(), repertoire_.artists[item].end(),
                       [&](std::uint32_t artist) { return known_.contains({artist, title}); });
  }

 private:
  std::string title_of(Item item) const {
    // With one artist's name for all songs, the key says the title alone.
    return music::keys_of({"a", repertoire_.songs[item].title, "", ""}).title_key;
  }
  const Repertoire& repertoire_;
  std::set<std::pair<std::uint32_t, std::string>> known_;
};

class Choice {
 public:
  Choice(const PickInput& input, const PickOptions& options)
      : repertoire_(*input.repertoire),
        options_(options),
        titles_(repertoire_),
        by_artist_(repertoire_.artist_count(), 0) {
    for (Item item = 0; item < repertoire_.size(); ++item)
      if (input.listener->heard[item]) titles_.add(item);
  }
  // Takes the first song of the kind that may stand in the list now. Returns false if there is none.
  bool take(std::vector<ScoredItem>& kind, ScoredItem& taken) {
    if (options_.stretch > 0 && count_ % options_.stretch == 0) std::fill(by_artist_.begin(), by_artist_.end(), 0);
    for (auto one = kind.begin(); one != kind.end();) {
      const auto& artists = repertoire_.artists[one->item];
      if (std::any_of(artists.begin(), artists.end(),
                      [&](std::uint32_t artist) { return by_artist_[artist] >= options_.per_artist; })) {
        ++one;
        continue;
      }
      taken = *one;
      one = kind.erase(one);
      if (repertoire_.origins[taken.item] == Origin::corpus && titles_.contains(taken.item)) continue;
      titles_.add(taken.item);
      for (const std::uint32_t artist : artists) ++by_artist_[artist];
      ++count_;
      return true;
    }
    return false;
  }
  std::size_t count() const { return count_; }

 private:
  const Repertoire& repertoire_;
  const PickOptions& options_;
  Titles titles_;
  std::vector<std::size_t> by_artist_;
  std::size_t count_ = 0;
};

}  // namespace

std::vector<Pick> pick(const PickInput& input, const PickOptions& options) {
  constexpr std::size_t kRanked = 20;  // of each kind, times the list's length, since caps pass over many
  const Ranking ranking(input);
  std::vector<ScoredItem> kinds[2];  // by known artists, by new ones
  for (Item item = 0; item < input.repertoire->size(); ++item) {
    if (input.repertoire->origins[item] == Origin::none || input.listener->heard[item]) continue;
    if (!input.cooled.empty() && input.cooled[item]) continue;
    const double score = ranking.score(item);
    if (score > 0) kinds[ranking.is_new(item) ? 1 : 0].push_back({item, static_cast<float>(score)});
  }
  for (auto& kind : kinds) signals::keep_best(kind, std::max<std::size_t>(kRanked * options.count, 1000));
  Choice choice(input, options);
  std::vector<Pick> picks;
  double due = 0;  // songs by new artists that are owed to the list
  while (choice.count() < options.count) {
    due += options.new_artists;
    const std::size_t wanted = due > 1 - 1e-9 ? 1 : 0;
    if (wanted == 1) due -= 1;
    ScoredItem taken;
    std::size_t kind = wanted;
    if (!choice.take(kinds[kind], taken)) {
      kind = 1 - wanted;
      if (!choice.take(kinds[kind], taken)) break;
    }
    picks.push_back(ranking.pick(taken, kind == 1));
  }
  return picks;
}

}  // namespace segue::recommend
