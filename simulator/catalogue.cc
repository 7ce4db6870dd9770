#include "simulator/catalogue.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "simulator/names.h"
#include "simulator/random.h"

namespace segue::simulator {
namespace {

constexpr std::size_t artists_per_scene = 33;
constexpr std::size_t circles_per_scene = 3;

}  // namespace

class CatalogueMaker {
 public:
  CatalogueMaker(Catalogue& into, std::uint64_t seed) : out_(into), seed_(seed) {}

  void make() {
    out_.scenes_.resize(scene_count);
    for (std::size_t scene = 0; scene < scene_count; ++scene) {
      for (std::size_t place = 0; place < artists_per_scene; ++place) add_artist(scene, place);
    }
    for (std::size_t artist = 0; artist < out_.artists_.size(); ++artist) add_discography(artist);
    auto index = [](const auto& things, auto& by_id) {
      for (std::size_t i = 0; i < things.size(); ++i) by_id.emplace(things[i].id, i);
    };
    index(out_.artists_, out_.artist_ids_);
    index(out_.albums_, out_.album_ids_);
    index(out_.tracks_, out_.track_ids_);
  }

 private:
  void add_artist(std::size_t scene, std::size_t place) {
    auto index = out_.artists_.size();
    auto rng = Rng::of(seed_, "artist", index);
    Artist artist;
    artist.id = rng.base62(22);
    do artist.name = artist_name(rng, scene);
    while (!artist_names_.insert(folded(artist.name)).second);
    artist.scene = scene;
    artist.circle = place % circles_per_scene;
    artist.weight = 1.0 / (4.0 + static_cast<double>(place));
    out_.scenes_[scene].push_back(index);
    out_.artists_.push_back(std::move(artist));
  }

  // Adds one or two albums, singles before some of them, and sometimes a live album or a remaster of the first.
  void add_discography(std::size_t artist) {
    auto rng = Rng::of(seed_, "discography", artist);
    titles_.clear();
    int year = rng.between(1978, 2023);
    int albums = rng.between(1, 2);
    for (int i = 0; i < albums && year <= 2025; ++i, year += rng.between(1, 4)) {
      auto album = add_album(rng, artist, AlbumType::album, new_album_title(rng, artist), date_in(rng, year));
      int count = rng.between(7, 11);
      for (int number = 1; number <= count; ++number) add_song(rng, album, number == 1 && rng.chance(0.08));
      for (int single = rng.between(0, 2); single > 0; --single) add_single(rng, album, year);
    }
    auto first = out_.artists_[artist].albums.front();
    bool old = out_.albums_[first].release_date < "2006";
    if (old && rng.chance(0.4)) add_version_album(rng, first, " (Remastered)", " - Remastered 2011", 2011, true);
    if (rng.chance(0.12)) add_version_album(rng, first, " Live", " (Live)", std::min(year, 2026), false);
    if (rng.chance(0.4)) add_lone_single(rng, artist, std::min(year, 2026));
  }

  std::string date_in(Rng& rng, int year) {
    if (year < 1985 && rng.chance(0.5)) return fmt::format("{}", year);
    if (year < 1995 && rng.chance(0.1)) return fmt::format("{}-{:02}", year, rng.between(1, 12));
    return fmt::format("{}-{:02}-{:02}", year, rng.between(1, 9), rng.between(1, 28));
  }

  std::string new_album_title(Rng& rng, std::size_t artist) {
    const auto& who = out_.artists_[artist];
    return who.albums.empty() && rng.chance(0.15) ? who.name : album_title(rng, who.scene);
  }

  std::size_t add_album(Rng& rng, std::size_t artist, AlbumType type, std::string name, std::string date) {
    Album album;
    album.id = rng.base62(22);
    album.name = std::move(name);
    album.artist = artist;
    album.type = type;
    album.release_date = std::move(date);
    for (int i = 0; i < 12; ++i) album.upc += static_cast<char>('0' + rng.below(10));
    album.image = rng.hex(24);
    out_.artists_[artist].albums.push_back(out_.albums_.size());
    out_.albums_.push_back(std::move(album));
    return out_.albums_.size() - 1;
  }

