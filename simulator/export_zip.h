// Writes a privacy export of a listener, in the form of Spotify's extended streaming history of 2026.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "simulator/json.h"
#include "simulator/world.h"

namespace segue::simulator {

// Returns one row as Spotify writes it. `ts` is the end of the play by the device's clock, cut to seconds (for offline
// plays, the time of the sync).
Json export_row(World& world, std::size_t listener, const Play& play);

struct ZipMember {
  std::string name, bytes;
};
// Returns a deflated ZIP whose members are all dated `modified`. Throws base::Error if libarchive fails.
std::string zipped(const std::vector<ZipMember>& members, base::Instant modified);

// Returns an export of everything that was logged in the `days` that end three days ago, in files of up to 6,000 rows,
// named by their years.
std::string export_zip(World& world, std::size_t listener, int days);

// An export lacks the plays of this last time before it is made.
constexpr auto export_lag = std::chrono::days(3);

}  // namespace segue::simulator
