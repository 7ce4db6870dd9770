// How it works: a held-out track has no row, so it gets the mean of its artist's and album's rows and is ranked among
// all recordings of the model. The baselines know artist and album only, so many candidates have the same score; each
// of them counts half in a rank.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/error.h"
#include "embed/random.h"
#include "evaluation/never_seen.h"
#include "evaluation/never_seen_fused.h"
#include "vectors/arithmetic.h"

namespace segue::evaluation {
namespace {

// Numbers the candidates: the model's recordings first, then the held-out tracks.
struct Numbering {
  std::vector<std::uint32_t> of_item;  // kNone: a track that is too rare to have a vector
  List items;                          // the item of each number
  std::uint32_t recordings = 0;
};

Numbering numbering_of(const NeverSeen& set, const embed::Model& model) {
  Numbering numbering{std::vector<std::uint32_t>(set.tracks.size(), embed::kNone), List(model.vocabulary.recordings),
                      model.vocabulary.recordings};
  std::uint32_t known = 0;
  for (Item item = 0; item < set.tracks.size(); ++item) {
    const auto row = model.vocabulary.find(embed::TokenKind::recording, set.tracks[item].key);
    if (set.tracks[item].held_out) {
      if (row)
        throw base::Error(base::Fault::input,
                          fmt::format("the model knows {}, which is held out: train it with the same --held-out and "
                                      "--split-seed (`segue evaluate --save`)",
                                      set.tracks[item].key));
      numbering.of_item[item] = static_cast<std::uint32_t>(numbering.items.size());
      numbering.items.push_back(item);
    } else if (row) {
      ++known;
      numbering.of_item[item] = *row;
      numbering.items[*row] = item;
    }
  }
  if (known < numbering.recordings)
    throw base::Error(base::Fault::input, fmt::format("{} recordings of the model are not tracks of these lists: give "
                                                      "a model whose keys are Spotify ids of this set",
                                                      numbering.recordings - known));
  return numbering;
}

std::vector<std::uint32_t> tokens_of(const NeverSeen::Track& track, const embed::Model& model) {
  std::vector<std::uint32_t> rows;
  if (const auto artist = model.vocabulary.find(embed::TokenKind::artist, track.artist)) rows.push_back(*artist);
  if (const auto album = model.vocabulary.find(embed::TokenKind::album, track.album)) rows.push_back(*album);
  return rows;
}

// `with_tokens`: adds the artists and albums of the context's tracks to the context.
std::vector<embed::ScoringContext> contexts_of(const NeverSeen& set, const embed::Model& model,
                                               const Numbering& numbering, bool with_tokens) {
  std::vector<embed::ScoringContext> contexts;
  for (std::size_t q = 0; q < set.questions.size(); ++q) {
    embed::ScoringContext& context = contexts.emplace_back();
    for (const Item item : set.questions[q].context)
      if (numbering.of_item[item] != embed::kNone) context.rows.push_back(numbering.of_item[item]);
    context.left_out = context.rows;
    for (const Item item : set.beside[q]) context.left_out.push_back(numbering.of_item[item]);
    std::sort(context.left_out.begin(), context.left_out.end());
    for (std::size_t i = 0; with_tokens && i < set.questions[q].context.size(); ++i)
      for (const std::uint32_t token : tokens_of(set.tracks[set.questions[q].context[i]], model))
        context.rows.push_back(token);
  }
  return contexts;
}

// Returns the rule's sides with an added row for each held-out track. Their count is not known, so no rule here adds
// ln(count).
embed::Sides sides_with_tokens(const NeverSeen& set, const embed::Model& model, const Numbering& numbering,
                               embed::ScoringRule rule) {
  embed::Sides sides = embed::sides_of(model, rule, 0);
  const auto& matrix =
      rule == embed::ScoringRule::input_input || rule == embed::ScoringRule::output_input ? model.input : model.output;
  const bool is_normed = rule == embed::ScoringRule::input_normed || rule == embed::ScoringRule::input_input;
  const std::size_t n = sides.n;
  sides.candidates.resize(numbering.items.size() * n, 0.0f);
  sides.bias.resize(numbering.items.size(), 0.0f);
  for (std::uint32_t number = numbering.recordings; number < numbering.items.size(); ++number) {
    const auto tokens = tokens_of(set.tracks[numbering.items[number]], model);
    float* row = sides.candidates.data() + number * n;
    for (const std::uint32_t token : tokens)
      vectors::add_scaled(row, matrix.data() + token * n, 1.0f / static_cast<float>(tokens.size()), n);
    if (is_normed) vectors::normalise(row, 1, n);
  }
  return sides;
}

Score score_of(std::string name, std::string rule, const std::vector<double>& ranks,
               const std::vector<embed::ScoringContext>& contexts, std::size_t candidates, std::uint64_t seed) {
  std::vector<double> ten, hundred, percentile;
  for (std::size_t q = 0; q < ranks.size(); ++q) {
    ten.push_back(ranks[q] <= 10 ? 1 : 0);
    hundred.push_back(ranks[q] <= 100 ? 1 : 0);
    const auto others = static_cast<double>(candidates - contexts[q].left_out.size() - 1);
    percentile.push_back(others > 0 ? 1 - (ranks[q] - 1) / others : 1);
  }
  return {std::move(name),
          std::move(rule),
          {{"hit@10", bootstrap(ten, seed)},
           {"hit@100", bootstrap(hundred, seed)},
           {"percentile", bootstrap(percentile, seed)}}};
}

// Ranks by a score that depends only on the candidate's artist and album: by_artist[artist] + by_album[album].
class TokenRanks {
 public:
  TokenRanks(const NeverSeen& set, const Numbering& numbering) : set_(set), numbering_(numbering) {
    for (const Item item : numbering.items) {
      artist_.push_back(id_of(artists_, set.tracks[item].artist));
      album_.push_back(id_of(albums_, set.tracks[item].album));
    }
  }
  // Returns in how many places of the training lists each artist is.
  std::vector<double> popularity() const {
    std::vector<double> counts(artists_.size() + 1, 0);
    for (const List& list : set_.training)
      for (const Item item : list) counts[artist_of(item)] += 1;
    // Unknown artists are no common artist.
    counts[0] = 0;
    return counts;
  }
  double rank(const embed::ScoringContext& context, Item answer, const std::vector<double>& by_artist,
              const std::vector<double>& by_album) const {
    const auto score = [&](std::uint32_t number) { return by_artist[artist_[number]] + by_album[album_[number]]; };
    const std::uint32_t own = numbering_.of_item[answer];
    const double bar = score(own);
    double rank = 1;
    const auto counted = [&](std::uint32_t number) {
      return score(number) > bar ? 1.0 : score(number) == bar ? 0.5 : 0;
    };
    for (std::uint32_t number = 0; number < artist_.size(); ++number) rank += counted(number);
    for (const std::uint32_t number : context.left_out) rank -= counted(number);
    return rank - 0.5;  // the candidate was counted as equal to itself
  }
  // Adds `step` to the artist and the album of each track of the context.
  void overlap(const List& context, std::vector<double>& by_artist, std::vector<double>& by_album, double step) const {
    for (const Item item : context) {
      by_artist[artist_of(item)] += step;
      by_album[album_of(item)] += step;
    }
    by_artist[0] = by_album[0] = 0;
  }
  std::size_t artists() const { return artists_.size() + 1; }
  std::size_t albums() const { return albums_.size() + 1; }

