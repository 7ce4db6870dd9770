// The tracks of a corpus while it is compiled. Rows are on disk; memory has what distinguishes and joins them (about
// 0.2 GB for a million wordings).
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/file_writer.h"
#include "base/hash.h"
#include "corpus/compiled.h"
#include "corpus/join.h"
#include "formats/rows.h"

namespace segue::corpus {

class Tracks {
 public:
  explicit Tracks(const std::filesystem::path& folder);  // which exists

  // Returns the row's track index. Rows of one wording (ids, artist, title, album, whether the length is known) are one
  // track.
  std::uint32_t add(const formats::TrackRow& row);
  // Returns how many invalid ISRCs and MBIDs were left out.
  std::int64_t ids_dropped() const { return ids_dropped_; }

  // Joins recordings (join.h) and writes the table; call it after the last add.
  void finish(CompiledWriter& writer);
  // Returns the track's song; equal numbers are one song. Call it after finish().
  std::uint32_t song(std::uint32_t track) const { return join_.song(recordings_[track]); }
  // Returns the track's artist; equal numbers are one artist. A track without an artist's name has an artist of its
  // own.
  std::uint32_t artist(std::uint32_t track) const { return artists_[track]; }

 private:
  std::uint32_t artist_number(const std::string& key);
  std::filesystem::path file_;
  std::unique_ptr<base::FileWriter> rows_;
  std::unordered_map<base::Hash128, std::uint32_t, base::EvenBits> by_wording_, by_artist_;
  Join join_;
  std::vector<std::uint32_t> recordings_, artists_;  // of each track
  std::vector<std::uint8_t> dropped_;                // invalid ids of each wording
  std::uint32_t artist_count_ = 0;
  std::string wording_, line_;
  std::int64_t ids_dropped_ = 0;
};

}  // namespace segue::corpus
