#include "lake/kinds.h"

#include <array>
#include <utility>

namespace segue::lake {
namespace {

constexpr std::array<std::pair<ObjectKind, std::string_view>, 18> kKinds{
    {{ObjectKind::imported, "import"},
     {ObjectKind::recently_played, "recently_played"},
     {ObjectKind::profile, "profile"},
     {ObjectKind::saved_tracks, "saved_tracks"},
     {ObjectKind::playlists, "playlists"},
     {ObjectKind::playlist_items, "playlist_items"},
     {ObjectKind::top_tracks, "top_tracks"},
     {ObjectKind::top_artists, "top_artists"},
     {ObjectKind::followed_artists, "followed_artists"},
     {ObjectKind::track, "track"},
     {ObjectKind::album, "album"},
     {ObjectKind::artist, "artist"},
     {ObjectKind::artist_albums, "artist_albums"},
     {ObjectKind::search, "search"},
     {ObjectKind::enrich_failed, "enrich_failed"},
     {ObjectKind::corpus, "corpus"},
     {ObjectKind::playlist_written, "playlist_written"},
     {ObjectKind::rule, "rule"}}};

}  // namespace

std::string_view text_of(ObjectKind kind) {
  for (const auto& [known, text] : kKinds)
    if (known == kind) return text;
  return {};
}

std::optional<ObjectKind> kind_named(std::string_view text) {
  for (const auto& [known, name] : kKinds)
    if (name == text) return known;
  return std::nullopt;
}

bool is_enrich_answer(ObjectKind kind) {
  return ObjectKind::profile <= kind && kind <= ObjectKind::artist_albums;
}

}  // namespace segue::lake
