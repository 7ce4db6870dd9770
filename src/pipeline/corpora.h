// The steps `corpus add`, `corpus get` and `corpus list`: add, fetch and list corpora, other people's lists to train on
// and choose from.
#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "corpus/registry.h"
#include "pipeline/load.h"

namespace segue::pipeline {

// Adds each file or folder as one corpus. `terms` is what its licence says. Throws Error(usage) for a missing path
// before any is read.
LoadResult add_corpora(Home& home, const std::vector<std::string>& paths, const std::string& terms);

// Fetches the newest daily dumps of ListenBrainz, or the archive of public playlists, then adds them.
LoadResult get_listenbrainz(Home& home, std::size_t days);
LoadResult get_playlist_archive(Home& home);

struct RegisteredCorpus {
  corpus::Registration registration;
  bool is_here = false;  // its compiled lists are in this home
};
std::vector<RegisteredCorpus> corpora(Home& home);

}  // namespace segue::pipeline
