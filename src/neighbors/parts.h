#pragma once
#include <algorithm>
#include <cstdint>
#include <thread>
#include <vector>

namespace segue::neighbors {

// Splits 0 … count - 1 into `threads` runs and calls `part(first, last)` for each, in parallel.
template <class Part>
void in_parts(std::uint32_t count, std::uint32_t threads, Part part) {
  const std::uint32_t size = count / std::max(threads, 1u) + 1;
  std::vector<std::jthread> running;
  for (std::uint32_t first = size; first < count; first += size)
    running.emplace_back([=, &part] { part(first, std::min(count, first + size)); });
  part(0, std::min(count, size));
}

}  // namespace segue::neighbors
