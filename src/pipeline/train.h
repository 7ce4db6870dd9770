// The step `train`: trains one model on sessions, own playlists and corpora.
#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "corpus/registry.h"
#include "embed/held_out.h"
#include "embed/trainer.h"
#include "music/counting.h"
#include "pipeline/home.h"
#include "warehouse/music_reader.h"

namespace segue::pipeline {

struct TrainInput {
  warehouse::Connection* published = nullptr;
  std::filesystem::path corpora;
  std::vector<corpus::Registration> registrations;
  music::LearnFromApi learn_from_api = music::LearnFromApi::taste;
  std::filesystem::path checkpoint;  // from which a killed training goes on; "" = none
};

// Returns whether plays that only the Web API showed are trained on.
warehouse::ApiPlays api_plays(const TrainInput& input);

struct TrainWatch {
  std::function<void(const embed::Progress&)> live;
  // `hit_rate` is the share of some hidden places that are among the ten best guesses so far.
  std::function<void(const embed::Progress&, double hit_rate)> epoch_ended;
};

struct TrainResult {
  embed::Model model;
  embed::HeldOut held_out;
  std::size_t lists = 0, places = 0;                          // after cutting, without the hidden places
  std::size_t sessions = 0, playlists = 0, corpus_lists = 0;  // the lists before cutting
  double tokens_per_second = 0;
  double seconds = 0;
};

// Returns a digest of what train_model would read: listens and playlists that teach, merges of recordings and artists,
// corpora. Equal digests mean the same lists.
std::string digest_of(const TrainInput& input);
// was_trained_on() returns whether the model in use was trained on the lists with this digest; note_trained_on() writes
// the note for it, beside the models.
bool was_trained_on(const std::filesystem::path& models, const std::string& digest);
void note_trained_on(const std::filesystem::path& models, const std::string& model, const std::string& digest);

// Hides a twentieth of the places (at most 4,000), trains on the rest, measures the model by the hidden places and
// returns this model.
TrainResult train_model(const TrainInput& input, const embed::TrainOptions& options, const TrainWatch& watch);

// Returns what a training of this home reads, without a checkpoint.
TrainInput train_input(Home& home, warehouse::Connection& published);

struct Trained {
  std::string model;  // its file name
  TrainResult result;
};
// Trains on the published marts and the corpora, makes the model the one in use, and notes what it was trained on.
Trained train(Home& home, const embed::TrainOptions& options);

}  // namespace segue::pipeline
