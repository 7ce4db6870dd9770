// A compiled corpus: a table of tracks, and lists of indices into it. docs/formats/corpus.md has the bytes.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/file_writer.h"

namespace segue::corpus {

struct CorpusTrack {
  std::string track_key, recording_key, artist_key, album_key, version_class;
  std::string spotify_id, isrc, recording_mbid, artist, title, album;
  std::int64_t duration_ms = 0;  // 0 = unknown
  std::string name_key;          // the recording's key by its names alone, before it was joined with others
};

struct Compiled {
  std::vector<CorpusTrack> tracks;
  std::vector<std::uint32_t> items;   // indices into tracks, list after list
  std::vector<std::uint64_t> starts;  // starts[i]…starts[i + 1] is list i; one more than there are lists
};

// Throws Error(input) when a file is damaged.
Compiled read_compiled(const std::filesystem::path& folder);
// The track table alone, a row at a time, none kept. Throws Error(input) as read_compiled.
void each_track(const std::filesystem::path& folder, const std::function<void(const CorpusTrack&)>& visit);
// A compiled corpus lies there, as this version writes them.
bool is_compiled(const std::filesystem::path& folder);

// Writes both files of a folder that exists, lists in memory by their starts alone.
class CompiledWriter {
 public:
  explicit CompiledWriter(const std::filesystem::path& folder);
  void track(const CorpusTrack& track);
  void list(const std::uint32_t* first, const std::uint32_t* last);
  // Both files are whole and durable. The folder itself is not synced.
  void finish();
  std::uint64_t tracks() const { return tracks_; }
  std::uint64_t lists() const { return starts_.size() - 1; }

 private:
  std::filesystem::path folder_;
  std::unique_ptr<base::FileWriter> table_, items_;
  std::string line_;
  std::uint64_t tracks_ = 0;
  std::vector<std::uint64_t> starts_{0};
};

// A row of the track table: what `track` writes, and read_compiled reads.
void append_row(std::string& out, const CorpusTrack& track);
// Throws Error(input) naming `what` when the line holds another number of columns.
CorpusTrack track_of_row(std::string_view line, const std::string& what);

}  // namespace segue::corpus
