// Fetches public sources of corpora into corpora/fetched, from where `add` (corpus/registry.h) reads them.
#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/environment.h"
#include "http/client.h"

namespace segue::corpus {

struct Fetched {
  std::vector<std::filesystem::path> paths;  // each becomes one corpus
  std::string terms;                         // what the source says about its licence
};

using OnFetch = std::function<void(const std::string& file, std::uint64_t done, std::uint64_t of)>;

class Sources {
 public:
  // `environment` may set other addresses for mirrors and tests: SEGUE_LISTENBRAINZ_DUMPS_URL and
  // SEGUE_PLAYLIST_ARCHIVE_URL.
  Sources(const std::filesystem::path& corpora, base::Environment environment)
      : folder_(corpora / "fetched"), environment_(std::move(environment)) {}

  // Fetches the newest `days` of ListenBrainz's daily dumps, oldest first; does not fetch a file again. Throws as
  // corpus::fetch, and Error(upstream) for a page that names no dump.
  Fetched listenbrainz(http::Client& client, const base::Clock& clock, std::size_t days, const OnFetch& on_fetch) const;
  // Fetches the archive of public playlists by git; after a kill or failure it can simply be run again. Throws
  // Error(upstream) when git fails.
  Fetched playlist_archive() const;

 private:
  std::string address(const char* variable, const char* usual) const;

  std::filesystem::path folder_;
  base::Environment environment_;
};

// Returns the newest `days` of the daily dumps that an index page names, oldest first:
// "listenbrainz-dump-2611-…-incremental".
std::vector<std::string> newest_dumps(const std::string& page, std::size_t days);
// Returns the name of the file of listens in a dump's folder.
std::string listens_file(const std::string& dump);

}  // namespace segue::corpus
