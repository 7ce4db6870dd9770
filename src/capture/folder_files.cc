#include "capture/folder_files.h"

#include <fmt/core.h>

#include <algorithm>
#include <system_error>

#include "capture/strange_files.h"

namespace segue::capture {
namespace {

namespace fs = std::filesystem;

class FolderListing {
 public:
  FolderListing(const fs::path& root, MemberVisitor& visitor) : root_(root), visitor_(visitor) {}

  std::vector<fs::path> files() {
    list(root_);
    std::sort(files_.begin(), files_.end());
    return std::move(files_);
  }

 private:
  void list(const fs::path& folder) {
    std::error_code failed;
    fs::directory_iterator entries(folder, failed);
    if (failed) return pass_over(folder, fmt::format("cannot be opened ({})", failed.message()));
    for (const fs::directory_iterator end; entries != end && !failed; entries.increment(failed)) entry(*entries);
    if (failed) pass_over(folder, fmt::format("cannot be read to its end ({})", failed.message()));
  }

  void entry(const fs::directory_entry& entry) {
    std::error_code failed;
    const fs::file_status link = entry.symlink_status(failed), status = entry.status(failed);
    if (failed || !fs::exists(status)) return pass_over(entry.path(), "is a link that leads nowhere");
    if (fs::is_regular_file(status)) return files_.push_back(entry.path());
    if (!fs::is_directory(status)) return pass_over(entry.path(), "is not a file");
    if (!fs::is_symlink(link)) return list(entry.path());
    pass_over(entry.path(), "is a link to a folder: name that folder beside this one to import it");
  }

  void pass_over(const fs::path& path, std::string why) {
    const std::string name = path == root_ ? "." : path.lexically_relative(root_).generic_string();
    const bool alarming = why.starts_with("cannot") && sounds_like_history(name, {});
    visitor_.not_read({name, std::move(why), alarming});
  }

  fs::path root_;
  MemberVisitor& visitor_;
  std::vector<fs::path> files_;
};

}  // namespace

std::vector<fs::path> files_below(const fs::path& folder, MemberVisitor& visitor) {
  return FolderListing(folder, visitor).files();
}

}  // namespace segue::capture
