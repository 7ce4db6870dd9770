// Which recordings of one or several sources are one song: those of one Spotify id; of one ISRC, where lengths agree
// within 10 s; of one recording MBID. Rows of one recording key (folded artist and title, music/names.h) are one
// already. An ISRC and an MBID join no two version classes (a live take keeps apart from the studio's), and an id that
// more than `kMostNames` recordings claim is a filler that joins nothing.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/hash.h"

namespace segue::corpus {

class Join {
 public:
  static constexpr std::size_t kMostNames = 16;
  static constexpr std::int32_t kMostApartMs = 10'000;

  struct Row {
    std::string_view recording_key = {};                                                   // 32 hex digits
    std::string_view spotify_id = {}, isrc = {}, recording_mbid = {}, version_class = {};  // "" = not said
    std::int64_t duration_ms = 0;  // 0 = not said: its ISRC joins nothing
  };
  // The number of its recording, from 0 in the order of first sight. Sources that are trusted more come first: a song
  // goes by the key that was added first.
  std::uint32_t add(const Row& row);
  // Two keys of one song, known from elsewhere: those of a table that was joined before.
  void same(std::uint32_t one, std::uint32_t other);

  // Recordings added so far are apart from each other for good: somebody has decided about them (a listener's own
  // marts, with their merges and splits). What comes later may still join one of them.
  void settle() { settled_ = static_cast<std::uint32_t>(keys_.size()); }

  // After the last add. The order of rows decides by which key a song goes, never which recordings are one.
  void finish();
  std::uint32_t song(std::uint32_t recording) const { return song_[recording]; }  // a number of a recording, too
  std::string key(std::uint32_t recording) const { return base::key_of(keys_[recording]); }
  // Recording key → key of its song, for those that are another one.
  std::unordered_map<std::string, std::string> changed() const;

 private:
  struct Claim {
    std::uint64_t id;
    std::uint32_t recording;
    std::int32_t duration_ms;  // of an ISRC
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

}  // namespace segue::corpus
