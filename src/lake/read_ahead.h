// Objects of a list, read in its order; from a lake that is far away some of them before they are asked for.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "lake/lake.h"

namespace segue::lake {

// One thread asks. Reads at most lake.reads_at_once() objects at a time and holds few more than `most_bytes`.
class ReadAhead {
 public:
  // `lake` outlives it.
  ReadAhead(const Lake& lake, std::vector<ObjectInfo> objects, std::uint64_t most_bytes = 32 << 20);
  ~ReadAhead();  // what is under way is waited for
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  // Bytes of the next object. Throws what reading it threw; the ones after it can still be asked for. Not beyond the
  // last.
  std::string next();

 private:
  struct Read {
    std::string bytes;
    std::exception_ptr failed;
  };
  void read_on();
  bool has_room() const;

  const Lake& lake_;
  const std::vector<ObjectInfo> objects_;
  const std::uint64_t most_bytes_;
  const std::size_t most_objects_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t begun_ = 0, given_ = 0;  // numbers of the next to read and the next to give
  std::uint64_t held_ = 0;             // bytes of what is begun and not given
  bool is_ending_ = false;
  std::map<std::size_t, Read> ready_;
  std::vector<std::jthread> readers_;  // last: ends first
};

}  // namespace segue::lake
