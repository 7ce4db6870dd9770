// How it works: each protocol reads its set, trains a model on the set's lists or loads the named one, lets the model
// answer by every rule of scoring and decay, and scores the answers; then the baselines answer the same questions.
#include "evaluation/run.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/file.h"
#include "evaluation/baselines.h"
#include "evaluation/foreign_answers.h"
#include "evaluation/model_contender.h"
#include "evaluation/never_seen.h"
#include "evaluation/nowplaying.h"
#include "evaluation/polimi.h"
#include "evaluation/ranked.h"

namespace segue::evaluation {
namespace {

using KeysOf = std::function<Keys(Item)>;

constexpr std::string_view kRanked = "ranked", kFused = "fused";

constexpr std::array<std::pair<Protocol, std::string_view>, 4> kProtocols{{{Protocol::polimi, "polimi"},
                                                                           {Protocol::nowplaying, "nowplaying"},
                                                                           {Protocol::never_seen, "never-seen"},
                                                                           {Protocol::listener, "listener"}}};

Keys number_alone(Item item) {
  return {std::to_string(item), "", ""};
}

std::string joined(const List& items) {
  std::string text;
  for (const Item item : items) text += (text.empty() ? "" : ",") + std::to_string(item);
  return text;
}

std::vector<float> decays_of(const EvaluationOptions& options) {
  if (!options.decays.empty()) return options.decays;
  return {options.protocol == Protocol::nowplaying ? 0.7f : 1.0f};
}

Evaluated nothing_yet(Protocol protocol, std::uint64_t seed) {
  Evaluated result;
  result.protocol = name_of(protocol);
  result.seed = seed;
  return result;
}

class Evaluation {
 public:
  Evaluation(const EvaluationOptions& options, const embed::TrainOptions& training, const EvaluationWatch& watch)
      : options_(options),
        training_(training),
        watch_(watch),
        decays_(decays_of(options)),
        result_(nothing_yet(options.protocol, training.seed)) {}

  void polimi() {
    const auto set = read_polimi(options_.data);
    if (!options_.predictions.empty()) return predict_polimi(set);
    const auto add = [&](std::string name, std::string rule, const Answers& answers) {
      result_.scores.push_back(score_polimi(std::move(name), std::move(rule), set, answers, training_.seed));
    };
    const ModelContender contender(model_of(shuffled(set.training, training_.seed), polimi_keys(set)),
                                   set.tracks.size(), options_.model);
    each_rule(contender, set.questions, kPolimiAsked,
              [&](const std::string& rule, const Answers& answers) { add("segue", rule, answers); });
    if (options_.ranker)
      for (const auto& [name, answers] :
           ranked_polimi(set, set.training, set.questions, ranked_options(), watch_.phase))
        add("segue", name, answers);
    result_.sizes = {{"playlists", set.training.size()}, {"questions", set.questions.size()}};
    add_foreign([&](std::size_t q) { return set.questions[q].list; }, set.questions.size(), kPolimiAsked, add);
    if (!options_.baselines) return;
    watch_.phase("baselines");
    std::vector<std::vector<std::uint32_t>> groups(2);
    for (const auto& track : set.tracks) {
      groups[0].push_back(track.is_known() ? track.artist : 0);
      groups[1].push_back(track.is_known() ? track.album : 0);
    }
    const std::size_t items = set.tracks.size();
    add("item-kNN", "", item_knn(set.training, items, set.questions, kPolimiAsked));
    add("item-kNN, shrink 0.5", "", item_knn(set.training, items, set.questions, kPolimiAsked, {400, 0.5}));
    add("artist and album overlap", "", overlap(groups, set.training, set.questions, kPolimiAsked));
    add("most popular", "", most_popular(set.training, items, set.questions, kPolimiAsked));
  }

