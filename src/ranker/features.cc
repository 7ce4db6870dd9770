// How it works: each signal is asked for its 300 best. Its first few are candidates; the ranks of all 300 describe the
// candidates that other signals proposed.
#include "ranker/features.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

namespace segue::ranker {
namespace {

using signals::Groups;
using signals::Item;
using signals::List;
using signals::ScoredItem;

constexpr std::size_t kRanked = 300;
constexpr float kUnranked = 400;
constexpr std::size_t kMiddle = 50;  // the rank from which distances are measured
constexpr float kFarthest = 5;
constexpr std::size_t kOfMember = 4;
constexpr std::size_t kLast = 3;  // last items that are compared with the candidate

constexpr std::array kStructure = {"same_artist",
                                   "same_artist_share",
                                   "same_album",
                                   "same_album_share",
                                   "album_already_there",
                                   "artist_catalogue",
                                   "album_catalogue",
                                   "log_count",
                                   "log_count_above_context",
                                   "context_length",
                                   "distinct_artists",
                                   "distinct_albums",
                                   "is_ordered",
                                   "seconds",
                                   "seconds_from_mean",
                                   "album_as_last_1",
                                   "album_as_last_2",
                                   "album_as_last_3",
                                   "artist_as_last_1",
                                   "artist_as_last_2",
                                   "artist_as_last_3",
                                   "log_recent_count",
                                   "log_count_of_last",
                                   "times_heard",
                                   "nearness_of_last",
                                   "last_is_repeat",
                                   "reciprocal_ranks",
                                   "members_that_rank"};

using Counts = std::unordered_map<std::uint32_t, float>;

float in(const Counts& counts, std::uint32_t group) {
  const auto at = counts.find(group);
  return at == counts.end() || group == Groups::kNone ? 0 : at->second;
}

float size_of(const Groups& groups, std::uint32_t group) {
  return group == Groups::kNone ? 0 : static_cast<float>(groups.members(group).size());
}

}  // namespace

// What the context says of any candidate.
class Describer::Around {
 public:
  Around(const signals::ListContext& context, const ItemFacts& facts) : facts_(facts), context_(context) {
    std::size_t timed = 0;
    for (const Item item : context.items) {
      ++artists_[facts.artists.of(item)];
      ++albums_[facts.albums.of(item)];
      mean_log_count_ += log_count(item);
      mean_seconds_ += facts.seconds[item];
      timed += facts.seconds[item] > 0;
    }
    for (std::size_t i = 0; context.is_ordered && i < context.items.size(); ++i) {
      Heard& heard = heard_[context.items[i]];
      heard = {heard.times + 1, i};
    }
    mean_log_count_ /= length();
    mean_seconds_ /= std::max(1.0f, static_cast<float>(timed));
  }

  void describe(Item item, float* to) const {
    const std::uint32_t artist = facts_.artists.of(item), album = facts_.albums.of(item);
    const float same_artist = in(artists_, artist), same_album = in(albums_, album);
    const float of_album = size_of(facts_.albums, album), seconds = facts_.seconds[item];
    *to++ = same_artist;
    *to++ = same_artist / length();
    *to++ = same_album;
    *to++ = same_album / length();
    *to++ = same_album / std::max(1.0f, of_album);
    *to++ = size_of(facts_.artists, artist);
    *to++ = of_album;
    *to++ = log_count(item);
    *to++ = log_count(item) - mean_log_count_;
    *to++ = length();
    *to++ = static_cast<float>(artists_.size()) / length();
    *to++ = static_cast<float>(albums_.size()) / length();
    *to++ = context_.is_ordered ? 1 : 0;
    *to++ = seconds;
    *to++ = seconds > 0 && mean_seconds_ > 0 ? seconds - mean_seconds_ : 0;
    for (const Groups* groups : {&facts_.albums, &facts_.artists})
      for (std::size_t back = 1; back <= kLast; ++back) *to++ = is_as_last(*groups, groups->of(item), back) ? 1 : 0;
    const auto heard = heard_.find(item);
    const bool is_heard = heard != heard_.end();
    *to++ = std::log1p(static_cast<float>(facts_.recent_counts[item]));
    *to++ = context_.is_ordered && !context_.items.empty() ? log_count(context_.items.back()) : 0;
    *to++ = is_heard ? heard->second.times : 0;
    *to++ = is_heard ? 1 / (length() - static_cast<float>(heard->second.last)) : 0;
    *to++ = context_.is_ordered && !context_.items.empty() && heard_.at(context_.items.back()).times > 1 ? 1 : 0;
  }

