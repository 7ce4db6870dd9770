#include "formats/api_entities.h"

#include <array>
#include <utility>
#include <vector>

#include "base/json_reader.h"
#include "formats/json_fields.h"
#include "music/catalogue_facts.h"
#include "music/names.h"

namespace segue::formats {

namespace {

using base::text_view_if;
using simdjson::dom::element;

std::optional<std::int32_t> small_number_at(const element& object, const char* name) {
  const auto value = base::integer_if(object[name]);
  if (!value || *value < 0 || *value > 1'000'000) return std::nullopt;
  return static_cast<std::int32_t>(*value);
}

// Returns the URL of the first image: Spotify orders images, the widest first.
std::string_view first_image(const element& object) {
  return text_view_if(object["images"].at(0)["url"]);
}

// Returns the artists that have a name or an id; one object may be in the place of the list.
std::vector<NamedArtist> artists_in(const element& object) {
  std::vector<NamedArtist> found;
  const auto take = [&](const element& artist) {
    const NamedArtist one{text_view_if(artist["name"]), text_view_if(artist["id"])};
    if (!one.name.empty() || !one.spotify_id.empty()) found.push_back(one);
  };
  element artists;
  if (object["artists"].get(artists) != simdjson::SUCCESS) return {};
  simdjson::dom::array several;
  if (artists.is_object()) take(artists);
  if (artists.get(several) == simdjson::SUCCESS)
    for (const element artist : several)
      if (artist.is_object()) take(artist);
  return found;
}

}  // namespace

AlbumRow album_of(const element& album, std::int64_t ordinal) {
  AlbumRow row;
  row.ordinal = ordinal;
  row.spotify_id = text_view_if(album["id"]);
  row.name = text_view_if(album["name"]);
  row.type = text_view_if(album["album_type"]);
  row.release_date = music::possible_date(text_view_if(album["release_date"]));
  row.label = text_view_if(album["label"]);
  row.image_url = first_image(album);
  row.total_tracks = small_number_at(album, "total_tracks");
  if (const auto artists = artists_in(album); !artists.empty()) {
    row.artist = artists.front().name;
    row.artist_spotify_id = artists.front().spotify_id;
  }
  row.upc = text_view_if(album["external_ids"]["upc"]);
  return row;
}

ArtistRow artist_of(const element& artist, std::int64_t ordinal) {
  ArtistRow row;
  row.ordinal = ordinal;
  row.spotify_id = text_view_if(artist["id"]);
  row.name = text_view_if(artist["name"]);
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
  row.uri = text_view_if(track["uri"]);
  // The URI holds the id, too.
  const std::array<std::string_view, 2> ids{text_view_if(track["id"]), row.uri};
  for (const std::string_view text : ids)
    if (auto id = music::spotify_track_id(text); id && row.spotify_id.empty())
      row.spotify_id = texts.emplace_back(std::move(*id));
  row.title = text_view_if(track["name"]);
  row.album = album.name;
  row.album_spotify_id = album.spotify_id;
  row.release_date = album.release_date;
  row.artists = artists_in(track);
  take_first_artist(row);
  row.isrc = texts.emplace_back(music::isrc_of(text_view_if(track["external_ids"]["isrc"])));
  row.duration_ms = sane_length(base::integer_if(track["duration_ms"]));
  row.is_explicit = base::flag_if(track["explicit"]);
  row.track_number = small_number_at(track, "track_number");
  row.disc_number = small_number_at(track, "disc_number");
  return row;
}

}  // namespace segue::formats
