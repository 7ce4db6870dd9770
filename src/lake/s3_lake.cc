// How it works: a key is the object's name behind the prefix. Two things are not taken on trust. A service that is not
// AWS must show once that it refuses to overwrite (put_new). A listing may come in another order than S3's, so it
// starts early enough, is filtered and is sorted here (list, safe_start).
#include "lake/s3_lake.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/error.h"
#include "lake/key.h"

namespace segue::lake {
namespace {

constexpr std::size_t kProofAtMost = 1 << 20;  // larger objects are not sent twice for the proof

}  // namespace

// `after` is cut before its first byte that sorts before '/' or is not ASCII: the rest sorts before all keys after
// `after`, whether the service lists by folders or not. The last part of the rest may be a folder's name, so its last
// byte is made a little smaller: "01" becomes "00~".
std::string safe_start(std::string_view after, std::size_t from) {
  std::size_t end = from;
  while (end < after.size() && after[end] >= '/' && after[end] <= '~') ++end;
  if (end <= from) return "";
  std::string start(after.substr(0, end));
  char& last = start.back();
  if (last == '/') return start;
  last = last == '0' ? '.' : static_cast<char>(last - 1);  // not '/', which would end the part
  return start + '~';
}

S3Lake::S3Lake(std::shared_ptr<aws::S3> s3, std::string prefix)
    : s3_(std::move(s3)), prefix_(std::move(prefix)), is_proven_(s3_->place().is_aws()) {
  if (prefix_.empty()) return;
  check_key(prefix_);
  prefix_ += '/';
}

bool S3Lake::put_new(const std::string& key, std::string_view bytes) {
  check_key(key);
  const bool is_new = s3_->put_new(full(key), bytes);
  if (!is_new) {
    is_proven_ = true;  // the service refused an existing key
  } else if (bytes.size() <= kProofAtMost && !is_proven_.exchange(true)) {
    s3_->prove_conditional(full(key), bytes);
  }
  return is_new;
}

std::string S3Lake::get(const std::string& key) const {
  check_key(key);
  auto bytes = s3_->get(full(key));
  if (!bytes) throw base::Error(base::Fault::input, fmt::format("the lake holds no object {}", key));
  return std::move(*bytes);
}

bool S3Lake::exists(const std::string& key) const {
  check_key(key);
  return s3_->size_of(full(key)).has_value();
}

std::vector<ListedObject> S3Lake::list(std::string_view prefix, std::string_view after) const {
  check_prefix(prefix);
  std::vector<ListedObject> found;
  const bool inside = after.starts_with(prefix);
  if (!inside && after > prefix) return found;  // all keys with this prefix sort before `after`
  const std::string start = inside ? safe_start(after, prefix.size()) : "";
  for (auto& object : s3_->list(full(prefix), start.empty() ? "" : full(start)).objects) {
    if (!object.key.starts_with(prefix_)) continue;
    std::string key = object.key.substr(prefix_.size());
    // Some consoles make an object whose key ends in '/' for a folder.
    if (key.starts_with(prefix) && key > after && !key.ends_with('/')) found.push_back({std::move(key), object.size});
  }
  std::sort(found.begin(), found.end(), [](const ListedObject& a, const ListedObject& b) { return a.key < b.key; });
  return found;
}

std::vector<std::string> S3Lake::folders(std::string_view prefix) const {
  check_prefix(prefix);
  const std::string before = full(prefix);
  std::vector<std::string> names;
  for (const std::string& below : s3_->list(before, "", "/").prefixes)
    if (below.starts_with(before) && below.size() > before.size() + 1)
      names.push_back(below.substr(before.size(), below.size() - before.size() - 1));
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace segue::lake
