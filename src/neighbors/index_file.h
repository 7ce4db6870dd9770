// The frame of an index file: the model that it belongs to, its parts, and a checksum. docs/formats/index.md describes
// every byte.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/mapped_file.h"

namespace segue::neighbors {

// The model of an index. `model` is the 32 bytes of embed::sum_of(), which identify the model.
struct IndexOf {
  std::string model;
  std::uint32_t rows = 0, dimension = 0;
  bool operator==(const IndexOf&) const = default;
};

// Writes the file wholly or not at all. Each part begins at a multiple of 64 bytes.
void write_index_file(const std::filesystem::path& path, const IndexOf& of, const std::vector<std::string_view>& parts);

class IndexFile {
 public:
  // Throws Error(input) with the cause and the cure: no index, a newer version, cut, damaged, or of another model.
  IndexFile(const std::filesystem::path& path, const IndexOf& of);
  const std::vector<std::string_view>& parts() const { return parts_; }
  // Throws an Error(input) of the same form.
  [[noreturn]] void refuse(std::string_view what) const;

 private:
  std::string name_;
  base::MappedFile file_;
  std::vector<std::string_view> parts_;
};

}  // namespace segue::neighbors