 private:
  float length() const { return std::max(1.0f, static_cast<float>(context_.items.size())); }
  float log_count(Item item) const { return std::log1p(static_cast<float>(facts_.counts[item])); }
  bool is_as_last(const Groups& groups, std::uint32_t group, std::size_t back) const {
    return context_.is_ordered && group != Groups::kNone && back <= context_.items.size() &&
           groups.of(context_.items[context_.items.size() - back]) == group;
  }

  struct Heard {
    float times = 0;
    std::size_t last = 0;  // its last place
  };

  const ItemFacts& facts_;
  const signals::ListContext& context_;
  Counts artists_, albums_;
  std::unordered_map<Item, Heard> heard_;  // of an ordered context
  float mean_log_count_ = 0, mean_seconds_ = 0;
};

Describer::Describer(Panel panel, const ItemFacts& facts, bool repeats)
    : panel_(std::move(panel)),
      facts_(facts),
      repeats_(repeats),
      context_(facts.counts.size()),
      seen_(facts.counts.size()),
      ranks_(facts.counts.size(), 0) {}

std::vector<std::string> Describer::names() const {
  std::vector<std::string> names;
  for (const PanelMember& member : panel_)
    for (const char* what : {"", "_rank", "_distance", "_share"}) names.push_back(member.name + what);
  names.insert(names.end(), kStructure.begin(), kStructure.end());
  return names;
}

void Describer::add_member(const std::vector<ScoredItem>& best, const signals::Signal& signal, const List& items,
                           std::size_t column, std::size_t width, std::vector<float>& numbers) {
  for (std::size_t i = 0; i < best.size(); ++i) ranks_[best[i].item] = static_cast<std::uint16_t>(i + 1);
  const float first = best.empty() ? 0 : best.front().score;
  const float middle = best.empty() ? 0 : best[std::min(kMiddle, best.size()) - 1].score;
  for (std::size_t i = 0; i < items.size(); ++i) {
    float* row = numbers.data() + i * width;
    const float score = signal.score(items[i]);
    const float rank = ranks_[items[i]];
    row[column] = score;
    row[column + 1] = rank > 0 ? rank : kUnranked;
    // Scores of artists and albums tie, so the best and the middle may be equal.
    row[column + 2] = first > middle ? std::clamp((score - middle) / (first - middle), -kFarthest, kFarthest) : 0;
    row[column + 3] = first > 0 ? score / first : 0;
    if (rank > 0) {
      row[width - 2] += 1 / (20 + rank);
      row[width - 1] += 1;
    }
  }
  for (const ScoredItem& one : best) ranks_[one.item] = 0;
}

Described Describer::describe(const signals::ListContext& context) {
  context_.clear();
  seen_.clear();
  if (!repeats_)
    for (const Item item : context.items) context_.insert(item);
  Described described;
  std::vector<std::vector<ScoredItem>> best;
  for (const PanelMember& member : panel_) {
    member.signal->look_at(context);
    best.push_back(member.signal->best(kRanked, context_));
    for (std::size_t i = 0; i < std::min(member.proposals, best.back().size()); ++i) {
      const Item item = best.back()[i].item;
      if (!seen_.contains(item)) described.items.push_back(item);
      seen_.insert(item);
    }
  }
  std::sort(described.items.begin(), described.items.end());
  const std::size_t width = panel_.size() * kOfMember + kStructure.size();
  described.numbers.resize(described.items.size() * width, 0);
  for (std::size_t m = 0; m < panel_.size(); ++m)
    add_member(best[m], *panel_[m].signal, described.items, m * kOfMember, width, described.numbers);
  const Around around(context, facts_);
  for (std::size_t i = 0; i < described.items.size(); ++i)
    around.describe(described.items[i], described.numbers.data() + i * width + panel_.size() * kOfMember);
  return described;
}

}  // namespace segue::ranker
