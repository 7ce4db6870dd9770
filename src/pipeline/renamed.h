// Renames the rows of corpora that were compiled before an artist was renamed or merged.
#pragma once
#include <unordered_map>

#include "corpus/compiled.h"
#include "music/recording.h"

namespace segue::pipeline {

using ArtistsNow = std::unordered_map<music::ArtistKey, music::Artist>;

// Changes the artist and all keys but the track's if the row's artist has another name now; only the artist's key if
// that name is not known. The recording's key changes only if the row's own names make it. Returns false, and changes
// nothing, if the artist was not renamed.
bool rename_artist(corpus::CorpusTrack& track, const ArtistsNow& artists);

// Does the same, and sets the recording's current key: `keys` (pipeline/joined.h) maps the keys of corpora as they were
// compiled.
void name_as_now(corpus::CorpusTrack& track, const music::RecordingMerges& keys, const ArtistsNow& artists);

}  // namespace segue::pipeline
