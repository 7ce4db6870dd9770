// Recordings of the listener's marts and of all corpora, joined: what every reader of a corpus takes its keys from.
#pragma once
#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

#include "corpus/registry.h"
#include "warehouse/connection.h"

namespace segue::pipeline {

// Recording key → the key that it goes by now, for those that go by another: merges of rules, what was renamed, and the
// same song under another name in a corpus (corpus/join.h). Recordings of the marts keep their keys and stay apart as
// the marts have them. In place of warehouse::recording_merges wherever corpora are read. Corpora that are gone are
// passed over.
std::unordered_map<std::string, std::string> keys_of_now(warehouse::Connection& published,
                                                         const std::filesystem::path& corpora,
                                                         const std::vector<corpus::Registration>& registrations);

}  // namespace segue::pipeline
