#include <cmath>
#include <thread>

#include "base/error.h"
#include "cli/context.h"
#include "cli/evaluate_output.h"
#include "cli/output.h"
#include "cli/train_flags.h"
#include "evaluation/listener_run.h"
#include "evaluation/run.h"
#include "pipeline/listener_set.h"

namespace segue::cli {
namespace {

using base::Error;
using base::Fault;

struct Flags {
  evaluation::ListenerOptions listener;
  std::string protocol, rule = "input-output-popular";
  bool has_cuts = false;  // whether a flag of listener was given
  bool no_baselines = false, no_ranker = false;
  std::vector<std::string> answers;  // NAME=FILE
  evaluation::EvaluationOptions options;
};

// Splits NAME=FILE.
std::pair<std::string, std::string> named_file(const std::string& text) {
  const std::size_t end = text.find('=');
  if (end == std::string::npos || end == 0 || end + 1 == text.size())
    throw Error(Fault::usage,
                "--answers takes NAME=FILE: the name of a contender and the file of its answers, not " + text);
  return {text.substr(0, end), text.substr(end + 1)};
}

void check(const Flags& flags) {
  const auto require = [](bool holds, const char* what) {
    if (!holds) throw Error(Fault::usage, what);
  };
  const auto& options = flags.options;
  require(std::isfinite(options.popularity), "--popularity must be a finite number");
  for (const float decay : options.decays) require(decay >= 0 && decay <= 1, "--decay must be from 0 to 1");
  require(options.held_out > 0 && options.held_out < 1, "--held-out must be above 0 and below 1");
  require(options.model.empty() || options.save.empty(),
          "--save keeps the model that is trained here, and with --model none is trained: give one of the two");
  const bool is_listener = flags.protocol == "listener";
  require(is_listener || !options.data.empty(), "--data names the set's folder: all protocols but listener need it");
  require(!is_listener || (options.data.empty() && options.model.empty() && options.save.empty()),
          "listener reads this home and trains at each cut: it takes no --data, --model or --save");
  require(is_listener || !flags.has_cuts, "--cuts, --horizon and --seeds are for listener alone");
  const bool is_nowplaying = flags.protocol == "nowplaying";
  require(is_nowplaying || !options.validation,
          "--validation is for nowplaying alone: the table of polimi is its validation split");
  require(is_nowplaying || flags.protocol == "polimi" || options.predictions.empty(),
          "--predictions is for polimi and nowplaying alone");
  require(is_nowplaying || flags.protocol == "polimi" || flags.answers.empty(),
          "--answers is for polimi and nowplaying alone");
  require(flags.protocol == "polimi" || !options.tokens,
          "--tokens is for polimi alone: never-seen always trains tokens");
}

void run(Context& context, Flags flags, const embed::TrainOptions& training) {
  embed::check(training);
  check(flags);
  auto& options = flags.options;
  options.rule = embed::rule_of(flags.rule);
  options.protocol = evaluation::protocol_of(flags.protocol);
  options.baselines = !flags.no_baselines;
  options.ranker = !flags.no_ranker;
  for (const std::string& answers : flags.answers) options.answers.push_back(named_file(answers));
  options.threads = std::max(1u, std::thread::hardware_concurrency());
  const evaluation::EvaluationWatch watch{[](const embed::Progress& at) { show_training(at); },
                                          [](const std::string& phase) { progress(phase); }};
  flags.listener.baselines = options.baselines;
  const auto result =
      options.protocol == evaluation::Protocol::listener
          ? evaluation::evaluate_listener(pipeline::listener_set(context.home()), flags.listener, training, watch)
          : evaluation::evaluate(options, training, watch);
  end_progress();
  print(context.json ? json_of(result) : text_of(result));
}

}  // namespace

void add_evaluate(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("evaluate", "compare recommenders on a public set or on your plays");
  command->add_option("--protocol", flags->protocol, "polimi, nowplaying, never-seen or listener")->required();
  command->add_option("--data", flags->options.data, "folder of the set (not for listener)")->type_name("FOLDER");
  command->add_option("--model", flags->options.model, "score this model (default: train one)")->type_name("FILE");
  command->add_option("--save", flags->options.save, "write the trained model to this file")->type_name("FILE");
  command->add_option("--predictions", flags->options.predictions, "write the answers to the set's test to this file")
      ->type_name("FILE");
  command->add_option("--rule", flags->rule, "scoring rule (default input-output-popular)");
  command->add_option("--popularity", flags->options.popularity, "weight of ln(count) (default 0.3)");
  command->add_option("--decay", flags->options.decays, "item's weight / next item's; several with commas")
      ->delimiter(',')
      ->type_name("FLOAT");
  command->add_flag("--tokens", flags->options.tokens, "polimi: train artist and album tokens, too");
  command->add_flag("--validation", flags->options.validation, "nowplaying: score on the last tenth of the sessions");
  command->add_option("--held-out", flags->options.held_out, "never-seen: hide this share of tracks (default 0.05)");
  command->add_option("--split-seed", flags->options.split_seed, "never-seen: seed of that split (default 20261125)");
  command->add_option("--answers", flags->answers, "score another program's answers, too; several times")
      ->type_name("NAME=FILE");
  command->add_option("--cuts", flags->listener.cuts.cuts, "listener: dates at which to cut (default 12)")
      ->check(CLI::Range(1, 1000));
  command->add_option("--horizon", flags->listener.cuts.horizon_days, "listener: days of answers (default 182)")
      ->check(CLI::Range(1, 10'000));
  command->add_option("--seeds", flags->listener.seeds, "listener: trainings at each cut (default 3)")
      ->check(CLI::Range(1, 100));
  command->add_flag("--no-ranker", flags->no_ranker, "do not score all signals and the ranked list");
  command->add_flag("--no-baselines", flags->no_baselines, "score the model alone");
  auto training = add_train_flags(*command);
  command->callback([&context, flags, training, command] {
    flags->has_cuts = command->count("--cuts") + command->count("--horizon") + command->count("--seeds") > 0;
    run(context, *flags, *training);
  });
}

}  // namespace segue::cli
