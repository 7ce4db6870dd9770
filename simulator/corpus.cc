#include "simulator/corpus.h"

#include <fmt/core.h>

#include <iterator>
#include <set>

#include "simulator/json.h"

namespace segue::simulator {
namespace {

std::string quoted(const std::string& text) {
  return Json(text).dump();
}

// Returns the text of each track in a playlist, without its `pos`.
std::vector<std::string> track_texts(const Catalogue& catalogue) {
  std::vector<std::string> out;
  for (const auto& track : catalogue.tracks()) {
    const auto& artist = catalogue.artists()[track.artist];
    const auto& album = catalogue.albums()[track.album];
    out.push_back(fmt::format(R"("artist_name":{},"track_uri":"{}","artist_uri":"spotify:artist:{}","track_name":{},)"
                              R"("album_uri":"spotify:album:{}","duration_ms":{},"album_name":{})",
                              quoted(artist.name), track_uri(track), artist.id, quoted(track.name), album.id,
                              track.duration_ms, quoted(album.name)));
  }
  return out;
}

// A slice is big, so its text is written directly, without a JSON tree in memory.
class SliceWriter {
 public:
  explicit SliceWriter(World& world) : world_(world), texts_(track_texts(world.catalogue)) {}

  void add(std::size_t pid, const MadeUpPlaylist& playlist, int followers, base::Instant modified) {
    std::set<std::size_t> albums, artists;
    std::int64_t duration = 0;
    for (auto index : playlist.tracks) {
      const auto& track = world_.catalogue.tracks()[index];
      albums.insert(track.album);
      artists.insert(track.artist);
      duration += track.duration_ms;
    }
    auto put = std::back_inserter(text);
    fmt::format_to(put, R"({}{{"name":{},"collaborative":"false","pid":{},"modified_at":{},)", pid == 0 ? "" : ",\n",
                   quoted(playlist.name), pid, base::to_ms(modified) / 1000);
    fmt::format_to(put, R"("num_tracks":{},"num_albums":{},"num_artists":{},"num_followers":{},"num_edits":{},)",
                   playlist.tracks.size(), albums.size(), artists.size(), followers, 1 + playlist.tracks.size() / 4);
    fmt::format_to(put, R"("duration_ms":{},"tracks":[)", duration);
    for (std::size_t i = 0; i < playlist.tracks.size(); ++i) {
      fmt::format_to(put, R"({}{{"pos":{},{}}})", i == 0 ? "" : ",", i, texts_[playlist.tracks[i]]);
    }
    text += "]}";
  }

  std::string text;

 private:
  World& world_;
  std::vector<std::string> texts_;
};

}  // namespace

std::string corpus_slice(World& world, std::size_t count) {
  auto start = std::chrono::floor<std::chrono::days>(world.options.start);
  SliceWriter writer(world);
  writer.text = fmt::format(R"({{"info":{{"generated_on":"{}","slice":"0-{}","version":"v1"}},"playlists":[)",
                            base::to_iso_date(start), count == 0 ? 0 : count - 1);
  writer.text += '\n';
  auto others = world.listener_count() - 1;
  for (std::size_t pid = 0; pid < count && others > 0; ++pid) {
    auto rng = Rng::of(world.options.seed, "corpus", pid);
    auto playlist = make_up_playlist(world.catalogue, world.listener(1 + pid % others).taste, rng);
    auto modified = start - std::chrono::days(rng.between(1, 2000));
    writer.add(pid, playlist, rng.chance(0.8) ? 1 : rng.between(2, 40), modified);
  }
  return writer.text + "\n]}\n";
}

}  // namespace segue::simulator
