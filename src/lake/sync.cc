// How it works: lists both lakes, then takes each object of the source: compares the sizes, reads the object, unpacks
// it as a check, writes it if the copy lacks it, and reads it back from the copy. Small objects go in parallel. A fault
// of one object is reported; a fault of the service or the settings ends the run.
#include "lake/sync.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>

#include "base/error.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "lake/key.h"
#include "lake/objects.h"

namespace segue::lake {
namespace {

// Objects larger than this go one after the other, because each is held in memory twice.
constexpr std::uint64_t kLarge = 16 << 20;

std::string digest(std::string_view bytes) {
  return base::sha256_hex(bytes).substr(0, 12);
}

class Sync {
 public:
  Sync(const Lake& from, Lake& to, const SyncOptions& options) : from_(from), to_(to), options_(options) {}

  SyncReport run() {
    std::vector<ListedObject> small, large;
    for (auto& object : from_.list("")) {
      ++report_.objects;
      report_.bytes += object.size;
      (object.size > kLarge ? large : small).push_back(std::move(object));
    }
    for (const auto& object : to_.list("")) there_.emplace(object.key, object.size);
    base::in_parallel(small.size(), options_.threads, [&](std::size_t i) { take(small[i]); });
    for (const auto& object : large) take(object);
    std::sort(report_.problems.begin(), report_.problems.end(),
              [](const SyncProblem& a, const SyncProblem& b) { return a.key < b.key; });
    report_.only_in_copy = there_.size() - met_;
    return std::move(report_);
  }

 private:
  void take(const ListedObject& object) {
    const auto at = there_.find(object.key);
    const auto known = at == there_.end() ? std::nullopt : std::optional(at->second);
    bool copied = false;
    const auto problem = problem_of(object, known, copied);
    const std::lock_guard guard(mutex_);
    if (known) ++met_;
    if (problem)
      report_.problems.push_back({object.key, *problem});
    else if (copied)
      ++report_.copied, report_.copied_bytes += object.size;
    else
      ++report_.same;
    ++done_;
    if (options_.progress) options_.progress(done_, report_.objects);
  }

  // Returns what is wrong, or nothing if the copy holds these bytes, or would after a run that is not dry.
  std::optional<std::string> problem_of(const ListedObject& object, std::optional<std::uint64_t> known, bool& copied) {
    if (known && *known != object.size) return fmt::format("it has {} bytes, and {} in the copy", object.size, *known);
    if (known && !options_.compare_bytes) return std::nullopt;
    try {
      check_key(object.key);
      const std::string bytes = from_.get(object.key);
      if (bytes.size() != object.size)
        return fmt::format("the list says {} bytes, but {} were read", object.size, bytes.size());
      if (object.key.ends_with(".zst")) decompress(bytes);
      if (!known && options_.dry_run) {
        copied = true;
        return std::nullopt;
      }
      copied = !known && to_.put_new(object.key, bytes);
      // Also if somebody else has just written the key: then these bytes are compared, too.
      const std::string back = to_.get(object.key);
      if (back == bytes) return std::nullopt;
      return fmt::format("other bytes are in the copy: sha256 {}… here, {}… in the copy", digest(bytes), digest(back));
    } catch (const base::Error& error) {
      if (error.fault() == base::Fault::upstream || error.fault() == base::Fault::usage) throw;
      return error.what();  // the object is damaged, has no valid key, or is gone since it was listed
    }
  }

  const Lake& from_;
  Lake& to_;
  const SyncOptions& options_;
  std::map<std::string, std::uint64_t> there_;  // key → size of what the copy held before
  std::mutex mutex_;
  std::uint64_t done_ = 0, met_ = 0;
  SyncReport report_;
};

}  // namespace

SyncReport sync(const Lake& from, Lake& to, const SyncOptions& options) {
  return Sync(from, to, options).run();
}

}  // namespace segue::lake
