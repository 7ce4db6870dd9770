// A privacy export of the simulator's listeners, in the shape of Spotify's extended streaming history of 2026.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "simulator/json.h"
#include "simulator/world.h"

namespace segue::simulator {

// One row as Spotify writes it: `ts` is the end by the device's clock, cut to seconds (for offline plays the time of
// the sync).
Json export_row(World& world, std::size_t listener, const Play& play);

struct ZipMember {
  std::string name, bytes;
};
// A deflated ZIP with every member dated `modified`. Throws base::Error when libarchive fails.
std::string zipped(const std::vector<ZipMember>& members, base::Instant modified);

// Everything that was logged in the `days` before three days ago. Files of up to 6,000 rows, named by their years.
std::string export_zip(World& world, std::size_t listener, int days);

// What an export of today leaves out at its end.
constexpr auto export_lag = std::chrono::days(3);

}  // namespace segue::simulator
