// Reads one file, container or folder of other people's lists into a compiler, a piece at a time.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "corpus/compiler.h"
#include "formats/formats.h"

namespace segue::corpus {

// How much was read so far: `bytes` on disk out of `of`, and rows.
struct ReadSoFar {
  std::uint64_t bytes = 0, of = 0;
  std::int64_t rows = 0;
};
using OnRead = std::function<void(const ReadSoFar&)>;

struct MemberReport {
  std::string name;
  std::string refusal;  // "" = it was read
  std::vector<formats::Reject> rejects;
};

struct Reading {
  std::string format;  // the format of the first member
  formats::Counts counts;
  std::int64_t members = 0, members_refused = 0;
  std::vector<MemberReport> reports;  // members that had rejects or were refused; 1,000 at most
};

inline constexpr std::size_t kLongestLine = std::size_t{4} << 20;
inline constexpr std::size_t kLargestDocument = std::size_t{1} << 30;

// Returns the files of a corpus, sorted by name: the path itself if it is no folder, else all files below it except
// hidden ones. In a clone of the playlist archive, only files below `playlists/pretty` (else `playlists/cumulative`)
// count.
std::vector<std::filesystem::path> files_of(const std::filesystem::path& path);

// Reads all lists and skips members that hold none. Throws Error(usage) if no member holds lists, Error(input) if the
// file or container is cut or damaged, if a file by itself is refused, or if every member is. Otherwise a refused
// member is counted.
Reading read_lists(const std::filesystem::path& path, Compiler& compiler, const OnRead& on_read);

}  // namespace segue::corpus
