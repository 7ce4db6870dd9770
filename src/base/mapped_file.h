// A file's bytes, read where they lie.
#pragma once
#include <filesystem>
#include <string_view>

namespace segue::base {

// The bytes stay those of the file that was opened, also when another is renamed over it. Nobody may cut it short
// meanwhile: files of ours are written once.
class MappedFile {
 public:
  // Throws Error(usage) when it cannot be opened or mapped.
  explicit MappedFile(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  MappedFile& operator=(MappedFile&&) = delete;

  std::string_view bytes() const { return bytes_; }

 private:
  std::string_view bytes_;
};

}  // namespace segue::base