  void nowplaying() {
    auto set = read_nowplaying(options_.data);
    if (options_.validation) set = split_for_validation(std::move(set));
    const auto add = [&](std::string name, std::string rule, const Answers& answers) {
      result_.scores.push_back(score_nowplaying(std::move(name), std::move(rule), set, answers, training_.seed));
    };
    const ModelContender contender(model_of(set.sessions, number_alone), set.items, options_.model);
    std::vector<NamedAnswers> ranked;
    if (options_.ranker) ranked = ranked_nowplaying(set, set.questions, ranked_options(), watch_.phase);
    if (!options_.predictions.empty())
      write_predictions(
          is_ranked(ranked) ? ranked.back().answers : predictions_of(contender, set.questions, kNowPlayingAsked),
          [](std::size_t i) { return i; });
    each_rule(contender, set.questions, kNowPlayingAsked,
              [&](const std::string& rule, const Answers& answers) { add("segue", rule, answers); });
    for (const auto& [name, answers] : ranked) add("segue", name, answers);
    result_.sizes = {{"sessions", set.sessions.size()}, {"questions", set.questions.size()}};
    add_foreign([](std::size_t q) { return static_cast<std::uint32_t>(q); }, set.questions.size(), kNowPlayingAsked,
                add);
    if (!options_.baselines) return;
    watch_.phase("baselines");
    add("most popular", "", most_popular(set.sessions, set.items, set.questions, kNowPlayingAsked));
  }

  void never_seen() {
    const auto set = read_never_seen(options_.data, options_.held_out, options_.split_seed);
    const auto keys = [&](Item item) {
      return Keys{set.tracks[item].key, set.tracks[item].artist, set.tracks[item].album};
    };
    const embed::Model model = model_of(set.training, keys);
    watch_.phase("scoring");
    const auto scored = score_never_seen(set, model, training_.seed, options_.threads, options_.baselines);
    result_.scores = scored.scores;
    result_.sizes = {{"held_out_tracks", scored.held_out},    {"with_artist_token", scored.with_artist},
                     {"with_album_token", scored.with_album}, {"with_a_token", scored.with_token},
                     {"questions", scored.questions},         {"candidates", scored.candidates},
                     {"training_lists", set.training.size()}};
  }

  Evaluated take_result() {
    warn();
    return std::move(result_);
  }

 private:
  RankedOptions ranked_options() const { return {training_.seed, training_.threads, options_.threads, true}; }

  static bool is_ranked(const std::vector<NamedAnswers>& answers) {
    return !answers.empty() && answers.back().name == kRanked;
  }

  template <class NumberOf, class Add>
  void add_foreign(const NumberOf& number_of, std::size_t questions, const Asked& asked, const Add& add) const {
    std::vector<std::uint32_t> numbers;
    for (std::size_t q = 0; q < questions; ++q) numbers.push_back(number_of(q));
    for (const auto& [name, file] : options_.answers) add(name, "", read_answers(file, numbers, asked.most));
  }

  // Names each contender whose mean is above the ranked list's.
  void warn() {
    const auto ranked = std::find_if(result_.scores.begin(), result_.scores.end(),
                                     [](const Score& score) { return score.rule == kRanked || score.rule == kFused; });
    if (ranked == result_.scores.end()) return;
    for (const Score& other : result_.scores)
      for (std::size_t m = 0; m < other.metrics.size(); ++m)
        if (other.metrics[m].second.mean > ranked->metrics[m].second.mean)
          result_.warnings.push_back(fmt::format("{}{}{} is better than the ranked list in {}", other.name,
                                                 other.rule.empty() ? "" : " ", other.rule, other.metrics[m].first));
  }

  // The file that was named, or a model trained on these lists, kept where that was asked for.
  embed::Model model_of(const std::vector<List>& lists, const KeysOf& keys) const {
    if (!options_.model.empty()) return embed::load(options_.model);
    auto built = builder_of(lists, keys).build(training_.min_count, training_.most_places);
    embed::Watch watch;
    watch.live = watch_.training;
    embed::Model model = embed::train(std::move(built.vocabulary), built.lists, training_, watch);
    if (!options_.save.empty()) embed::save(model, options_.save);
    return model;
  }

