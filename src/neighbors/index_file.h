// The frame of an index file: what it is an index of, its parts, a checksum. docs/formats/index.md has every byte.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/mapped_file.h"

namespace segue::neighbors {

// What an index is of: a model is known by the 32 bytes that its file ends with, the SHA-256 of all before.
struct IndexOf {
  std::string model;
  std::uint32_t rows = 0, dimension = 0;
  bool operator==(const IndexOf&) const = default;
};

// Written whole or not at all. A part begins at a multiple of 64 bytes.
void write_index_file(const std::filesystem::path& path, const IndexOf& of, const std::vector<std::string_view>& parts);

class IndexFile {
 public:
  // Throws Error(input) with a word on what is wrong and what to do: no index, one of a newer version, cut, damaged, of
  // another model.
  IndexFile(const std::filesystem::path& path, const IndexOf& of);
  const std::vector<std::string_view>& parts() const { return parts_; }
  // Throws such an Error.
  [[noreturn]] void refuse(std::string_view what) const;

 private:
  std::string name_;
  base::MappedFile file_;
  std::vector<std::string_view> parts_;
};

}  // namespace segue::neighbors
