// How it works: reader threads take the objects in order, each the next that nobody has begun, and put what they read
// into `ready_`, from which next() takes it by number. Readers wait while too many objects or bytes are begun and not
// yet given out. If parallel reads are of no use to the lake, there are no readers and next() reads by itself.
#include "lake/read_ahead.h"

#include <algorithm>

namespace segue::lake {

ReadAhead::ReadAhead(const Lake& lake, std::vector<ListedObject> objects, std::uint64_t most_bytes)
    : lake_(lake),
      objects_(std::move(objects)),
      most_bytes_(most_bytes),
      most_objects_(static_cast<std::size_t>(4 * std::max(lake.reads_at_once(), 1))) {
  if (lake.reads_at_once() <= 1 || objects_.size() <= 1) return;
  const auto readers = std::min(static_cast<std::size_t>(lake.reads_at_once()), objects_.size());
  for (std::size_t i = 0; i < readers; ++i) readers_.emplace_back([this] { read_on(); });
}

ReadAhead::~ReadAhead() {
  {
    const std::lock_guard guard(mutex_);
    is_ending_ = true;
  }
  changed_.notify_all();
}

bool ReadAhead::has_room() const {
  const bool is_next = begun_ == given_;  // next() waits for this object, so it is read however large it is
  return is_next || (begun_ - given_ < most_objects_ && held_ + objects_[begun_].size <= most_bytes_);
}

void ReadAhead::read_on() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return is_ending_ || begun_ == objects_.size() || has_room(); });
    if (is_ending_ || begun_ == objects_.size()) return;
    const std::size_t number = begun_++;
    held_ += objects_[number].size;
    lock.unlock();
    Read read;
    try {
      read.bytes = lake_.get(objects_[number].key);
    } catch (...) {
      read.failed = std::current_exception();
    }
    lock.lock();
    ready_.emplace(number, std::move(read));
    changed_.notify_all();
  }
}

std::string ReadAhead::next() {
  if (readers_.empty()) return lake_.get(objects_.at(given_++).key);
  Read read;
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ready_.contains(given_); });
    read = std::move(ready_.extract(given_).mapped());
    held_ -= objects_[given_].size;
    ++given_;
  }
  changed_.notify_all();
  if (read.failed) std::rethrow_exception(read.failed);
  return std::move(read.bytes);
}

}  // namespace segue::lake
