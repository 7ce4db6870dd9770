// How it works: each row becomes a place (list, track, order), and places are sorted outside memory by list, order and
// arrival. One pass over the sorted places then cuts them into lists: where the list's number changes, and within a
// history where the pause is over 30 min. Each whole list is checked for noise and written.
#include "corpus/compiler.h"

#include <fmt/core.h>

#include <algorithm>

namespace segue::corpus {
namespace {

constexpr std::ptrdiff_t kNoiseFrom = 10;
constexpr std::size_t kFewestArtists = 3;
constexpr std::int64_t kSessionPauseMs = 30 * 60 * 1000;

// Returns a bag's order for a row: pseudo-random, but the same each time. The order in the file (often the alphabet)
// must teach nothing.
std::int64_t shuffled(std::uint32_t list, std::int64_t arrival) {
  std::uint64_t x = (static_cast<std::uint64_t>(arrival) + 1) * 0x9E3779B97F4A7C15u + list;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return static_cast<std::int64_t>((x ^ (x >> 31)) >> 1);
}

}  // namespace

Compiler::Compiler(const std::filesystem::path& folder, std::size_t places_in_memory)
    : folder_(folder), tracks_(folder), places_(folder, places_in_memory) {}

std::uint32_t Compiler::list_named(std::string_view kind, std::string_view name, Order order) {
  name_.assign(kind).append("\x1f").append(name);
  const auto [at, added] = by_name_.try_emplace(base::hash128(name_), static_cast<std::uint32_t>(lists_.size()));
  if (added) lists_.push_back(order);
  return at->second;
}

void Compiler::place(std::uint32_t list, std::int64_t order, const formats::TrackRow& track) {
  places_.add({list, tracks_.add(track), order});
}

void Compiler::list_item(const formats::ListRow& row) {
  const auto order = row.kind == formats::ListKind::bag        ? Order::bag
                     : row.kind == formats::ListKind::playlist ? Order::playlist
                                                               : Order::sequence;
  const std::string kind = row.is_local ? fmt::format("list of {}", file_) : "list";
  const std::uint32_t list = list_named(kind, row.list, order);
  if (order == Order::bag) return place(list, shuffled(list, row.track.ordinal), row.track);
  place(list, row.position ? *row.position : row.time ? base::to_ms(*row.time) : 0, row.track);
}

void Compiler::play(const formats::PlayRow& row) {
  if (row.kind != music::Kind::music && row.kind != music::Kind::local) return;
  place(list_named("history", row.listener, Order::history), base::to_ms(row.instant), row);
}

void Compiler::playlist(const formats::PlaylistRow& row) {
  // Two playlists of one name are two playlists: a running number tells them apart.
  const std::string name = row.id.empty() ? fmt::format("{}:{}", row.name, playlists_++) : std::string(row.id);
  playlist_ = list_named(row.id.empty() ? "playlist of a name" : "playlist", name, Order::playlist);
}

void Compiler::playlist_item(const formats::PlaylistItemRow& row) {
  place(playlist_, row.position, row.track);
}

void Compiler::reject(const formats::Reject& reject) {
  if (rejects_kept_ == kRejectsKept) return;
  ++rejects_kept_;
  rejects_.push_back(reject);
}

bool Compiler::is_noise(const Place* first, const Place* last) {
  if (last - first < 2) return true;
  if (last - first < kNoiseFrom) return false;
  scratch_.clear();
  for (const Place* at = first; at != last; ++at) scratch_.push_back(tracks_.song(at->track));
  std::sort(scratch_.begin(), scratch_.end());
  std::size_t most = 0, run = 0;
  for (std::size_t i = 0; i < scratch_.size(); ++i) {
    run = i > 0 && scratch_[i] == scratch_[i - 1] ? run + 1 : 1;
    most = std::max(most, run);
  }
  // One song fills more than half of the list.
  if (most * 2 > scratch_.size()) return true;
  const Order order = lists_[first->list];
  if (order != Order::playlist && order != Order::bag) return false;
  scratch_.clear();
  for (const Place* at = first; at != last; ++at) scratch_.push_back(tracks_.artist(at->track));
  std::sort(scratch_.begin(), scratch_.end());
  const auto artists = std::unique(scratch_.begin(), scratch_.end()) - scratch_.begin();
  // Fewer than three artists: an album, or the work of one or two.
  return static_cast<std::size_t>(artists) < kFewestArtists;
}

void Compiler::take(const Place* first, const Place* last, CompiledWriter& writer, Written& written) {
  if (is_noise(first, last)) {
    ++written.lists_left_out;
    return;
  }
  scratch_.clear();
  for (const Place* at = first; at != last; ++at) scratch_.push_back(at->track);
  writer.list(scratch_.data(), scratch_.data() + scratch_.size());
  written.entries += last - first;
}

// Returns whether the session has this song at this instant already: the listen was recorded twice.
bool Compiler::is_told(const std::vector<Place>& session, const Place& place) const {
  for (auto at = session.rbegin(); at != session.rend() && at->order == place.order; ++at)
    if (tracks_.song(at->track) == tracks_.song(place.track)) return true;
  return false;
}

Compiler::Written Compiler::finish() {
  // Frees the names: no row comes any more.
  by_name_ = {};
  CompiledWriter writer(folder_);
  // Tracks first: the noise rule below needs to know which tracks are one song.
  tracks_.finish(writer);
  Written written;
  written.ids_dropped = ids_dropped_ + tracks_.ids_dropped();
  std::vector<Place> list;  // the open list, or the open session of a history
  const auto end_list = [&] {
    if (!list.empty()) take(list.data(), list.data() + list.size(), writer, written);
    list.clear();
  };
  places_.each([&](const Place& place) {
    const bool is_history = lists_[place.list] == Order::history;
    const bool goes_on = !list.empty() && list.front().list == place.list &&
                         !(is_history && place.order - list.back().order > kSessionPauseMs);
    if (!goes_on) end_list();
    if (!is_history || !is_told(list, place)) list.push_back(place);
  });
  end_list();
  writer.finish();
  written.lists = static_cast<std::int64_t>(writer.lists());
  written.tracks = static_cast<std::int64_t>(writer.tracks());
  return written;
}

}  // namespace segue::corpus
