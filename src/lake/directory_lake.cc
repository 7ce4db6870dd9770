// How it works: a key is a path below the root. create_file_durably writes a temporary file and gives it its name only
// if that is free, so an object is whole or absent and is never overwritten. Listing sorts by key at the end, because
// folders are walked in another order.
#include "lake/directory_lake.h"

#include <fmt/core.h>

#include <algorithm>
#include <system_error>

#include "base/error.h"
#include "base/file.h"
#include "lake/key.h"

namespace segue::lake {

namespace fs = std::filesystem;

fs::path DirectoryLake::path_of(const std::string& key) const {
  check_key(key);
  return root_ / key;
}

bool DirectoryLake::put_new(const std::string& key, std::string_view bytes) {
  const fs::path path = path_of(key);
  return !fs::exists(path) && base::create_file_durably(path, bytes);
}

std::string DirectoryLake::get(const std::string& key) const {
  const fs::path path = path_of(key);
  if (!fs::is_regular_file(path))
    throw base::Error(base::Fault::input, fmt::format("the lake holds no object {}", key));
  return base::read_file(path);
}

bool DirectoryLake::exists(const std::string& key) const {
  return fs::is_regular_file(path_of(key));
}

std::vector<ListedObject> DirectoryLake::list(std::string_view prefix, std::string_view after) const {
  check_prefix(prefix);
  std::vector<ListedObject> found;
  const std::size_t root_length = (root_ / "").generic_string().size();
  // Walks from the deepest folder that the prefix names completely: its last part may be the beginning of a name.
  const std::size_t slash = prefix.rfind('/');
  const fs::path start = slash == std::string_view::npos ? root_ : root_ / fs::path(prefix.substr(0, slash));
  std::error_code missing;
  for (fs::recursive_directory_iterator it(start, missing), end; !missing && it != end; it.increment(missing)) {
    std::string key = it->path().generic_string().substr(root_length);
    if (it->is_directory()) {
      // Skips a folder whose keys all sort before `after`: years of polls are stored in such folders.
      const std::string below = key + "/";
      if (below < after && !after.starts_with(below)) it.disable_recursion_pending();
      continue;
    }
    if (!it->is_regular_file()) continue;
    // A writer's temporary file is no object yet.
    if (!key.starts_with(prefix) || key <= after || key.find(".tmp.") != std::string::npos) continue;
    found.push_back({std::move(key), it->file_size()});
  }
  std::sort(found.begin(), found.end(), [](const ListedObject& a, const ListedObject& b) { return a.key < b.key; });
  return found;
}

std::vector<std::string> DirectoryLake::folders(std::string_view prefix) const {
  check_prefix(prefix);
  std::vector<std::string> names;
  std::error_code missing;
  for (fs::directory_iterator it(root_ / fs::path(prefix), missing), end; !missing && it != end; it.increment(missing))
    if (it->is_directory()) names.push_back(it->path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace segue::lake
