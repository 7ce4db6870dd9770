#include <fmt/core.h>

#include <cmath>
#include <thread>

#include "base/error.h"
#include "base/file.h"
#include "cli/context.h"
#include "cli/evaluate_output.h"
#include "cli/output.h"
#include "cli/train_flags.h"
#include "evaluation/baselines.h"
#include "evaluation/model_contender.h"
#include "evaluation/never_seen.h"
#include "evaluation/nowplaying.h"
#include "evaluation/polimi.h"
#include "evaluation/session_knn.h"

namespace segue::cli {
namespace {

namespace ev = evaluation;
using base::Error;
using base::Fault;

struct Flags {
  std::string protocol, data, model, save, predictions, rule = "input-output-popular";
  float popularity = 0.3f;
  std::vector<float> decays;
  bool tokens = false, no_baselines = false, validation = false;
  double held_out = 0.05;
  std::uint64_t split_seed = 20261125;
  unsigned threads = std::max(1u, std::thread::hardware_concurrency());  // of scoring
};

using Keys = std::function<ev::Keys(ev::Item)>;

ev::Keys number_alone(ev::Item item) {
  return {std::to_string(item), "", ""};
}

// The file that was named, or a model trained on these lists, kept where that was asked for.
embed::Model model_of(const Flags& flags, const embed::TrainOptions& options, const std::vector<ev::List>& lists,
                      const Keys& keys) {
  if (!flags.model.empty()) return embed::load(flags.model);
  auto built = ev::builder_of(lists, keys).build(options.min_count, options.most_places);
  embed::Watch watch;
  watch.live = [](const embed::Progress& at) { show_training(at); };
  embed::Model model = embed::train(std::move(built.vocabulary), built.lists, options, watch);
  if (!flags.save.empty()) embed::save(model, flags.save);
  return model;
}

std::string joined(const ev::List& items) {
  std::string text;
  for (const ev::Item item : items) text += (text.empty() ? "" : ",") + std::to_string(item);
  return text;
}

// Calls score(rule as text, answers) for each rule of scoring and each decay.
template <class Score>
void each_rule(const Flags& flags, const ev::ModelContender& contender, const std::vector<ev::Question>& questions,
               const ev::Asked& asked, const Score& score) {
  for (const float decay : flags.decays)
    for (const embed::Rule rule : embed::kRules) {
      std::string text(embed::text_of(rule));
      if (decay != 1) text += fmt::format(" {}", decay);
      progress("scoring by " + text);
      score(text, contender.answer(questions, asked, {rule, flags.popularity, decay, flags.threads}));
    }
}

Keys polimi_keys(const Flags& flags, const ev::Polimi& set) {
  if (!flags.tokens) return number_alone;
  return [&set](ev::Item item) {
    return ev::Keys{std::to_string(item), std::to_string(set.tracks[item].artist),
                    std::to_string(set.tracks[item].album)};
  };
}

// Learns from all there is: nothing is left to measure by.
void predict_polimi(const Flags& flags, const embed::TrainOptions& options, const ev::Polimi& set, Evaluated& result) {
  std::vector<ev::Question> questions;
  for (const std::uint32_t playlist : set.targets) questions.push_back({set.playlists[playlist], {}});
  const ev::ModelContender contender(
      model_of(flags, options, ev::shuffled(set.playlists, options.seed), polimi_keys(flags, set)), set.tracks.size(),
      flags.model);
  const auto answers = contender.answer(
      questions, ev::kPolimiAsked, {embed::rule_of(flags.rule), flags.popularity, flags.decays.front(), flags.threads});
  std::string lines;
  for (std::size_t i = 0; i < answers.size(); ++i) lines += fmt::format("{}\t{}\n", set.targets[i], joined(answers[i]));
  base::write_file_durably(flags.predictions, lines);
  result.predictions = flags.predictions;
  result.sizes = {{"target_playlists", set.targets.size()}};
}

void polimi(const Flags& flags, const embed::TrainOptions& options, Evaluated& result) {
  const auto set = ev::read_polimi(flags.data);
  if (!flags.predictions.empty()) return predict_polimi(flags, options, set, result);
  const auto add = [&](std::string name, std::string rule, const ev::Answers& answers) {
    result.scores.push_back(ev::score_polimi(std::move(name), std::move(rule), set, answers, options.seed));
  };
  const ev::ModelContender contender(
      model_of(flags, options, ev::shuffled(set.training, options.seed), polimi_keys(flags, set)), set.tracks.size(),
      flags.model);
  each_rule(flags, contender, set.questions, ev::kPolimiAsked,
            [&](const std::string& rule, const ev::Answers& answers) { add("segue", rule, answers); });
  result.sizes = {{"playlists", set.training.size()}, {"questions", set.questions.size()}};
  if (flags.no_baselines) return;
  progress("baselines");
  std::vector<std::vector<std::uint32_t>> groups(2);
  for (const auto& track : set.tracks) {
    groups[0].push_back(track.is_known() ? track.artist : 0);
    groups[1].push_back(track.is_known() ? track.album : 0);
  }
  const std::size_t items = set.tracks.size();
  add("item-kNN", "", ev::item_knn(set.training, items, set.questions, ev::kPolimiAsked));
  add("item-kNN, shrink 0.5", "", ev::item_knn(set.training, items, set.questions, ev::kPolimiAsked, {400, 0.5}));
  add("artist and album overlap", "", ev::overlap(groups, set.training, set.questions, ev::kPolimiAsked));
  add("most popular", "", ev::most_popular(set.training, items, set.questions, ev::kPolimiAsked));
}

void nowplaying(const Flags& flags, const embed::TrainOptions& options, Evaluated& result) {
  auto set = ev::read_nowplaying(flags.data);
  if (flags.validation) set = ev::split_for_validation(std::move(set), flags.split_seed);
  const auto add = [&](std::string name, std::string rule, const ev::Answers& answers) {
    result.scores.push_back(ev::score_nowplaying(std::move(name), std::move(rule), set, answers, options.seed));
  };
  const ev::ModelContender contender(model_of(flags, options, set.sessions, number_alone), set.items, flags.model);
  if (!flags.predictions.empty()) {
    const auto answers =
        contender.answer(set.questions, ev::kNowPlayingAsked,
                         {embed::rule_of(flags.rule), flags.popularity, flags.decays.front(), flags.threads});
    std::string lines;
    for (std::size_t i = 0; i < answers.size(); ++i) lines += fmt::format("{}\t{}\n", i, joined(answers[i]));
    base::write_file_durably(flags.predictions, lines);
    result.predictions = flags.predictions;
  }
  each_rule(flags, contender, set.questions, ev::kNowPlayingAsked,
            [&](const std::string& rule, const ev::Answers& answers) { add("segue", rule, answers); });
  result.sizes = {{"sessions", set.sessions.size()}, {"questions", set.questions.size()}};
  if (flags.no_baselines) return;
  progress("baselines");
  ev::SessionKnnOptions knn;
  knn.threads = flags.threads;
  add("session-kNN", "", ev::session_knn(set.sessions, set.items, set.questions, ev::kNowPlayingAsked, knn));
  add("most popular", "", ev::most_popular(set.sessions, set.items, set.questions, ev::kNowPlayingAsked));
}

void never_seen(const Flags& flags, const embed::TrainOptions& options, Evaluated& result) {
  const auto set = ev::read_never_seen(flags.data, flags.held_out, flags.split_seed);
  const auto keys = [&](ev::Item item) {
    return ev::Keys{set.tracks[item].key, set.tracks[item].artist, set.tracks[item].album};
  };
  const embed::Model model = model_of(flags, options, set.training, keys);
  progress("scoring");
  const auto scored = ev::score_never_seen(set, model, options.seed, flags.threads, !flags.no_baselines);
  result.scores = scored.scores;
  result.sizes = {{"held_out_tracks", scored.held_out},    {"with_artist_token", scored.with_artist},
                  {"with_album_token", scored.with_album}, {"with_a_token", scored.with_token},
                  {"questions", scored.questions},         {"candidates", scored.candidates},
                  {"training_lists", set.training.size()}};
}

void check(const Flags& flags) {
  const auto require = [](bool holds, const char* what) {
    if (!holds) throw Error(Fault::usage, what);
  };
  require(std::isfinite(flags.popularity), "--popularity must be a finite number");
  for (const float decay : flags.decays) require(decay >= 0 && decay <= 1, "--decay must be from 0 to 1");
  require(flags.held_out > 0 && flags.held_out < 1, "--held-out must be above 0 and below 1");
  require(flags.model.empty() || flags.save.empty(), "--save keeps a trained model, and --model trains none");
  const bool is_nowplaying = flags.protocol == "nowplaying";
  require(is_nowplaying || !flags.validation, "--validation is of nowplaying: polimi's table is its validation split");
  require(is_nowplaying || flags.protocol == "polimi" || flags.predictions.empty(),
          "--predictions are of polimi and nowplaying");
  require(flags.protocol == "polimi" || !flags.tokens, "--tokens is of polimi: never-seen always trains them");
}

void run(Context& context, Flags flags, const embed::TrainOptions& options) {
  embed::check(options);
  check(flags);
  embed::rule_of(flags.rule);
  if (flags.decays.empty()) flags.decays = {flags.protocol == "nowplaying" ? 0.7f : 1.0f};
  Evaluated result{flags.protocol, options.seed, {}, {}, {}};
  if (flags.protocol == "polimi")
    polimi(flags, options, result);
  else if (flags.protocol == "nowplaying")
    nowplaying(flags, options, result);
  else if (flags.protocol == "never-seen")
    never_seen(flags, options, result);
  else
    throw Error(Fault::usage,
                fmt::format("{} is no protocol; there are polimi, nowplaying, never-seen", flags.protocol));
  end_progress();
  print(context.json ? json_of(result) : text_of(result));
}

}  // namespace

void add_evaluate(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("evaluate", "a model against baselines on a public set");
  command->add_option("--protocol", flags->protocol, "polimi, nowplaying or never-seen")->required();
  command->add_option("--data", flags->data, "the set's folder")->required()->type_name("FOLDER");
  command->add_option("--model", flags->model, "score this file; else one is trained")->type_name("FILE");
  command->add_option("--save", flags->save, "keep the trained model here")->type_name("FILE");
  command->add_option("--predictions", flags->predictions, "write answers to the set's test here")->type_name("FILE");
  command->add_option("--rule", flags->rule, "of those answers (default input-output-popular)");
  command->add_option("--popularity", flags->popularity, "weight of ln(count) (default 0.3)");
  command->add_option("--decay", flags->decays, "an item's weight of the next one's; several: commas")
      ->delimiter(',')
      ->type_name("FLOAT");
  command->add_flag("--tokens", flags->tokens, "train polimi's artist and album tokens, too");
  command->add_flag("--validation", flags->validation, "nowplaying: a tenth of the sessions for tuning");
  command->add_option("--held-out", flags->held_out, "never-seen: share of tracks (default 0.05)");
  command->add_option("--split-seed", flags->split_seed, "of those two splits (default 20261125)");
  command->add_flag("--no-baselines", flags->no_baselines, "score the model alone");
  auto options = add_train_flags(*command);
  command->callback([&context, flags, options] { run(context, *flags, *options); });
}

}  // namespace segue::cli
