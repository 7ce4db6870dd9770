// Joins the recordings of the marts and of all corpora. Every reader of a corpus takes its keys from here.
#pragma once
#include <filesystem>
#include <vector>

#include "corpus/registry.h"
#include "music/recording.h"
#include "warehouse/connection.h"

namespace segue::pipeline {

// Returns recording key → current key, for each recording that has another key now: a rule merged it, it was renamed,
// or a corpus has the song under another name (corpus/join.h). Recordings of the marts keep their keys and stay apart.
// Use it instead of warehouse::recording_merges wherever corpora are read. Skips corpora that are gone.
music::RecordingMerges keys_of_now(warehouse::Connection& published, const std::filesystem::path& corpora,
                                   const std::vector<corpus::Registration>& registrations);

}  // namespace segue::pipeline
