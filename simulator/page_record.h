// Records the pages of recently played tracks that were sent whole, in little memory (a simulated year has 80,000).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/world.h"

namespace segue::simulator {

class PageRecord {
 public:
  void add(std::size_t listener, base::Instant now, const std::vector<Shown>& items);
  // Returns one JSON line per page, from page number `from` on, of one listener or of all (README.md describes it).
  std::string lines(World& world, std::optional<std::size_t> listener, std::size_t from) const;

 private:
  struct Page {
    base::Instant now;
    std::uint32_t listener = 0;
    std::uint32_t items =
        0;  // number of the page that holds them: this one, or an earlier one of the listener with the same
    std::uint32_t begin = 0, count = 0;  // the page's range in items_
  };

  std::vector<Page> pages_;
  std::vector<std::uint32_t> items_;                  // 2 n + (1 where the first date was shown)
  std::vector<std::optional<std::uint32_t>> latest_;  // each listener's newest page
};

}  // namespace segue::simulator
