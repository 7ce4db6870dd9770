// Sorts places of lists outside memory: gathers them into sorted runs on disk and merges the runs at the end.
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
  // Writes runs into `folder`, which exists. Memory holds `most` places (16 bytes each), half as many more while a run
  // is sorted, and at the end a megabyte for each run.
  PlaceSorter(std::filesystem::path folder, std::size_t most);
  void add(const Place& place);
  // Visits each place once, by list, then order, then arrival. Call it once, after the last add.
  void each(const std::function<void(const Place&)>& visit);

 private:
  void write_run();
  std::filesystem::path folder_;
  std::size_t most_;
  std::vector<Place> places_;
  std::vector<std::filesystem::path> runs_;
};

}  // namespace segue::corpus
