// The steps `recommend` and `similar`: songs near a listener's plays, or near named songs, from the published
// warehouse, the corpora and the model.
#pragma once
#include <filesystem>
#include <string>
#include <unordered_set>
#include <vector>

#include "corpus/registry.h"
#include "music/counting.h"
#include "music/recording.h"
#include "pipeline/home.h"
#include "pipeline/models.h"
#include "recommend/rank.h"
#include "warehouse/connection.h"

namespace segue::pipeline {

struct RecommendInput {
  warehouse::Connection* published = nullptr;
  std::filesystem::path corpora;
  std::vector<corpus::Registration> registrations;
  std::string user;
  music::LearnFromApi learn_from_api = music::LearnFromApi::taste;
  std::unordered_set<music::RecordingKey> cooled;  // recommended lately
};

struct Recommended {
  std::vector<recommend::Recommendation> items;
  std::size_t candidates = 0, liked = 0;
  std::string advice;  // one sentence on what to add; "" if there is enough
};

Recommended recommend_for(const RecommendInput& input, const NamedModel& named, const recommend::RankOptions& options);

struct Similar {
  music::Recording song;
  double cosine = 0;
};
// Returns the neighbours of "artist - title", or of an artist; several are separated by `;`. Throws Error(usage) naming
// what is not known.
std::vector<Similar> similar_to(const RecommendInput& input, const NamedModel& named, const std::string& query,
                                std::size_t most);

struct Recommending {
  std::string model;  // its file name
  Recommended result;
};
// The step `recommend`, with the model in use. Leaves out songs that were recommended lately. `count` and `per_artist`
// of 0 mean the configured ones.
Recommending recommend(Home& home, std::size_t count, std::size_t per_artist);

struct Neighbours {
  std::string model;  // its file name
  std::vector<Similar> songs;
};
// The step `similar`, as similar_to.
Neighbours similar(Home& home, const std::string& query, std::size_t most);

}  // namespace segue::pipeline
