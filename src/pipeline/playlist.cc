#include "pipeline/playlist.h"

#include <algorithm>

#include "base/error.h"
#include "pipeline/recommend.h"
#include "pipeline/spotify_session.h"

namespace segue::pipeline {
namespace {

constexpr std::size_t kSongsMost = 100;

playlist::Order order_of(const Home& home, const Recommending& made, std::size_t count, bool dry_run) {
  playlist::Order order{home.user(), home.config().playlist_name, {}, count, dry_run};
  for (const auto& one : made.result.items) order.songs.push_back(one.song);
  return order;
}

}  // namespace

playlist::WriteOutcome write_playlist(Home& home, const PlaylistFlags& flags) {
  SpotifySession session(home, home.user());
  const std::size_t count = flags.count == 0 ? static_cast<std::size_t>(home.config().playlist_items) : flags.count;
  // Half as many songs more can replace those that Spotify does not have.
  RecommendFlags asked;
  asked.count = count + std::min(count / 2 + 1, kSongsMost);
  const Recommending made = recommend(home, asked);
  if (made.result.items.empty()) throw base::Error(base::Fault::input, made.result.advice);
  return playlist::write(home.lake(), session.api(), home.clock(), order_of(home, made, count, flags.dry_run));
}

}  // namespace segue::pipeline
