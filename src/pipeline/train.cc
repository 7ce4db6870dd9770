// How it works: sessions, own playlists and corpora are gathered in this order into one builder, corpora under current
// names and keys (renamed.h), so that a song has one row whatever a corpus calls it. After each epoch as many hidden
// places are measured as a fixed amount of work allows.
#include "pipeline/train.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>

#include "base/error.h"
#include "base/json.h"
#include "corpus/compiled.h"
#include "pipeline/joined.h"
#include "pipeline/models.h"
#include "pipeline/renamed.h"
#include "warehouse/builds.h"
#include "warehouse/music_reader.h"

namespace segue::pipeline {
namespace {

constexpr std::size_t kQuestions = 4000;
constexpr std::size_t kEpochWork = 2'000'000'000;  // multiplications for measuring hidden places after an epoch

class Gathering {
 public:
  void sessions(const TrainInput& input) {
    warehouse::each_session_play(*input.published, api_plays(input),
                                 [&](const warehouse::ListPlace& place) { add(place); });
    end_list();
  }
  void playlists(const TrainInput& input) {
    warehouse::each_playlist_place(*input.published, api_plays(input),
                                   [&](const warehouse::ListPlace& place) { add(place); });
    end_list();
  }
  void corpus(const corpus::Compiled& compiled) {
    for (std::size_t i = 0; i + 1 < compiled.starts.size(); ++i) {
      for (std::uint64_t p = compiled.starts[i]; p < compiled.starts[i + 1]; ++p) {
        const auto& track = compiled.tracks[compiled.items[p]];
        builder.add({.recording = track.recording.key.value,
                     .artist = track.recording.artist_key.value,
                     .album = track.album_key.value,
                     .track = track.key.value});
      }
      builder.end_list();
    }
  }
  embed::ListBuilder builder;

 private:
  void add(const warehouse::ListPlace& place) {
    if (place.list != list_) end_list();
    list_ = place.list;
    builder.add({.recording = place.recording_key,
                 .artist = place.artist_key,
                 .album = place.album_key,
                 .track = place.track_key});
  }
  void end_list() {
    builder.end_list();
    list_.clear();
  }
  std::string list_;
};

std::string provenance_of(const TrainInput& input, const TrainResult& result) {
  base::JsonArray corpora;
  for (const auto& one : input.registrations)
    corpora.raw(base::JsonObject{}.text("name", one.name).text("sha256", one.sha256).text("terms", one.terms).str());
  return base::JsonObject{}
      .raw("corpora", corpora.str())
      .number("build", warehouse::build_number(*input.published))
      .flag("learned_from_api", input.learn_from_api == music::LearnFromApi::train)
      .number("lists", result.lists)
      .number("places", result.places)
      .number("sessions", result.sessions)
      .number("playlists", result.playlists)
      .number("corpus_lists", result.corpus_lists)
      .number("held_out_questions", result.held_out.questions)
      .text("held_out_scoring", result.held_out.scoring)
      .number("held_out_hit_rate", result.held_out.hit_rate)
      .number("popularity_hit_rate", result.held_out.popularity_hit_rate)
      .str();
}

}  // namespace

warehouse::ApiPlays api_plays(const TrainInput& input) {
  return input.learn_from_api == music::LearnFromApi::train ? warehouse::ApiPlays::included
                                                            : warehouse::ApiPlays::left_out;
}

TrainResult train_model(const TrainInput& input, const embed::TrainOptions& options, const TrainWatch& watch) {
  embed::check(options);
  const auto start = std::chrono::steady_clock::now();
  Gathering gathering;
  TrainResult result;
  gathering.sessions(input);
  result.sessions = gathering.builder.lists();
  gathering.playlists(input);
  result.playlists = gathering.builder.lists() - result.sessions;
  const auto artists = warehouse::artist_merges(*input.published);
  const auto merges = keys_of_now(*input.published, input.corpora, input.registrations);
  for (const auto& one : input.registrations) {
    const auto folder = corpus::folder_of(input.corpora, one);
    if (!corpus::is_compiled(folder))
      throw base::Error(base::Fault::usage, fmt::format("corpus {} is missing in {}: add it again (it was {})",
                                                        one.name, folder.string(), one.path));
    auto compiled = corpus::read_compiled(folder);
    for (auto& track : compiled.tracks) name_as_now(track, merges, artists);
    gathering.corpus(compiled);
  }
  // Places are hidden before the training, so the model that is kept has not seen them.
  auto built = gathering.builder.build(options.min_count, options.most_places);
  result.corpus_lists = gathering.builder.lists() - result.sessions - result.playlists;
  const auto hidden = embed::hide_places(built.lists, built.vocabulary.recordings,
                                         std::min(kQuestions, built.lists.places.size() / 20), options.seed);
  result.lists = built.lists.size();
  result.places = built.lists.places.size();
  double rate_sum = 0;
  std::uint32_t epochs = 0;
  embed::Watch inner{watch.live, {}, input.checkpoint};
  inner.epoch_ended = [&](const embed::Progress& progress, const embed::Vectors& vectors) {
    rate_sum += progress.tokens_per_second;
    ++epochs;
    const std::size_t numbers = std::size_t{built.vocabulary.recordings} * options.dimension;
    const std::size_t questions = std::clamp<std::size_t>(kEpochWork / std::max<std::size_t>(numbers, 1), 20, 1000);
    if (watch.epoch_ended)
      watch.epoch_ended(progress, embed::hit_rate(vectors.input, vectors.output, hidden, questions));
  };
  result.model = embed::train(built.vocabulary, built.lists, options, inner);
  result.tokens_per_second = rate_sum / std::max(epochs, 1u);
  result.held_out = embed::measure(result.model, hidden);
  result.model.provenance = provenance_of(input, result);
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

TrainInput train_input(Home& home, warehouse::Connection& published) {
  const settings::Config& config = home.config();
  return {&published, config.corpora(), corpus::registered(home.lake(), home.user()), config.learn_from_api, {}};
}

Trained train(Home& home, const embed::TrainOptions& options) {
  const auto published = home.warehouse().read();
  const std::filesystem::path models = home.config().models();
  TrainInput input = train_input(home, *published);
  input.checkpoint = models / "training.checkpoint";
  const std::string read = digest_of(input);
  std::optional<double> hit_rate;
  TrainResult result = train_model(input, options,
                                   {[&](const embed::Progress& at) { home.observer().training(at, hit_rate); },
                                    [&](const embed::Progress& at, double rate) {
                                      hit_rate = rate;
                                      home.observer().training(at, hit_rate);
                                    }});
  home.observer().progress_ended();
  const std::string model = keep_model(result.model, models, home.clock());
  note_trained_on(models, model, read);
  return {model, std::move(result)};
}

}  // namespace segue::pipeline