  KeysOf polimi_keys(const Polimi& set) const {
    if (!options_.tokens) return number_alone;
    return [&set](Item item) {
      return Keys{std::to_string(item), std::to_string(set.tracks[item].artist),
                  std::to_string(set.tracks[item].album)};
    };
  }

  // Learns from all there is: nothing is left to measure by.
  void predict_polimi(const Polimi& set) {
    std::vector<Question> questions;
    for (const std::uint32_t playlist : set.targets)
      questions.push_back({.context = set.playlists[playlist], .answers = {}, .is_ordered = set.ordered[playlist]});
    result_.sizes = {{"target_playlists", set.targets.size()}};
    const auto number_of = [&](std::size_t i) { return set.targets[i]; };
    if (options_.ranker && options_.model.empty()) {
      RankedOptions ranked = ranked_options();
      ranked.signals = false;
      const auto answers = ranked_polimi(set, set.playlists, questions, ranked, watch_.phase);
      if (is_ranked(answers)) return write_predictions(answers.back().answers, number_of);
    }
    const ModelContender contender(model_of(shuffled(set.playlists, training_.seed), polimi_keys(set)),
                                   set.tracks.size(), options_.model);
    write_predictions(predictions_of(contender, questions, kPolimiAsked), number_of);
  }

  Answers predictions_of(const ModelContender& contender, const std::vector<Question>& questions,
                         const Asked& asked) const {
    return contender.answer(questions, asked, {options_.rule, options_.popularity, decays_.front(), options_.threads});
  }

  // A line a question: its number by `number_of`, a tab, the items of its answer.
  template <class NumberOf>
  void write_predictions(const Answers& answers, const NumberOf& number_of) {
    std::string lines;
    for (std::size_t i = 0; i < answers.size(); ++i) lines += fmt::format("{}\t{}\n", number_of(i), joined(answers[i]));
    base::write_file_durably(options_.predictions, lines);
    result_.predictions = options_.predictions;
  }

  // Calls score(rule as text, answers) for each rule of scoring and each decay.
  template <class Scoring>
  void each_rule(const ModelContender& contender, const std::vector<Question>& questions, const Asked& asked,
                 const Scoring& score) const {
    for (const float decay : decays_)
      for (const embed::ScoringRule rule : embed::kRules) {
        std::string text(embed::text_of(rule));
        if (decay != 1) text += fmt::format(" {}", decay);
        watch_.phase("scoring by " + text);
        score(text, contender.answer(questions, asked, {rule, options_.popularity, decay, options_.threads}));
      }
  }

  const EvaluationOptions& options_;
  const embed::TrainOptions& training_;
  const EvaluationWatch& watch_;
  std::vector<float> decays_;
  Evaluated result_;
};

}  // namespace

std::string_view name_of(Protocol protocol) {
  for (const auto& [one, name] : kProtocols)
    if (one == protocol) return name;
  return "";
}

Protocol protocol_of(std::string_view text) {
  std::string known;
  for (const auto& [one, name] : kProtocols) {
    if (name == text) return one;
    known.append(known.empty() ? "" : ", ").append(name);
  }
  throw base::Error(base::Fault::usage, fmt::format("{} is not a protocol; the protocols are {}", text, known));
}

Evaluated evaluate(const EvaluationOptions& options, const embed::TrainOptions& training,
                   const EvaluationWatch& watch) {
  Evaluation evaluation(options, training, watch);
  switch (options.protocol) {
    case Protocol::polimi:
      evaluation.polimi();
      break;
    case Protocol::nowplaying:
      evaluation.nowplaying();
      break;
    case Protocol::never_seen:
      evaluation.never_seen();
      break;
    case Protocol::listener:
      throw base::Error(base::Fault::internal, "the protocol listener reads a home, not a set");
  }
  return evaluation.take_result();
}

}  // namespace segue::evaluation
