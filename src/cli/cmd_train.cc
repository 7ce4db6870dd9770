#include <fmt/core.h>

#include <algorithm>

#include "base/json.h"
#include "cli/context.h"
#include "cli/output.h"
#include "cli/train_flags.h"
#include "pipeline/train.h"
#include "pipeline/train_text.h"

namespace segue::cli {
namespace {

void report(Context& context, const std::string& name, const pipeline::TrainResult& r) {
  const auto& held = r.held_out;
  if (context.json) {
    print(base::JsonObject{}
              .text("model", name)
              .number("vocabulary", r.model.vocabulary.size())
              .number("recordings", r.model.vocabulary.recordings)
              .number("tokens", r.places)
              .number("lists", r.lists)
              .number("sessions", r.sessions)
              .number("playlists", r.playlists)
              .number("corpus_lists", r.corpus_lists)
              .number("tokens_per_second", r.tokens_per_second)
              .number("held_out_hit_rate", held.hit_rate)
              .number("popularity_hit_rate", held.popularity_hit_rate)
              .number("held_out_questions", held.questions)
              .text("held_out_scoring", held.scoring)
              .number("seconds", r.seconds)
              .str() +
          "\n");
    return;
  }
  const auto counted = [](std::size_t number) { return with_commas(static_cast<std::int64_t>(number)); };
  print(fmt::format("Trained {} in {:.1f} s ({} places a second)\n", name, r.seconds,
                    with_commas(static_cast<std::int64_t>(r.tokens_per_second))));
  print(fmt::format("from {} sessions, {} playlists of yours and {} lists of corpora,\n", counted(r.sessions),
                    counted(r.playlists), counted(r.corpus_lists)));
  print(fmt::format("cut to {} lists with {} places\n", counted(r.lists), counted(r.places)));
  print(fmt::format("{} recordings and {} artist and album tokens have a vector\n",
                    counted(r.model.vocabulary.recordings),
                    counted(r.model.vocabulary.size() - r.model.vocabulary.recordings)));
  if (held.questions == 0)
    print("The lists are too short to hide songs in them: nothing is measured.\n");
  else
    print(fmt::format("Of {} hidden songs {:.2f} % are among the ten best guesses ({});\nby popularity {:.2f} % are\n",
                      counted(held.questions), held.hit_rate * 100, held.scoring, held.popularity_hit_rate * 100));
}

void run(Context& context, const embed::TrainOptions& options) {
  const auto trained = pipeline::train(context.home(), options);
  report(context, trained.model, trained.result);
}

void run_on_text(Context& context, const std::string& lists, const std::string& out,
                 const embed::TrainOptions& options) {
  const auto made = pipeline::train_on_text(lists, out, options, context.terminal());
  const double read = static_cast<double>(made.places) * options.epochs;
  if (context.json)
    print(base::JsonObject{}
              .text("model", out)
              .number("vocabulary", made.vocabulary)
              .number("lists", made.lists)
              .number("tokens", made.places)
              .number("loss", made.loss)
              .number("train_seconds", made.seconds)
              .number("train_cpu_seconds", made.cpu_seconds)
              .number("tokens_per_second", read / made.seconds)
              .number("tokens_per_cpu_second", read / std::max(made.cpu_seconds, 1e-9))
              .text("vector_unit", made.vector_unit)
              .str() +
          "\n");
  else
    print(fmt::format("Trained {}: {} words in {} places of {} lists, {:.1f} s\n", out,
                      with_commas(static_cast<std::int64_t>(made.vocabulary)),
                      with_commas(static_cast<std::int64_t>(made.places)),
                      with_commas(static_cast<std::int64_t>(made.lists)), made.seconds));
}

}  // namespace

void add_train(CLI::App& app, Context& context) {
  struct Text {
    std::string lists, out;
  };
  auto text = std::make_shared<Text>();
  auto* command = app.add_subcommand("train", "train vectors on sessions, playlists and corpora");
  auto options = add_train_flags(*command);
  auto* lists = command->add_option("--lists", text->lists, "train on this text file: one list of words a line");
  auto* out = command->add_option("--out", text->out, "model file to write, with --lists");
  lists->needs(out);
  out->needs(lists);
  command->callback([&context, options, text] {
    if (text->lists.empty())
      context.step("train", [&] { run(context, *options); });
    else
      run_on_text(context, text->lists, text->out, *options);
  });
}

}  // namespace segue::cli
