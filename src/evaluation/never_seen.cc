// How it works: a share of the tracks is drawn and hidden in every list, so no model has seen them. A list with hidden
// tracks gives a question for each: its other tracks are the context. Hidden tracks of the same list are right answers,
// too, so they are left out of each other's candidates.
#include "evaluation/never_seen.h"

#include <fmt/core.h>

#include <algorithm>
#include <unordered_map>

#include "base/error.h"
#include "embed/random.h"
#include "evaluation/table_file.h"
#include "formats/formats.h"

namespace segue::evaluation {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::Fault;

constexpr std::size_t kMostContext = 250;

// Returns Spotify's id, else the names.
std::string key_of(std::string_view id, std::string_view one, std::string_view other) {
  return id.empty() ? fmt::format("{}\x1f{}", one, other) : std::string(id);
}

class Gathering final : public formats::Sink {
 public:
  explicit Gathering(std::string file) : file_(std::move(file)) {}
  void list_item(const formats::ListRow& row) override {
    const std::string key = key_of(row.track.spotify_id, row.track.artist, row.track.title);
    const auto [at, added] = ids_.try_emplace(key, static_cast<Item>(tracks.size()));
    if (added) tracks.push_back({key, {}, {}});
    NeverSeen::Track& track = tracks[at->second];
    if (track.artist.empty() && !(row.track.artist_spotify_id.empty() && row.track.artist.empty()))
      track.artist = key_of(row.track.artist_spotify_id, row.track.artist, "");
    if (track.album.empty() && !(row.track.album_spotify_id.empty() && row.track.album.empty()))
      track.album = key_of(row.track.album_spotify_id, row.track.artist, row.track.album);
    if (row.list != list_) {
      list_ = row.list;
      lists.emplace_back();
    }
    List& list = lists.back();
    if (std::find(list.begin(), list.end(), at->second) == list.end()) list.push_back(at->second);
  }
  void reject(const formats::Reject& reject) override {
    throw Error(Fault::input,
                fmt::format("{}, row {}, field {}: {}", file_, reject.ordinal, reject.field, reject.reason));
  }
  void next_file(std::string file) {
    file_ = std::move(file);
    list_.clear();
  }

  std::vector<NeverSeen::Track> tracks;
  std::vector<List> lists;

 private:
  std::string file_, list_;
  std::unordered_map<std::string, Item> ids_;
};

Gathering read_slices(const fs::path& folder) {
  if (!fs::is_directory(folder)) throw Error(Fault::usage, fmt::format("{} is not a folder", folder.string()));
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().filename().string().starts_with("mpd.slice.")) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  if (files.empty()) throw Error(Fault::usage, fmt::format("{} holds no mpd.slice.*.json.gz", folder.string()));
  Gathering gathering("");
  for (const fs::path& file : files) {
    const std::string name = file.filename().string();
    std::string bytes = read_packed(file);
    gathering.next_file(name);
    const auto outcome = formats::parse(formats::Format::playlist_slice, name, formats::padded(bytes), gathering);
    if (outcome.refusal) throw Error(Fault::input, fmt::format("{}: {}", name, outcome.refusal->what));
  }
  return gathering;
}

// Returns at most kMostContext of a list's trained tracks, drawn at random.
List context_of(List trained, embed::Random& random) {
  for (std::size_t i = 0; trained.size() > kMostContext && i < kMostContext; ++i)
    // The first steps of a shuffle: a sample without repetition.
    std::swap(trained[i], trained[i + random.below(static_cast<std::uint32_t>(trained.size() - i))]);
  if (trained.size() > kMostContext) trained.resize(kMostContext);
  return trained;
}

}  // namespace

NeverSeen read_never_seen(const fs::path& folder, double share, std::uint64_t seed) {
  Gathering gathering = read_slices(folder);
  embed::Random random(seed);
  NeverSeen set{std::move(gathering.tracks), {}, {}, {}};
  for (NeverSeen::Track& track : set.tracks) track.held_out = static_cast<double>(random.unit()) < share;
  for (const List& list : gathering.lists) {
    List trained, hidden;
    for (const Item item : list) (set.tracks[item].held_out ? hidden : trained).push_back(item);
    // A list of one track has nothing to learn from, but is context enough for a question.
    if (trained.size() >= 2) set.training.push_back(trained);
    if (trained.empty()) continue;
    const List context = context_of(std::move(trained), random);
    std::sort(hidden.begin(), hidden.end());
    for (const Item item : hidden) {
      set.questions.push_back({context, {item}});
      set.beside.push_back(hidden);
      std::erase(set.beside.back(), item);
    }
  }
  if (set.questions.empty())
    throw Error(Fault::usage, "no track was held out of a list with others: give more playlists");
  return set;
}

}  // namespace segue::evaluation
