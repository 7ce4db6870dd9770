// How it works: a cheap score chooses a shortlist: how often, compared with chance, a candidate is in lists beside
// liked songs. For the shortlist the nearest recordings are looked up; the liked ones among them are the reasons and
// weigh the score. A greedy choice then takes the best that is not too near to what is already chosen.
#include "evaluation/vector_list.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <unordered_map>

#include "vectors/arithmetic.h"

namespace segue::evaluation {
namespace {

using embed::TokenKind;
using music::Candidate;
using music::Listened;
using recommend::Liked;

constexpr std::size_t kShown = 3;  // songs in a reason

struct Scored {
  const Candidate* candidate = nullptr;
  std::uint32_t row = 0;
  double score = 0;
  struct Because {
    double strength = 0;
    const Listened* song = nullptr;
    std::uint32_t row = 0;
  };
  std::vector<Because> because;  // strongest first
};

const music::RecordingKey& key_of(const Scored& one) {
  return one.candidate->recording.key;
}

bool is_better(const Scored& a, const Scored& b) {
  return a.score != b.score ? a.score > b.score : key_of(a) < key_of(b);
}

using TasteRows = std::unordered_map<std::uint32_t, const Liked*>;

TasteRows rows_of(const VectorListInput& input) {
  TasteRows rows;
  for (const Liked& liked : *input.taste)
    if (const auto row = input.model->vocabulary.find(TokenKind::recording, liked.listened->recording.key.value))
      rows.emplace(*row, &liked);
  return rows;
}

// Returns unheard candidates that have a row. If several candidates are one recording, the first is taken.
std::vector<Scored> unheard(const VectorListInput& input) {
  std::vector<Scored> found;
  std::unordered_set<std::uint32_t> taken;
  for (const Candidate& candidate : *input.candidates) {
    if (input.heard->contains(candidate.recording.key)) continue;
    if (input.cooled != nullptr && input.cooled->contains(candidate.recording.key)) continue;
    const auto row = input.model->vocabulary.find(TokenKind::recording, candidate.recording.key.value);
    if (row && taken.insert(*row).second) found.push_back({&candidate, *row, 0, {}});
  }
  return found;
}

// First, cheap score. A liked song's pull is its input row times the candidate's output row, which says how much more
// often than chance both are in one list, times its weight. The strongest pulls add up. Keeps the best candidates.
void shortlist(std::vector<Scored>& found, const VectorListInput& input, const VectorListOptions& options) {
  std::vector<std::pair<std::uint32_t, double>> leading;
  for (const Liked& liked : *input.taste) {
    if (leading.size() == options.leading) break;
    if (const auto row = input.model->vocabulary.find(TokenKind::recording, liked.listened->recording.key.value))
      leading.emplace_back(*row, liked.weight);
  }
  const std::size_t strongest = std::min(options.pulls, leading.size());
  // With k negatives per pair, a product estimates the pointwise mutual information less ln k (Levy & Goldberg 2014),
  // so ln k is added back.
  const double shift = std::log(static_cast<double>(std::max(1u, input.model->options.negatives)));
  std::vector<double> pulls(leading.size());
  for (Scored& one : found) {
    const float* output = input.model->output_row(one.row).data();
    for (std::size_t i = 0; i < leading.size(); ++i) {
      const float* liked = input.model->input_row(leading[i].first).data();
      pulls[i] =
          leading[i].second *
          std::max(0.0, shift + static_cast<double>(vectors::dot(liked, output, input.model->options.dimension)));
    }
    std::partial_sort(pulls.begin(), pulls.begin() + static_cast<std::ptrdiff_t>(strongest), pulls.end(),
                      std::greater<>());
    one.score = std::accumulate(pulls.begin(), pulls.begin() + static_cast<std::ptrdiff_t>(strongest), 0.0);
  }
  std::sort(found.begin(), found.end(), is_better);
  if (found.size() > options.shortlist) found.resize(options.shortlist);
}

// Second look: finds the liked songs among a candidate's nearest recordings; they are its reasons. The score is
// multiplied by the square root of the reasons' weight.
void look_around(std::vector<Scored>& found, const VectorListInput& input, const TasteRows& taste,
                 const VectorListOptions& options) {
  for (Scored& one : found) {
    for (const auto& neighbor : input.recordings->nearest_to_row(one.row, options.neighbours)) {
      const auto liked = taste.find(neighbor.row);
      if (liked == taste.end() || neighbor.cosine <= 0) continue;
      const double strength = liked->second->weight * static_cast<double>(neighbor.cosine);
      one.because.push_back({strength, liked->second->listened, neighbor.row});
    }
    std::sort(one.because.begin(), one.because.end(), [](const auto& a, const auto& b) {
      return a.strength != b.strength ? a.strength > b.strength : a.song->recording.key < b.song->recording.key;
    });
    if (one.because.size() > kShown) one.because.resize(kShown);
    double weight = 0;
    for (const auto& because : one.because) weight += because.strength;
    one.score *= std::sqrt(weight);
  }
  std::erase_if(found, [](const Scored& one) { return one.because.empty() || one.score <= 0; });
  std::sort(found.begin(), found.end(), is_better);
  const double top = found.empty() ? 1.0 : found.front().score;
  // Scores are scaled to at most 1, so that `diversity` means the same for every listener.
  for (Scored& one : found) one.score /= top;
}

std::vector<Listened> songs_of(const std::vector<Scored::Because>& because) {
  std::vector<Listened> songs;
  for (const auto& one : because) songs.push_back(*one.song);
  return songs;
}

// Removes reasons that are not really among the nearest: an approximate search may have missed nearer rows. Returns
// true if a reason is left. Exact, hence slow, so it is called only for candidates about to be chosen.
bool holds(Scored& one, const VectorListInput& input, const VectorListOptions& options) {
  std::erase_if(one.because, [&](const Scored::Because& because) {
    return input.recordings->nearer(one.row, input.recordings->cosine(one.row, because.row)) >= options.neighbours;
  });
  return !one.because.empty();
}

// Returns what `per_artist` counts a song under: its artist, and every artist that is credited on it.
std::unordered_set<std::string> artists_of(const music::Recording& song, const VectorListInput& input) {
  std::unordered_set<std::string> artists{song.artist_key.empty() ? song.artist : song.artist_key.value};
  if (input.credits_of)
    for (const music::ArtistKey& key : input.credits_of(song)) artists.insert(key.value);
  return artists;
}

// Greedy choice: takes again and again the candidate with the best score less its nearness to the nearest one already
// chosen, with at most `per_artist` of each credited artist.
std::vector<VectorPick> choose(std::vector<Scored>& found, const VectorListInput& input,
                               const VectorListOptions& options) {
  std::vector<VectorPick> chosen;
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
    Scored& one = found[best];
    const auto artists = artists_of(one.candidate->recording, input);
    const bool is_full = std::any_of(artists.begin(), artists.end(), [&](const std::string& artist) {
      return by_artist[artist] >= options.per_artist;
    });
    if (is_full || !holds(one, input, options)) continue;
    for (const std::string& artist : artists) ++by_artist[artist];
    chosen.push_back({*one.candidate, one.score, songs_of(one.because)});
    for (std::size_t i = 0; i < found.size(); ++i)
      if (!gone[i])
        nearest[i] = std::max(nearest[i], static_cast<double>(input.recordings->cosine(found[i].row, one.row)));
  }
  return chosen;
}

}  // namespace

std::vector<VectorPick> vector_list(const VectorListInput& input, const VectorListOptions& options) {
  const TasteRows taste = rows_of(input);
  std::vector<Scored> found = unheard(input);
  shortlist(found, input, options);
  look_around(found, input, taste, options);
  return choose(found, input, options);
}

}  // namespace segue::evaluation
