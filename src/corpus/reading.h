// One file, container or folder of other people's lists → a compiler, a piece at a time.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "corpus/compiler.h"
#include "formats/formats.h"

namespace segue::corpus {

// What was read of it so far: of `bytes` on disk, and rows.
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
  std::string format;  // of its first member
  formats::Counts counts;
  std::int64_t members = 0, members_refused = 0;
  std::vector<MemberReport> reports;  // members of which something was rejected or refused; 1,000 at most
};

inline constexpr std::size_t kLongestLine = std::size_t{4} << 20;
inline constexpr std::size_t kLargestDocument = std::size_t{1} << 30;

// The files of a corpus by name: the path itself; of a folder all below it but hidden ones, and of a clone of the
// playlist archive `playlists/pretty` alone (else `playlists/cumulative`).
std::vector<std::filesystem::path> files_of(const std::filesystem::path& path);

// Members that hold no lists are passed over. Throws Error(usage) when none holds lists, Error(input) when the file or
// container is cut or damaged, or when a file by itself is refused; a refused member of several is counted.
Reading read_lists(const std::filesystem::path& path, Compiler& compiler, const OnRead& on_read);

}  // namespace segue::corpus
