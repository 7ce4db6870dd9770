#include "simulator/page_record.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

namespace segue::simulator {

void PageRecord::add(std::size_t listener, base::Instant now, const std::vector<Shown>& items) {
  if (latest_.size() <= listener) latest_.resize(listener + 1);
  std::vector<std::uint32_t> packed;
  packed.reserve(items.size());
  for (const auto& shown : items) packed.push_back(shown.n * 2 + (shown.first ? 1 : 0));

  auto number = static_cast<std::uint32_t>(pages_.size());
  Page page{now, static_cast<std::uint32_t>(listener), number, static_cast<std::uint32_t>(items_.size()),
            static_cast<std::uint32_t>(packed.size())};
  bool same = false;
  if (auto before = latest_[listener]) {
    const auto& other = pages_[*before];
    same = std::equal(packed.begin(), packed.end(), items_.begin() + other.begin,
                      items_.begin() + other.begin + other.count);
    if (same) page = {now, page.listener, other.items, other.begin, other.count};
  }
  if (!same) items_.insert(items_.end(), packed.begin(), packed.end());
  pages_.push_back(page);
  latest_[listener] = number;
}

std::string PageRecord::lines(World& world, std::optional<std::size_t> listener, std::size_t from) const {
  std::string out;
  auto put = std::back_inserter(out);
  for (auto number = from; number < pages_.size(); ++number) {
    const auto& page = pages_[number];
    if (listener && page.listener != *listener) continue;
    auto now = base::to_ms(page.now);
    fmt::format_to(put, R"({{"page":{},"user":"{}","date_ms":{},"now_ms":{},)", number,
                   world.listener(page.listener).id, now - now % 1000, now);
    if (page.items != number) {
      fmt::format_to(put, "\"same_as\":{}}}\n", page.items);
      continue;
    }
    auto plays = world.plays(page.listener, page.now);
    out += "\"items\":[";
    for (std::uint32_t i = 0; i < page.count; ++i) {
      auto n = items_[page.begin + i] / 2;
      bool first = items_[page.begin + i] % 2 == 1;
      fmt::format_to(put, "{}[{},{}]", i == 0 ? "" : ",", n, base::to_ms(plays[n].played_at(first)));
    }
    out += "]}\n";
  }
  return out;
}

}  // namespace segue::simulator
