// The kinds of objects in a lake. A kind is the third part of an object's key (docs/formats/lake.md).
#pragma once
#include <optional>
#include <string_view>

namespace segue::lake {

enum class ObjectKind {
  imported,         // "import": a member of an import, or the manifest of one
  recently_played,  // a poll
  profile,          // from here to artist_albums: answers to `enrich`
  saved_tracks,
  playlists,
  playlist_items,
  top_tracks,
  top_artists,
  followed_artists,
  track,
  album,
  artist,
  artist_albums,
  search,            // an answer of a search
  enrich_failed,     // the paths that failed in one run of `enrich`
  corpus,            // a corpus was added
  playlist_written,  // a playlist was made or written
  rule,              // a rule was added or undone
};

// Returns the kind's name in keys.
std::string_view text_of(ObjectKind kind);
// Returns nothing for a text that names no kind.
std::optional<ObjectKind> kind_named(std::string_view text);
bool is_enrich_answer(ObjectKind kind);

}  // namespace segue::lake