 private:
  using Ids = std::unordered_map<std::string, std::uint32_t>;
  static std::uint32_t id_of(Ids& ids, const std::string& key) {
    return key.empty() ? 0 : ids.try_emplace(key, static_cast<std::uint32_t>(ids.size() + 1)).first->second;
  }
  static std::uint32_t known(const Ids& ids, const std::string& key) {
    const auto at = ids.find(key);
    return at == ids.end() ? 0 : at->second;
  }
  std::uint32_t artist_of(Item item) const { return known(artists_, set_.tracks[item].artist); }
  std::uint32_t album_of(Item item) const { return known(albums_, set_.tracks[item].album); }

  const NeverSeen& set_;
  const Numbering& numbering_;
  Ids artists_, albums_;
  std::vector<std::uint32_t> artist_, album_;  // of each candidate; 0 = unknown
};

}  // namespace

NeverSeenScores score_never_seen(const NeverSeen& set, const embed::Model& model, std::uint64_t seed, unsigned threads,
                                 bool baselines) {
  const Numbering numbering = numbering_of(set, model);
  const auto contexts = contexts_of(set, model, numbering, false);
  const auto token_contexts = contexts_of(set, model, numbering, true);
  std::vector<std::uint32_t> answers;
  for (const Question& question : set.questions) answers.push_back(numbering.of_item[question.answers[0]]);
  NeverSeenScores result;
  result.questions = set.questions.size();
  result.candidates = numbering.items.size();
  for (const NeverSeen::Track& track : set.tracks) {
    if (!track.held_out) continue;
    const bool artist = model.vocabulary.find(embed::TokenKind::artist, track.artist).has_value();
    const bool album = model.vocabulary.find(embed::TokenKind::album, track.album).has_value();
    ++result.held_out;
    result.with_artist += artist;
    result.with_album += album;
    result.with_token += artist || album;
  }
  const auto add = [&](std::string name, std::string rule, const std::vector<double>& ranks) {
    result.scores.push_back(score_of(std::move(name), std::move(rule), ranks, contexts, numbering.items.size(), seed));
  };
  for (const embed::ScoringRule rule : embed::kRules) {
    if (rule == embed::ScoringRule::input_output_popular) continue;
    const embed::Scorer scorer(sides_with_tokens(set, model, numbering, rule));
    add("segue", std::string(embed::text_of(rule)), scorer.ranks(contexts, answers, threads));
    add("segue", fmt::format("{}, tokens", embed::text_of(rule)), scorer.ranks(token_contexts, answers, threads));
  }
  const embed::Sides sides = sides_with_tokens(set, model, numbering, embed::ScoringRule::output_input);
  FusedRanks fused(set, numbering.items, sides);
  std::vector<double> fused_ranks;
  for (std::size_t q = 0; q < contexts.size(); ++q)
    fused_ranks.push_back(fused.rank(set.questions[q].context, contexts[q], answers[q]));
  add("segue", "fused", fused_ranks);
  if (!baselines) return result;
  const TokenRanks tokens(set, numbering);
  std::vector<double> popular, overlap, random;
  embed::Random draws(seed);
  const auto by_popularity = tokens.popularity();
  std::vector<double> by_artist(tokens.artists(), 0), by_album(tokens.albums(), 0), none(tokens.albums(), 0);
  for (std::size_t q = 0; q < contexts.size(); ++q) {
    const Question& question = set.questions[q];
    popular.push_back(tokens.rank(contexts[q], question.answers[0], by_popularity, none));
    tokens.overlap(question.context, by_artist, by_album, 1);
    overlap.push_back(tokens.rank(contexts[q], question.answers[0], by_artist, by_album));
    tokens.overlap(question.context, by_artist, by_album, -1);
    random.push_back(1.0 +
                     draws.below(static_cast<std::uint32_t>(numbering.items.size() - contexts[q].left_out.size())));
  }
  add("artist and album overlap", "", overlap);
  add("popularity of the artist", "", popular);
  add("random", "", random);
  return result;
}

}  // namespace segue::evaluation
