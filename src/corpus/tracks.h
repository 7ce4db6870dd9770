// The tracks of a corpus while it is compiled: rows lie on disk, in memory is what tells them apart and joins them
// (about 0.2 GB for a million wordings).
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
  explicit Tracks(const std::filesystem::path& folder);  // it exists

  // Its index; rows of one wording (ids, artist, title, album, whether the length is known) are one track.
  std::uint32_t add(const formats::TrackRow& row);
  // ISRCs and MBIDs that are none, and were left out.
  std::int64_t ids_dropped() const { return ids_dropped_; }

  // After the last add: joins recordings (join.h) and writes the table.
  void finish(CompiledWriter& writer);
  // After finish(). Equal numbers are one song.
  std::uint32_t song(std::uint32_t track) const { return join_.song(recordings_[track]); }
  // Equal numbers are one artist; one that is not named is an artist of its own.
  std::uint32_t artist(std::uint32_t track) const { return artists_[track]; }

 private:
  std::uint32_t artist_number(const std::string& key);
  std::filesystem::path file_;
  std::unique_ptr<base::FileWriter> rows_;
  std::unordered_map<base::Hash128, std::uint32_t, base::EvenBits> by_wording_, by_artist_;
  Join join_;
  std::vector<std::uint32_t> recordings_, artists_;  // of each track
  std::vector<std::uint8_t> dropped_;                // ids of each wording that are none
  std::uint32_t artist_count_ = 0;
  std::string wording_, line_;
  std::int64_t ids_dropped_ = 0;
};

}  // namespace segue::corpus
