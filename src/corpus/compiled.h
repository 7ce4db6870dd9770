// Reads and writes a compiled corpus: a table of tracks, and lists of indices into it. docs/formats/corpus.md has the
// bytes.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/file_writer.h"
#include "music/recording.h"

namespace segue::corpus {

struct CorpusTrack {
  music::TrackKey key;
  music::Recording recording;    // with the track's own names, id and length
  music::RecordingKey name_key;  // the recording's key by its names alone, before it was joined with others
  music::AlbumKey album_key;
  std::string version_class, isrc, recording_mbid;
};

struct Compiled {
  std::vector<CorpusTrack> tracks;
  std::vector<std::uint32_t> items;   // indices into tracks, list after list
  std::vector<std::uint64_t> starts;  // list i is starts[i]…starts[i + 1]; one entry more than there are lists
};

// Reads a whole corpus. Throws Error(input) when a file is damaged.
Compiled read_compiled(const std::filesystem::path& folder);
// Visits the rows of the track table one by one, and keeps none. Throws Error(input) as read_compiled.
void each_track(const std::filesystem::path& folder, const std::function<void(const CorpusTrack&)>& visit);
// Returns whether the folder holds a compiled corpus in the format of this version.
bool is_compiled(const std::filesystem::path& folder);

// Writes both files into a folder that exists. Of the lists it keeps only the starts in memory.
class CompiledWriter {
 public:
  explicit CompiledWriter(const std::filesystem::path& folder);
  void track(const CorpusTrack& track);
  void list(const std::uint32_t* first, const std::uint32_t* last);
  // Completes both files and makes them durable. The folder itself is not synced.
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

// Appends a row of the track table, as CompiledWriter::track writes it.
void append_row(std::string& out, const CorpusTrack& track);
// Reads such a row. Throws Error(input) naming `what` if the line has another number of columns.
CorpusTrack track_of_row(std::string_view line, const std::string& what);

}  // namespace segue::corpus
