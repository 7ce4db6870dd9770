// How it works: songs of the context's own artists and albums come first, then those of artists that are in lists with
// them; the vectors decide between songs of one artist, and order all others.
#include "evaluation/never_seen_fused.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_map>

#include "vectors/arithmetic.h"

namespace segue::evaluation {
namespace {

// What the nearest artist adds to the score, and what each song of the context by the same artist or of the same album
// adds; the vectors add their distance from the mean in standard deviations.
constexpr float kNearest = 5, kSame = 5;

template <class KeyOf>
signals::Groups groups_of(const NeverSeen& set, const KeyOf& key_of) {
  std::unordered_map<std::string, std::uint32_t> numbers;
  std::vector<std::uint32_t> group_of;
  for (const NeverSeen::Track& track : set.tracks) {
    const std::string& key = key_of(track);
    group_of.push_back(key.empty()
                           ? signals::Groups::kNone
                           : numbers.try_emplace(key, static_cast<std::uint32_t>(numbers.size())).first->second);
  }
  return signals::Groups(std::move(group_of));
}

// Scales to a mean of 0 and a standard deviation of 1.
void standardise(std::vector<float>& numbers) {
  double sum = 0, squares = 0;
  for (const float number : numbers) {
    sum += static_cast<double>(number);
    squares += static_cast<double>(number) * static_cast<double>(number);
  }
  const double mean = sum / static_cast<double>(numbers.size());
  const double deviation = std::sqrt(std::max(1e-12, squares / static_cast<double>(numbers.size()) - mean * mean));
  for (float& number : numbers) number = static_cast<float>((static_cast<double>(number) - mean) / deviation);
}

}  // namespace

FusedRanks::FusedRanks(const NeverSeen& set, const List& items, const embed::Sides& sides)
    : items_(items),
      sides_(sides),
      artists_(groups_of(set, [](const NeverSeen::Track& track) -> const std::string& { return track.artist; })),
      albums_(groups_of(set, [](const NeverSeen::Track& track) -> const std::string& { return track.album; })),
      near_artists_(signals::group_table(set.training, artists_, {})),
      by_artist_(near_artists_, artists_),
      scores_(items.size()) {}

double FusedRanks::rank(const List& context, const embed::ScoringContext& rows, std::uint32_t candidate) {
  const std::size_t n = sides_.n;
  std::vector<float> mean(n, 0);
  for (const std::uint32_t row : rows.rows)
    vectors::add_scaled(mean.data(), sides_.contexts.data() + row * n, 1 / static_cast<float>(rows.rows.size()), n);
  for (std::size_t i = 0; i < scores_.size(); ++i)
    scores_[i] = vectors::dot(mean.data(), sides_.candidates.data() + i * n, n);
  standardise(scores_);
  by_artist_.look_at({.items = context});
  const float nearest = by_artist_.nearest();
  for (std::size_t i = 0; nearest > 0 && i < scores_.size(); ++i)
    scores_[i] += kNearest * by_artist_.score(items_[i]) / nearest;
  for (const signals::Groups* groups : {&artists_, &albums_}) {
    std::vector<float> counts(groups->size(), 0);
    for (const Item item : context)
      if (groups->of(item) != signals::Groups::kNone) ++counts[groups->of(item)];
    for (std::size_t i = 0; i < scores_.size(); ++i)
      if (groups->of(items_[i]) != signals::Groups::kNone) scores_[i] += kSame * counts[groups->of(items_[i])];
  }
  const float bar = scores_[candidate];
  const auto counted = [&](std::uint32_t other) {
    return scores_[other] > bar ? 1.0 : scores_[other] == bar ? 0.5 : 0;
  };
  double rank = 0.5;  // the candidate is counted as equal to itself
  for (std::uint32_t other = 0; other < scores_.size(); ++other) rank += counted(other);
  for (const std::uint32_t other : rows.left_out) rank -= counted(other);
  return rank;
}

}  // namespace segue::evaluation
