// Renames the rows of corpora that were compiled before an artist was renamed or merged.
#pragma once
#include <string>
#include <unordered_map>

#include "corpus/compiled.h"
#include "warehouse/music_reader.h"

namespace segue::pipeline {

using ArtistsNow = std::unordered_map<std::string, warehouse::ArtistNow>;

// Changes the artist and all keys but track_key if the row's artist has another name now; only artist_key if that name
// is not known. `recording_key` changes only if the row's own names make it. Returns false, and changes nothing, if the
// artist was not renamed.
bool rename_artist(corpus::CorpusTrack& track, const ArtistsNow& artists);

// Does the same, and sets the recording's current key: `keys` (pipeline/joined.h) maps the keys of corpora as they were
// compiled.
void name_as_now(corpus::CorpusTrack& track, const std::unordered_map<std::string, std::string>& keys,
                 const ArtistsNow& artists);

}  // namespace segue::pipeline