  std::size_t add_track(Track track, std::size_t album) {
    auto& on = out_.albums_[album];
    track.album = album;
    track.artist = on.artist;
    track.number = static_cast<int>(on.tracks.size()) + 1;
    auto index = out_.tracks_.size();
    on.tracks.push_back(index);
    out_.artists_[on.artist].tracks.push_back(index);
    out_.tracks_.push_back(std::move(track));
    return index;
  }

  std::string new_isrc(Rng& rng, std::string_view release_date) {
    return fmt::format("QZSG1{}{:05}", release_date.substr(2, 2), rng.below(100'000));
  }

  void add_song(Rng& rng, std::size_t album, bool generic) {
    auto artist = out_.albums_[album].artist;
    auto scene = out_.artists_[artist].scene;
    Track track;
    track.id = rng.base62(22);
    if (generic) {
      track.name = "Intro";
    } else {
      do track.name = song_title(rng, scene);
      while (!titles_.insert(folded(track.name)).second);
    }
    if (rng.chance(0.06)) {
      auto guest = rng.pick(out_.scenes_[scene]);
      if (guest != artist) {
        track.featured.push_back(guest);
        track.name += " (feat. " + out_.artists_[guest].name + ")";
      }
    }
    track.duration_ms = generic ? rng.between(35'000, 80'000)
                                : std::clamp(static_cast<int>(222'000 + 48'000 * rng.normal()), 95'000, 560'000);
    track.is_explicit = scene_name(scene) == "corner rap" && rng.chance(0.5);
    track.isrc = new_isrc(rng, out_.albums_[album].release_date);
    track.recording = recordings_++;
    track.weight = 1.0 / (3.0 + static_cast<double>(rng.below(10)));
    add_track(std::move(track), album);
  }

  // Adds the single that came before the album: the same recording with another id, and sometimes a B-side.
  void add_single(Rng& rng, std::size_t album, int year) {
    auto song = rng.pick(out_.albums_[album].tracks);
    Track copy = out_.tracks_[song];
    copy.id = rng.base62(22);
    copy.weight *= 0.5;
    auto single = add_album(rng, copy.artist, AlbumType::single, copy.name, date_in(rng, year - 1));
    add_track(std::move(copy), single);
    if (rng.chance(0.4)) add_song(rng, single, false);
  }

  void add_lone_single(Rng& rng, std::size_t artist, int year) {
    auto single = add_album(rng, artist, AlbumType::single, "", date_in(rng, year));
    add_song(rng, single, false);
    out_.albums_[single].name = out_.tracks_[out_.albums_[single].tracks.front()].name;
  }

  // A remaster is another master of one recording (its own ISRC); a live take is another recording.
  void add_version_album(Rng& rng, std::size_t of, std::string_view album_suffix, std::string_view suffix, int year,
                         bool same_recording) {
    auto songs = out_.albums_[of].tracks;
    auto name = out_.albums_[of].name + std::string(album_suffix);
    auto album = add_album(rng, out_.albums_[of].artist, AlbumType::album, name, date_in(rng, year));
    for (auto song : songs) {
      Track copy = out_.tracks_[song];
      copy.id = rng.base62(22);
      copy.name += suffix;
      copy.isrc = new_isrc(rng, out_.albums_[album].release_date);
      copy.weight *= 0.2;
      copy.duration_ms += same_recording ? rng.between(-900, 900) : rng.between(5'000, 60'000);
      if (!same_recording) copy.recording = recordings_++;
      add_track(std::move(copy), album);
    }
  }

  Catalogue& out_;
  std::uint64_t seed_;
  std::set<std::string> artist_names_, titles_;
  std::size_t recordings_ = 0;
};

Catalogue::Catalogue(std::uint64_t seed) {
  CatalogueMaker(*this, seed).make();
}

std::size_t Catalogue::look_up(const Index& index, std::string_view id) {
  auto at = index.find(std::string(id));
  return at == index.end() ? nothing_found : at->second;
}

}  // namespace segue::simulator
