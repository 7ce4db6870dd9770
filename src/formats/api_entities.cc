#include "formats/api_entities.h"

#include <tuple>
#include <utility>

#include "formats/json_fields.h"
#include "music/catalogue_facts.h"
#include "music/names.h"

namespace segue::formats {

using simdjson::dom::element;

std::string_view text_at(const element& object, const char* name) {
  std::string_view value;
  return object[name].get(value) == simdjson::SUCCESS ? value : std::string_view{};
}

namespace {

std::optional<std::int32_t> small_number_at(const element& object, const char* name) {
  std::int64_t value = 0;
  if (object[name].get(value) != simdjson::SUCCESS || value < 0 || value > 1'000'000) return std::nullopt;
  return static_cast<std::int32_t>(value);
}

// Returns the URL of the first image: Spotify orders images, the widest first.
std::string_view first_image(const element& object) {
  element image;
  return object["images"].at(0).get(image) == simdjson::SUCCESS ? text_at(image, "url") : std::string_view{};
}

using ArtistNamed = std::pair<std::string_view, std::string_view>;  // name, id

// Returns the first artist that has a name or an id; one object may be in the place of the list.
ArtistNamed first_artist(const element& object) {
  const auto named = [](const element& artist) { return ArtistNamed(text_at(artist, "name"), text_at(artist, "id")); };
  element artists;
  if (object["artists"].get(artists) != simdjson::SUCCESS) return {};
  if (artists.is_object()) return named(artists);
  simdjson::dom::array several;
  if (artists.get(several) != simdjson::SUCCESS) return {};
  for (const element artist : several) {
    if (!artist.is_object()) continue;
    if (const ArtistNamed found = named(artist); found != ArtistNamed{}) return found;
  }
  return {};
}

}  // namespace

AlbumRow album_of(const element& album, std::int64_t ordinal) {
  AlbumRow row;
  row.ordinal = ordinal;
  row.spotify_id = text_at(album, "id");
  row.name = text_at(album, "name");
  row.type = text_at(album, "album_type");
  row.release_date = music::possible_date(text_at(album, "release_date"));
  row.label = text_at(album, "label");
  row.image_url = first_image(album);
  row.total_tracks = small_number_at(album, "total_tracks");
  std::tie(row.artist, row.artist_spotify_id) = first_artist(album);
  element ids;
  if (album["external_ids"].get(ids) == simdjson::SUCCESS) row.upc = text_at(ids, "upc");
  return row;
}

ArtistRow artist_of(const element& artist, std::int64_t ordinal) {
  ArtistRow row;
  row.ordinal = ordinal;
  row.spotify_id = text_at(artist, "id");
  row.name = text_at(artist, "name");
  row.image_url = first_image(artist);
  simdjson::dom::array genres;
  if (artist["genres"].get(genres) == simdjson::SUCCESS)
    for (const element genre : genres)
      if (std::string_view name; genre.get(name) == simdjson::SUCCESS && !name.empty()) row.genres.push_back(name);
  return row;
}

TrackRow track_of(const element& track, std::int64_t ordinal, const AlbumRow& album, Texts& texts) {
  TrackRow row;
  row.ordinal = ordinal;
  row.uri = text_at(track, "uri");
  // The URI holds the id, too.
  for (const std::string_view text : {text_at(track, "id"), row.uri})
    if (auto id = music::spotify_track_id(text); id && row.spotify_id.empty())
      row.spotify_id = texts.emplace_back(std::move(*id));
  row.title = text_at(track, "name");
  row.album = album.name;
  row.album_spotify_id = album.spotify_id;
  row.release_date = album.release_date;
  std::tie(row.artist, row.artist_spotify_id) = first_artist(track);
  element ids;
  if (track["external_ids"].get(ids) == simdjson::SUCCESS)
    row.isrc = texts.emplace_back(music::isrc_of(text_at(ids, "isrc")));
  std::int64_t duration = 0;
  if (track["duration_ms"].get(duration) == simdjson::SUCCESS) row.duration_ms = sane_length(duration);
  bool is_explicit = false;
  if (track["explicit"].get(is_explicit) == simdjson::SUCCESS) row.is_explicit = is_explicit;
  row.track_number = small_number_at(track, "track_number");
  row.disc_number = small_number_at(track, "disc_number");
  return row;
}

}  // namespace segue::formats
