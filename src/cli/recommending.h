// What `recommend`, `similar` and `playlist` share.
#pragma once
#include <string>

#include "cli/context.h"
#include "pipeline/recommend.h"

namespace segue::cli {

struct Recommending {
  std::string model;  // its file name
  pipeline::Recommended result;
};

// Reads the published warehouse, the corpora and the current model. 0 = what the configuration says.
Recommending recommend(Context& context, std::size_t count, std::size_t per_artist);

std::string uri_json(const std::string& spotify_id);  // "spotify:track:…" quoted, or null

}  // namespace segue::cli
