// How it works: a union-find over recordings, with the smallest number as the root of each group. add() only gathers
// claims (hash of an id → recording); finish() sorts them, so that the claims of one id are neighbours, and joins id by
// id. So the result does not depend on the order of rows.
#include "corpus/join.h"

#include <algorithm>

namespace segue::corpus {

std::uint32_t Join::add(const Row& row) {
  const base::Hash128 key = base::hash128_of_key(row.recording_key);
  const auto [at, added] = by_key_.try_emplace(key, static_cast<std::uint32_t>(keys_.size()));
  const std::uint32_t recording = at->second;
  if (added) {
    keys_.push_back(key);
    song_.push_back(recording);
  }
  if (!row.spotify_id.empty()) claim('s', row.spotify_id, "", recording, 0);
  if (!row.isrc.empty() && row.duration_ms > 0) claim('i', row.isrc, row.version_class, recording, row.duration_ms);
  if (!row.recording_mbid.empty()) claim('m', row.recording_mbid, row.version_class, recording, 0);
  return recording;
}

void Join::claim(char kind, std::string_view id, std::string_view version_class, std::uint32_t recording,
                 std::int64_t duration_ms) {
  text_.assign(1, kind).append(id).append("\x1f").append(version_class);
  claims_.push_back({base::hash128(text_).low, recording, static_cast<std::int32_t>(duration_ms)});
}

std::uint32_t Join::root(std::uint32_t recording) {
  while (song_[recording] != recording) recording = song_[recording] = song_[song_[recording]];
  return recording;
}

void Join::same(std::uint32_t one, std::uint32_t other) {
  one = root(one);
  other = root(other);
  if (std::max(one, other) < settled_) return;  // a root is its group's smallest number: both are settled
  song_[std::max(one, other)] = std::min(one, other);
}

// Joins the claims of one id. Sorted by length, each claim is compared with the shortest of its group, not with its
// neighbour: a chain of small steps would join lengths far apart.
void Join::unite(const Claim* first, const Claim* last) {
  std::vector<Claim> claims(first, last);
  const auto recording = [](const Claim& claim) { return claim.recording; };
  std::ranges::sort(claims, {}, recording);
  const auto same_recording = [](const Claim& a, const Claim& b) { return a.recording == b.recording; };
  std::vector<Claim> names;
  std::ranges::unique_copy(claims, std::back_inserter(names), same_recording);
  // Recordings are counted, not rows: one recording may claim its id any number of times.
  if (names.size() < 2 || names.size() > kMostNames) return;
  const auto by_length = [](const Claim& claim) { return std::pair(claim.duration_ms, claim.recording); };
  std::ranges::sort(claims, {}, by_length);
  const Claim* shortest = claims.data();
  for (const Claim& claim : claims) {
    if (claim.duration_ms - shortest->duration_ms > kMostApartMs) shortest = &claim;
    same(shortest->recording, claim.recording);
  }
}

void Join::finish() {
  std::sort(claims_.begin(), claims_.end());
  for (std::size_t first = 0, last = 0; first < claims_.size(); first = last) {
    while (last < claims_.size() && claims_[last].id == claims_[first].id) ++last;
    if (last - first > 1) unite(claims_.data() + first, claims_.data() + last);
  }
  claims_ = {};
  by_key_ = {};
  for (std::uint32_t recording = 0; recording < song_.size(); ++recording) song_[recording] = root(recording);
}

music::RecordingMerges Join::changed() const {
  music::RecordingMerges changed;
  for (std::uint32_t recording = 0; recording < song_.size(); ++recording)
    if (song_[recording] != recording) changed.emplace(key(recording), key(song_[recording]));
  return changed;
}

Join::Row join_row(const CorpusTrack& track) {
  return {.recording_key = track.name_key.value,
          .spotify_id = track.recording.spotify_id.value,
          .isrc = track.isrc,
          .recording_mbid = track.recording_mbid,
          .version_class = track.version_class,
          .duration_ms = track.recording.duration_ms};
}

}  // namespace segue::corpus
