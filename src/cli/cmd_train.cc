#include <fmt/core.h>

#include <chrono>
#include <optional>

#include "base/json.h"
#include "cli/context.h"
#include "cli/output.h"
#include "cli/train_flags.h"
#include "embed/text_lists.h"
#include "pipeline/train.h"
#include "vectors/kernels.h"

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
  const auto trained = pipeline::train(context.home(), options);
  report(context, trained.model, trained.result);
}

// No home, no lake, no songs: lists of words into a model file.
void run_on_text(Context& context, const std::string& lists, const std::string& out,
                 const embed::TrainOptions& options) {
  auto built = embed::read_text_lists(lists).build(options.min_count, options.most_places);
  const std::size_t places = built.lists.places.size();
  embed::Progress last;
  embed::Watch watch;
  watch.live = [](const embed::Progress& at) { show_training(at); };
  watch.epoch_ended = [&](const embed::Progress& at, const embed::Vectors&) { last = at; };
  watch.checkpoint = out + ".checkpoint";
  const auto start = std::chrono::steady_clock::now();
  const embed::Model model = embed::train(std::move(built.vocabulary), built.lists, options, watch);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  end_progress();
  embed::save(model, out);
  const double read = static_cast<double>(places) * options.epochs;
  if (context.json)
    print(base::JsonObject{}
              .text("model", out)
              .number("vocabulary", model.vocabulary.size())
              .number("lists", built.lists.size())
              .number("tokens", places)
              .number("loss", last.loss)
              .number("train_seconds", took.count())
              .number("train_cpu_seconds", last.cpu_seconds)
              .number("tokens_per_second", read / took.count())
              .number("tokens_per_cpu_second", read / std::max(last.cpu_seconds, 1e-9))
              .text("vector_unit", vectors::kernels().unit)
              .str() +
          "\n");
  else
    print(fmt::format("Trained {}: {} words in {} places of {} lists, {:.1f} s\n", out,
                      with_commas(model.vocabulary.size()), with_commas(static_cast<std::int64_t>(places)),
                      with_commas(static_cast<std::int64_t>(built.lists.size())), took.count()));
}

}  // namespace

void add_train(CLI::App& app, Context& context) {
  struct Text {
    std::string lists, out;
  };
  auto text = std::make_shared<Text>();
  auto* command = app.add_subcommand("train", "vectors out of sessions, playlists and corpora");
  auto options = add_train_flags(*command);
  auto* lists = command->add_option("--lists", text->lists, "instead: a text file, a list of words a line");
  auto* out = command->add_option("--out", text->out, "the model file that --lists gives");
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
