// How it works: a row with a new wording gets the next index; it is appended to rows.tmp, and its keys go to Join. The
// key of a recording is known only when every row was added, so finish() reads rows.tmp back and writes each row with
// its final key.
#include "corpus/tracks.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>

#include "base/error.h"
#include "music/catalogue_facts.h"
#include "music/names.h"

namespace segue::corpus {
namespace {

// Returns the UUID in lower case, or "" if the text is no UUID or is all zeros.
std::string mbid_of(std::string_view text) {
  std::string mbid(text);
  bool is_nothing = true;
  for (std::size_t i = 0; i < mbid.size(); ++i) {
    char& c = mbid[i];
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c + 32);
    const bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool is_hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (is_dash ? c != '-' : !is_hex) return "";
    is_nothing = is_nothing && (is_dash || c == '0');
  }
  return mbid.size() == 36 && !is_nothing ? mbid : "";
}

}  // namespace

Tracks::Tracks(const std::filesystem::path& folder)
    : file_(folder / "rows.tmp"), rows_(std::make_unique<base::FileWriter>(file_)) {}

std::uint32_t Tracks::add(const formats::TrackRow& row) {
  // A row with a length is a wording of its own, because an ISRC joins nothing without a length.
  wording_.assign(row.duration_ms ? "d" : "");
  for (const auto part : {row.spotify_id, row.isrc, row.recording_mbid, row.artist, row.title, row.album})
    wording_.append("\x1f").append(part);
  const auto [at, added] =
      by_wording_.try_emplace(base::hash128(wording_), static_cast<std::uint32_t>(recordings_.size()));
  if (!added) {
    ids_dropped_ += dropped_[at->second];
    return at->second;
  }
  const music::TrackKeys keys = music::keys_of({row.artist, row.title, row.album, row.spotify_id});
  CorpusTrack track;
  track.key = keys.track_key;
  track.name_key = keys.recording_key;
  track.album_key = keys.album_key;
  track.version_class = keys.version_class;
  track.isrc = music::isrc_of(row.isrc);
  track.recording_mbid = mbid_of(row.recording_mbid);
  dropped_.push_back(static_cast<std::uint8_t>((track.isrc.empty() && !row.isrc.empty() ? 1 : 0) +
                                               (track.recording_mbid.empty() && !row.recording_mbid.empty() ? 1 : 0)));
  ids_dropped_ += dropped_.back();
  track.recording = {.key = keys.recording_key,
                     .artist_key = keys.artist_key,
                     .artist = std::string(row.artist),
                     .title = std::string(row.title),
                     .album = std::string(row.album),
                     .spotify_id = music::SpotifyId(row.spotify_id),
                     .duration_ms = row.duration_ms.value_or(0)};
  recordings_.push_back(join_.add(join_row(track)));
  artists_.push_back(artist_number(keys.artist_key.value));
  line_.clear();
  append_row(line_, track);
  rows_->append(line_);
  return at->second;
}

std::uint32_t Tracks::artist_number(const std::string& key) {
  if (key.empty()) return artist_count_++;
  const auto [at, added] = by_artist_.try_emplace(base::hash128(key), artist_count_);
  if (added) ++artist_count_;
  return at->second;
}

void Tracks::finish(CompiledWriter& writer) {
  rows_->close();
  by_wording_ = {};
  by_artist_ = {};
  join_.finish();
  std::ifstream rows(file_, std::ios::binary);
  for (std::size_t i = 0; i < recordings_.size(); ++i) {
    if (!std::getline(rows, line_))
      throw base::Error(base::Fault::internal, fmt::format("cannot read {} back", file_.string()));
    CorpusTrack track = track_of_row(line_, file_.string());
    track.recording.key = join_.key(join_.song(recordings_[i]));
    writer.track(track);
  }
  std::filesystem::remove(file_);
}

}  // namespace segue::corpus
