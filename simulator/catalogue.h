// A made-up catalogue: scenes → artists → albums → tracks. It never changes, except for names of artists. Indices are
// positions in the vectors.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace segue::simulator {

struct Artist {
  std::string id, name;
  std::size_t scene = 0;
  std::size_t circle = 0;  // within the scene: artists of one circle are mostly heard together
  double weight = 1;       // how well known the artist is
  std::vector<std::size_t> albums, tracks;
};

enum class AlbumType { album, single, compilation };

struct Album {
  std::string id, name;
  std::size_t artist = 0;
  AlbumType type = AlbumType::album;
  std::string release_date;  // YYYY, YYYY-MM or YYYY-MM-DD
  std::string upc, image;    // image: hex of its address
  std::vector<std::size_t> tracks;
};

struct Track {
  std::string id, name;
  std::size_t artist = 0, album = 0;
  std::vector<std::size_t> featured;  // further artists
  int number = 1;
  std::int64_t duration_ms = 0;
  bool is_explicit = false;
  std::string isrc;
  std::size_t recording = 0;  // equal for the two releases of one recording
  double weight = 1;          // how well known the track is, among its artist's
};

class Catalogue {
 public:
  explicit Catalogue(std::uint64_t seed);

  const std::vector<Artist>& artists() const { return artists_; }
  const std::vector<Album>& albums() const { return albums_; }
  const std::vector<Track>& tracks() const { return tracks_; }
  // Artists of a scene, best known first.
  const std::vector<std::size_t>& scene(std::size_t scene) const { return scenes_[scene]; }

  // Returns the position of a Spotify id; nothing_found if there is none.
  static constexpr std::size_t nothing_found = static_cast<std::size_t>(-1);
  std::size_t artist(std::string_view id) const { return look_up(artist_ids_, id); }
  std::size_t album(std::string_view id) const { return look_up(album_ids_, id); }
  std::size_t track(std::string_view id) const { return look_up(track_ids_, id); }

  // Does not change titles that contain the artist's name.
  void rename(std::size_t artist, std::string name) { artists_[artist].name = std::move(name); }

 private:
  friend class CatalogueMaker;
  using Index = std::unordered_map<std::string, std::size_t>;
  static std::size_t look_up(const Index& index, std::string_view id);

  std::vector<Artist> artists_;
  std::vector<Album> albums_;
  std::vector<Track> tracks_;
  std::vector<std::vector<std::size_t>> scenes_;
  Index artist_ids_, album_ids_, track_ids_;
};

inline std::string track_uri(const Track& track) {
  return "spotify:track:" + track.id;
}

}  // namespace segue::simulator
