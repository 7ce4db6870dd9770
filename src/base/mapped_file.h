// A file mapped into memory, for reading.
#pragma once
#include <filesystem>
#include <string_view>

namespace segue::base {

// The bytes are those of the file that was opened, even if another file is renamed over it. The file must not be
// truncated meanwhile; segue writes its files once, so it never is.
class MappedFile {
 public:
  // Throws Error(usage) if the file cannot be opened or mapped.
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
