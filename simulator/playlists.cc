#include "simulator/playlists.h"

#include <fmt/core.h>

#include <set>

#include "base/hash.h"

namespace segue::simulator {

MadeUpPlaylist make_up_playlist(const Catalogue& catalogue, const Taste& taste, Rng& rng) {
  auto scene = rng.weighted({taste.scenes.begin(), taste.scenes.end()});
  auto other = rng.chance(0.3) ? rng.weighted({taste.scenes.begin(), taste.scenes.end()}) : scene;
  auto circle = rng.below(3);
  MadeUpPlaylist out;
  out.name = playlist_name(rng, scene);
  auto wanted = static_cast<std::size_t>(rng.between(10, rng.chance(0.5) ? 30 : 80));
  std::set<std::size_t> taken;
  // Takes one circle after another, so that neighbours in a list are neighbours in taste. A track that comes up twice
  // is replaced by any song of the scene, so that the loop ends even for a taste with few known songs.
  while (out.tracks.size() < wanted) {
    if (rng.chance(0.06)) circle = rng.below(3);
    auto here = out.tracks.size() * 2 < wanted ? scene : other;
    auto track = pick_track(catalogue, taste, rng, here, circle);
    if (rng.chance(0.015)) track = rng.below(catalogue.tracks().size());
    if (taken.contains(catalogue.tracks()[track].recording)) {
      track = rng.pick(catalogue.artists()[rng.pick(catalogue.scene(here))].tracks);
    }
    if (taken.insert(catalogue.tracks()[track].recording).second) out.tracks.push_back(track);
  }
  return out;
}

std::string Playlist::snapshot_id() const {
  std::string all = id;
  for (const auto& item : items) all += fmt::format(",{}", item.track);
  return base::base64(fmt::format("{},{}", revision, base::key_hash({all})));
}

}  // namespace segue::simulator
