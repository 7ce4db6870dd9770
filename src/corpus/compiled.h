// A compiled corpus: a table of tracks, and lists of indices into it. docs/formats/corpus.md has the bytes.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace segue::corpus {

struct CorpusTrack {
  std::string track_key, recording_key, artist_key, album_key, version_class;
  std::string spotify_id, isrc, artist, title, album;
  std::int64_t duration_ms = 0;  // 0 = unknown
};

struct Compiled {
  std::vector<CorpusTrack> tracks;
  std::vector<std::uint32_t> items;   // indices into tracks, list after list
  std::vector<std::uint64_t> starts;  // starts[i]…starts[i + 1] is list i; one more than there are lists
};

// Both files, written durably; the sequence file last, so that it stands for the pair.
void write_compiled(const std::filesystem::path& folder, const Compiled& compiled);
// Throws Error(input) when a file is damaged.
Compiled read_compiled(const std::filesystem::path& folder);

}  // namespace segue::corpus
