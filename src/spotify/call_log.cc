#include "spotify/call_log.h"

#include <algorithm>

namespace segue::spotify {

std::vector<CallMade> MemoryCalls::calls(base::Instant after) {
  std::vector<CallMade> found;
  for (const auto& [id, call] : calls_)
    if (call.at > after) found.push_back(call);
  std::stable_sort(found.begin(), found.end(), [](const CallMade& a, const CallMade& b) { return a.at < b.at; });
  return found;
}

std::int64_t MemoryCalls::begin(base::Instant at, Family family) {
  calls_[++last_] = {at, family, 0};
  return last_;
}

void MemoryCalls::end(std::int64_t call, int status) {
  if (const auto at = calls_.find(call); at != calls_.end()) at->second.status = status;
}

void MemoryCalls::prune(base::Instant until, base::Instant beyond) {
  std::erase_if(calls_, [&](const auto& entry) { return entry.second.at <= until || entry.second.at > beyond; });
}

std::optional<Breaker> MemoryCalls::breaker(Family family) {
  const auto at = breakers_.find(family);
  return at == breakers_.end() ? std::nullopt : std::optional(at->second);
}

}  // namespace segue::spotify
