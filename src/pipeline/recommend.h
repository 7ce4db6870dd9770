// The steps `recommend` and `similar`: songs near a listener's plays, or near named songs, from the published
// warehouse, the corpora and the model.
#pragma once
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "music/recording.h"
#include "pipeline/home.h"
#include "pipeline/models.h"
#include "pipeline/repertoire.h"
#include "recommend/reasons.h"

namespace segue::pipeline {

struct Recommended {
  std::vector<recommend::Recommendation> items;
  std::size_t candidates = 0, liked = 0;
  std::string advice;  // one sentence on what to add; "" if there is enough
};

struct RecommendInput {
  RepertoireInput repertoire;
  std::unordered_set<music::RecordingKey> cooled;  // recommended lately
  std::optional<double> new_artists;               // share of the list; nothing = the listener's own
};

Recommended recommend_for(const RecommendInput& input, const NamedModel& named, recommend::PickOptions options);

struct Similar {
  music::Recording song;
  double cosine = 0;
};
// Returns the neighbours of "artist - title", or of an artist; several are separated by `;`. Throws Error(usage) naming
// what is not known.
std::vector<Similar> similar_to(const RepertoireInput& input, const NamedModel& named, const std::string& query,
                                std::size_t most);

struct Recommending {
  std::string model;  // its file name
  Recommended result;
};
struct RecommendFlags {
  std::size_t count = 0, per_artist = 0;   // 0 = the configured ones
  std::optional<int> new_artists_percent;  // of the list; nothing = the configured one
};
// The step `recommend`, with the model in use. Leaves out songs that were recommended lately.
Recommending recommend(Home& home, const RecommendFlags& flags);

struct Neighbours {
  std::string model;  // its file name
  std::vector<Similar> songs;
};
// The step `similar`, as similar_to.
Neighbours similar(Home& home, const std::string& query, std::size_t most);

}  // namespace segue::pipeline
