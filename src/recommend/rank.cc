#include "recommend/rank.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <unordered_map>

namespace segue::recommend {
namespace {

using embed::TokenKind;

struct Scored {
  const Candidate* candidate = nullptr;
  std::uint32_t row = 0;
  double score = 0;
  std::vector<std::pair<double, const Listened*>> because;  // strength, song; strongest first
};

bool is_better(const Scored& a, const Scored& b) {
  return a.score != b.score ? a.score > b.score : a.candidate->recording_key < b.candidate->recording_key;
}

using TasteRows = std::unordered_map<std::uint32_t, const Liked*>;

TasteRows rows_of(const RankInput& input) {
  TasteRows rows;
  for (const Liked& liked : *input.taste)
    if (const auto row = input.model->vocabulary.find(TokenKind::recording, liked.listened->recording_key))
      rows.emplace(*row, &liked);
  return rows;
}

// Unheard candidates that have a row, each recording once: the first that is named.
std::vector<Scored> unheard(const RankInput& input) {
  std::vector<Scored> found;
  std::unordered_set<std::uint32_t> taken;
  for (const Candidate& candidate : *input.candidates) {
    if (input.heard->contains(candidate.recording_key)) continue;
    if (input.cooled != nullptr && input.cooled->contains(candidate.recording_key)) continue;
    const auto row = input.model->vocabulary.find(TokenKind::recording, candidate.recording_key);
    if (row && taken.insert(*row).second) found.push_back({&candidate, *row, 0, {}});
  }
  return found;
}

// First, cheap look: the sum of squared cosines to what is liked. Keeps the best.
void shortlist(std::vector<Scored>& found, const RankInput& input, const RankOptions& options) {
  std::map<std::uint32_t, double> ordered;  // by row, so that sums are the same in every run
  for (const Liked& liked : *input.taste) {
    if (ordered.size() == options.leading) break;
    if (const auto row = input.model->vocabulary.find(TokenKind::recording, liked.listened->recording_key))
      ordered.emplace(*row, liked.weight);
  }
  for (Scored& one : found)
    for (const auto& [row, weight] : ordered) {
      const double cosine = std::max(0.0, static_cast<double>(input.recordings->cosine(one.row, row)));
      one.score += weight * cosine * cosine;
    }
  std::sort(found.begin(), found.end(), is_better);
  if (found.size() > options.shortlist) found.resize(options.shortlist);
}

// Second look: the liked songs among the nearest recordings, which are the reasons, too.
void look_around(std::vector<Scored>& found, const RankInput& input, const TasteRows& taste, const RankOptions& options) {
  const double best = found.empty() ? 1.0 : std::max(found.front().score, 1e-12);
  for (Scored& one : found) {
    double near = 0;
    for (const auto& neighbor : input.recordings->nearest_to_row(one.row, options.neighbours)) {
      const auto liked = taste.find(neighbor.row);
      if (liked == taste.end() || neighbor.cosine <= 0) continue;
      const double strength = liked->second->weight * static_cast<double>(neighbor.cosine);
      near += strength;
      one.because.emplace_back(strength, liked->second->listened);
    }
    std::sort(one.because.begin(), one.because.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second->recording_key < b.second->recording_key;
    });
    one.score = one.score / best + near;
  }
  std::erase_if(found, [](const Scored& one) { return one.because.empty(); });
  std::sort(found.begin(), found.end(), is_better);
  const double top = found.empty() ? 1.0 : found.front().score;
  for (Scored& one : found) one.score /= top;
}

std::string plays_text(std::int64_t plays) {
  return plays == 1 ? "once" : plays == 2 ? "twice" : fmt::format("{} times", plays);
}

Reason reason_of(const Scored& one) {
  constexpr std::size_t kShown = 3;
  Reason reason;
  for (std::size_t i = 0; i < std::min(kShown, one.because.size()); ++i) {
    const Listened& song = *one.because[i].second;
    reason.evidence.push_back({song.recording_key, song.artist, song.title, song.plays});
  }
  const Evidence& first = reason.evidence.front();
  reason.text = fmt::format("near \"{}\" by {}, which you played {}", first.title, first.artist, plays_text(first.plays));
  for (std::size_t i = 1; i < reason.evidence.size(); ++i)
    reason.text += fmt::format("{} \"{}\" by {}", i + 1 == reason.evidence.size() ? " and" : ",", reason.evidence[i].title,
                               reason.evidence[i].artist);
  return reason;
}

// Greedy: the best of what is left, less its nearness to the nearest already chosen; at most so many of one artist.
std::vector<Recommendation> choose(const std::vector<Scored>& found, const RankInput& input, const RankOptions& options) {
  std::vector<Recommendation> chosen;
  std::vector<std::uint32_t> rows;
  std::vector<double> nearest(found.size(), 0);
  std::vector<bool> gone(found.size(), false);
  std::unordered_map<std::string, std::size_t> by_artist;
  while (chosen.size() < options.count) {
    std::size_t best = found.size();
    double best_score = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (gone[i]) continue;
      const double score = found[i].score - options.diversity * nearest[i];
      if (best == found.size() || score > best_score) {
        best = i;
        best_score = score;
      }
    }
    if (best == found.size()) break;
    gone[best] = true;
    const Scored& one = found[best];
    const std::string& artist = one.candidate->artist_key.empty() ? one.candidate->artist : one.candidate->artist_key;
    if (by_artist[artist] >= options.per_artist) continue;
    ++by_artist[artist];
    chosen.push_back({*one.candidate, one.score, {reason_of(one)}});
    for (std::size_t i = 0; i < found.size(); ++i)
      if (!gone[i]) nearest[i] = std::max(nearest[i], static_cast<double>(input.recordings->cosine(found[i].row, one.row)));
  }
  return chosen;
}

}  // namespace

std::vector<Recommendation> rank(const RankInput& input, const RankOptions& options) {
  const TasteRows taste = rows_of(input);
  std::vector<Scored> found = unheard(input);
  shortlist(found, input, options);
  look_around(found, input, taste, options);
  return choose(found, input, options);
}

}  // namespace segue::recommend
