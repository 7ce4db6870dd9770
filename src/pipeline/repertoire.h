// Gathers what is recommended from: the songs of the warehouse and of corpora, and the lists that they are in, under
// current names and keys.
#pragma once
#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

#include "corpus/registry.h"
#include "music/counting.h"
#include "music/recording.h"
#include "recommend/repertoire.h"
#include "warehouse/connection.h"
#include "warehouse/music_reader.h"

namespace segue::pipeline {

struct RepertoireInput {
  warehouse::Connection* published = nullptr;
  std::filesystem::path corpora;
  std::vector<corpus::Registration> registrations;
  std::string user;
  music::LearnFromApi learn_from_api = music::LearnFromApi::taste;

  // Returns whether plays and playlists that only the Web API showed say something of the taste.
  warehouse::ApiPlays api_plays() const {
    return learn_from_api == music::LearnFromApi::statistics ? warehouse::ApiPlays::left_out
                                                             : warehouse::ApiPlays::included;
  }
};

enum class OwnLists { left_out, included };  // people's own playlists, and candidates that the marts know

struct GatheredRepertoire {
  recommend::Repertoire repertoire;
  std::unordered_map<music::RecordingKey, signals::Item> items;  // by current key
  music::RecordingMerges merges;                                 // former key → current key
};

// The candidates of the marts are offered with their origin. A song of a corpus is offered unless it is excluded or
// another version of a song (live, remix, …). Songs are numbered by falling count in lists, then by key. Lists of more
// than 250 places are cut into pieces. Skips corpora that are gone.
GatheredRepertoire gather_repertoire(const RepertoireInput& input, OwnLists own);

}  // namespace segue::pipeline
