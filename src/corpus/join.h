// Decides which recordings of one or several sources are one song: recordings with one Spotify id, with one ISRC if
// their lengths agree within 10 s, or with one recording MBID. Rows with one recording key (folded artist and title,
// music/names.h) are one recording from the start. An ISRC or MBID joins no two version classes (a live take stays
// apart from the studio's). An id that more than `kMostNames` recordings claim is a filler and joins nothing.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "corpus/compiled.h"
#include "music/recording.h"

namespace segue::corpus {

class Join {
 public:
  static constexpr std::size_t kMostNames = 16;
  static constexpr std::int32_t kMostApartMs = 10'000;

  struct Row {
    std::string_view recording_key = {};                                                   // 32 hex digits
    std::string_view spotify_id = {}, isrc = {}, recording_mbid = {}, version_class = {};  // "" = not said
    std::int64_t duration_ms = 0;  // 0 = not said: then its ISRC joins nothing
  };
  // Returns the number of the row's recording; numbers count from 0 in the order of first sight. Add trusted sources
  // first: a song gets the key that was added first.
  std::uint32_t add(const Row& row);
  // Joins two recordings that are known to be one song, such as from a table that was joined before.
  void same(std::uint32_t one, std::uint32_t other);

  // Keeps the recordings added so far apart from each other for good: somebody has decided about them (a listener's own
  // marts, with their merges and splits). Later recordings may still join one of them.
  void settle() { settled_ = static_cast<std::uint32_t>(keys_.size()); }

  // Joins; call it after the last add. The order of rows decides which key a song gets, never which recordings are one
  // song.
  void finish();
  std::uint32_t song(std::uint32_t recording) const { return song_[recording]; }  // also the number of a recording
  music::RecordingKey key(std::uint32_t recording) const { return music::RecordingKey(base::key_of(keys_[recording])); }
  // Returns, for each recording whose song has another key, its key → the song's key.
  music::RecordingMerges changed() const;

 private:
  struct Claim {
    std::uint64_t id;
    std::uint32_t recording;
    std::int32_t duration_ms;  // set for an ISRC
    auto operator<=>(const Claim&) const = default;
  };
  void claim(char kind, std::string_view id, std::string_view version_class, std::uint32_t recording,
             std::int64_t duration_ms);
  std::uint32_t root(std::uint32_t recording);
  void unite(const Claim* first, const Claim* last);

  std::unordered_map<base::Hash128, std::uint32_t, base::EvenBits> by_key_;
  std::vector<base::Hash128> keys_;
  std::vector<std::uint32_t> song_;  // while rows are added: a parent of the same song, never a larger number
  std::vector<Claim> claims_;
  std::uint32_t settled_ = 0;
  std::string text_;
};

// Returns the row of a corpus's track under the key of its names alone. Its views last as long as `track`.
Join::Row join_row(const CorpusTrack& track);

}  // namespace segue::corpus
