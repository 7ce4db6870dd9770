// Reads the objects of a list in order; from a distant lake it reads some of them before they are asked for.
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

// For one calling thread. Reads at most lake.reads_at_once() objects at a time and holds few more bytes than
// `most_bytes`.
class ReadAhead {
 public:
  // `lake` outlives the object.
  ReadAhead(const Lake& lake, std::vector<ListedObject> objects, std::uint64_t most_bytes = 32 << 20);
  ~ReadAhead();  // waits for reads under way
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  // Returns the bytes of the next object. Throws what reading it threw; later objects can still be asked for. Do not
  // call it after the last object.
  std::string next();

 private:
  struct Read {
    std::string bytes;
    std::exception_ptr failed;
  };
  void read_on();
  bool has_room() const;

  const Lake& lake_;
  const std::vector<ListedObject> objects_;
  const std::uint64_t most_bytes_;
  const std::size_t most_objects_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t begun_ = 0, given_ = 0;  // numbers of the next object to read and the next to give out
  std::uint64_t held_ = 0;             // bytes of objects begun and not given out
  bool is_ending_ = false;
  std::map<std::size_t, Read> ready_;
  std::vector<std::jthread> readers_;  // the last member, so that it is destroyed first
};

}  // namespace segue::lake
