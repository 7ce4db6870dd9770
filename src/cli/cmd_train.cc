#include <fmt/core.h>

#include "base/json.h"
#include "cli/context.h"
#include "cli/output.h"
#include "pipeline/models.h"
#include "pipeline/train.h"

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
    print("The lists are too short to hide a place of: nothing is measured.\n");
  else
    print(fmt::format("Of {} hidden songs {:.2f} % are among the ten best guesses ({});\nby popularity {:.2f} % are\n",
                      counted(held.questions), held.hit_rate * 100, held.scoring, held.popularity_hit_rate * 100));
}

void run(Context& context, const embed::TrainOptions& options) {
  const auto published = context.warehouse().read();
  const base::Config& config = context.config();
  pipeline::TrainInput input{published.get(), config.corpora(), corpus::registered(context.lake(), context.user()),
                             config.learn_from_api};
  const auto result = pipeline::train_model(input, options, [](const embed::Progress& at) {
    progress(fmt::format("epoch {}/{}  loss {:.3f}  {} places a second", at.epoch, at.epochs, at.loss,
                         with_commas(static_cast<std::int64_t>(at.tokens_per_second))));
  });
  end_progress();
  report(context, pipeline::keep_model(result.model, config.models(), context.clock()), result);
}

}  // namespace

void add_train(CLI::App& app, Context& context) {
  auto options = std::make_shared<embed::TrainOptions>();
  auto* command = app.add_subcommand("train", "vectors out of sessions, playlists and corpora");
  command->add_option("--dimension", options->dimension, "numbers a vector (default 64)");
  command->add_option("--window", options->window, "places to each side (default 6)");
  command->add_option("--negatives", options->negatives, "draws a pair (default 8)");
  command->add_option("--exponent", options->exponent, "of counts in those draws (default 0.75)");
  command->add_option("--epochs", options->epochs, "passes over all lists (default 20)");
  command->add_option("--token-share", options->token_share, "of places that train artist and album, too (default 1)");
  command->add_option("--subsample", options->subsample, "thins out more frequent songs (default 0.001)");
  command->add_option("--rate", options->rate, "learning rate at the start (default 0.05)");
  command->add_option("--min-count", options->min_count, "rarer songs get no vector (default 2)");
  command->add_option("--seed", options->seed, "same seed, same bytes (default 1)");
  command->callback([&context, options] { context.step("train", [&] { run(context, *options); }); });
}

}  // namespace segue::cli
