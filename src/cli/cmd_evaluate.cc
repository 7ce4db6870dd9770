#include <fmt/core.h>

#include "base/error.h"
#include "base/json.h"
#include "cli/context.h"
#include "cli/output.h"
#include "cli/train_flags.h"
#include "evaluation/baselines.h"
#include "evaluation/model_contender.h"
#include "evaluation/polimi.h"

namespace segue::cli {
namespace {

using evaluation::Score;

struct Flags {
  std::string protocol, data, model, save, predictions, rule = "input-output-popular";
  float popularity = 0.3f;
  bool tokens = false, no_baselines = false;
  unsigned threads = 2;
};

void report(const Context& context, const Flags& flags, std::uint64_t seed, const std::vector<Score>& scores) {
  if (context.json) {
    base::JsonArray rows;
    for (const Score& score : scores) {
      base::JsonObject row;
      row.text("name", score.name);
      if (!score.rule.empty()) row.text("rule", score.rule);
      for (const auto& [metric, value] : score.metrics)
        row.raw(
            metric,
            base::JsonObject{}.number("mean", value.mean).number("low", value.low).number("high", value.high).str());
      rows.raw(row.str());
    }
    print(base::JsonObject{}.text("protocol", flags.protocol).number("seed", seed).raw("rows", rows.str()).str() +
          "\n");
    return;
  }
  std::vector<Column> columns{{"contender", 27, false}};
  for (const auto& [metric, value] : scores.front().metrics) columns.push_back({metric, 14, true});
  Table table(columns);
  for (const Score& score : scores) {
    std::vector<std::string> cells{score.rule.empty() ? score.name : score.name + " " + score.rule};
    for (const auto& [metric, value] : score.metrics)
      cells.push_back(fmt::format("{:.4f} ±{:.4f}", value.mean, (value.high - value.low) / 2));
    table.row(cells);
  }
  print(table.str());
}

embed::Model trained(const embed::ListBuilder& builder, const embed::TrainOptions& options) {
  auto built = builder.build(options.min_count, options.most_places);
  embed::Watch watch;
  watch.live = [](const embed::Progress& at) {
    progress(fmt::format("epoch {}/{}  {:3.0f} %  loss {:.3f}  {} places a second", at.epoch, at.epochs, at.share * 100,
                         at.loss, with_commas(static_cast<std::int64_t>(at.tokens_per_second))));
  };
  embed::Model model = embed::train(std::move(built.vocabulary), built.lists, options, watch);
  end_progress();
  return model;
}

std::vector<Score> polimi(const Flags& flags, const embed::TrainOptions& options) {
  const auto set = evaluation::read_polimi(flags.data);
  std::vector<Score> scores;
  const auto add = [&](std::string name, std::string rule, const evaluation::Answers& answers) {
    scores.push_back(evaluation::score_polimi(std::move(name), std::move(rule), set, answers, options.seed));
  };
  const auto tokens = [&](evaluation::Item item) {
    return evaluation::Tokens{std::to_string(set.tracks[item].artist), std::to_string(set.tracks[item].album)};
  };
  embed::Model model = !flags.model.empty()
                           ? embed::load(flags.model)
                           : trained(evaluation::builder_of(
                                         evaluation::shuffled(set.training, options.seed),
                                         flags.tokens ? tokens : std::function<evaluation::Tokens(evaluation::Item)>{}),
                                     options);
  if (!flags.save.empty()) embed::save(model, flags.save);
  const evaluation::ModelContender contender(std::move(model), set.tracks.size(), flags.model);
  for (const embed::Rule rule : embed::kRules) {
    progress(fmt::format("scoring by {}", embed::text_of(rule)));
    add("segue", std::string(embed::text_of(rule)),
        contender.answer(set.questions, evaluation::kPolimiAsked, {rule, flags.popularity, 1, flags.threads}));
  }
  if (!flags.no_baselines) {
    progress("baselines");
    std::vector<std::vector<std::uint32_t>> groups(2);
    for (const auto& track : set.tracks) {
      groups[0].push_back(track.is_known() ? track.artist : 0);
      groups[1].push_back(track.is_known() ? track.album : 0);
    }
    const std::size_t items = set.tracks.size();
    add("most popular", "", evaluation::most_popular(set.training, items, set.questions, evaluation::kPolimiAsked));
    add("item-kNN", "", evaluation::item_knn(set.training, items, set.questions, evaluation::kPolimiAsked));
    add("item-kNN, shrink 0.5", "",
        evaluation::item_knn(set.training, items, set.questions, evaluation::kPolimiAsked, {400, 0.5}));
    add("artist and album overlap", "",
        evaluation::overlap(groups, set.training, set.questions, evaluation::kPolimiAsked));
  }
  end_progress();
  return scores;
}

void run(Context& context, const Flags& flags, const embed::TrainOptions& options) {
  embed::check(options);
  const auto scores = polimi(flags, options);
  report(context, flags, options.seed, scores);
}

}  // namespace

void add_evaluate(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("evaluate", "a model against baselines on a public set");
  command->add_option("--protocol", flags->protocol, "polimi")->required();
  command->add_option("--data", flags->data, "the set's folder")->required();
  command->add_option("--model", flags->model, "score this file; else one is trained");
  command->add_option("--save", flags->save, "keep the trained model here");
  command->add_option("--popularity", flags->popularity, "weight of ln(count) (default 0.3)");
  command->add_flag("--tokens", flags->tokens, "train artist and album tokens, too");
  command->add_flag("--no-baselines", flags->no_baselines, "score the model alone");
  auto options = add_train_flags(*command);
  command->callback([&context, flags, options] { run(context, *flags, *options); });
}

}  // namespace segue::cli
