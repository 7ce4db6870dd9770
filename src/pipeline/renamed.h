// Rows of corpora, which were compiled before an artist was renamed or merged, under the name that the artist goes by
// now.
#pragma once
#include <string>
#include <unordered_map>

#include "corpus/compiled.h"
#include "warehouse/music_reader.h"

namespace segue::pipeline {

using ArtistsNow = std::unordered_map<std::string, warehouse::ArtistNow>;

// Changes artist, and all keys but track_key, where the row's artist goes by another name; `recording_key` changes only
// where it is the one that the row's own names make. False: the artist is not renamed, and nothing changed.
bool rename_artist(corpus::CorpusTrack& track, const ArtistsNow& artists);

// The same, and the recording under its key of now: `keys` (pipeline/joined.h) has those of corpora as they were
// compiled.
void name_as_now(corpus::CorpusTrack& track, const std::unordered_map<std::string, std::string>& keys,
                 const ArtistsNow& artists);

}  // namespace segue::pipeline
