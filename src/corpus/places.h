// Places of lists, sorted outside memory: gathered into runs on disk, merged at the end.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

namespace segue::corpus {

struct Place {
  std::uint32_t list, track;
  std::int64_t order;
};

class PlaceSorter {
 public:
  // Runs go into `folder`, which exists. In memory stand `most` places (16 bytes each) and half as many beside while a
  // run is sorted; at the end a megabyte for each run.
  PlaceSorter(std::filesystem::path folder, std::size_t most);
  void add(const Place& place);
  // Each place once: by list, then order, then arrival. After the last add, and once.
  void each(const std::function<void(const Place&)>& visit);

 private:
  void write_run();
  std::filesystem::path folder_;
  std::size_t most_;
  std::vector<Place> places_;
  std::vector<std::filesystem::path> runs_;
};

}  // namespace segue::corpus
