// How it works: a daily dump is fetched by fetch(), with the sum that the server has beside it, and a dump that is
// there is not fetched again. The playlist archive is a git repository: git fetches only the newest state of the one
// folder with lists.
#include "corpus/sources.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "base/child.h"
#include "base/error.h"
#include "corpus/fetch.h"

namespace segue::corpus {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::Fault;

constexpr const char* kDumps = "https://data.metabrainz.org/pub/musicbrainz/listenbrainz/incremental";
constexpr const char* kArchive = "https://github.com/mackorone/spotify-playlist-archive-2";

// Runs git as a child: it can fetch only the playlists (a sparse clone without history) and checks what it fetched.
void git(const std::vector<std::string>& arguments) {
  base::ChildCommand command;
  command.arguments = {"/usr/bin/env", "git",
                       "-c",           "protocol.allow=never",
                       "-c",           "protocol.https.allow=always",
                       "-c",           "protocol.http.allow=always"};
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
  // git must ask nobody and must not depend on the user's settings.
  command.environment = {"GIT_TERMINAL_PROMPT=0", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null",
                         "LC_ALL=C.UTF-8"};
  std::string last;
  const int code = base::run_child(command, [&](std::string_view line) { last = line; });
  if (code != 0)
    throw Error(Fault::upstream, fmt::format("git {} ended with {}: is git installed, and can the address be reached? "
                                             "The same command goes on where it stopped",
                                             arguments[0] == "-C" ? arguments[2] : arguments[0], code));
}

}  // namespace

std::string Sources::address(const char* variable, const char* usual) const {
  std::string url = environment_(variable).value_or(usual);
  while (url.ends_with('/')) url.pop_back();
  require_safe(url);
  return url;
}

Fetched Sources::listenbrainz(http::Client& client, const base::Clock& clock, std::size_t days,
                              const OnFetch& on_fetch) const {
  const std::string base = address("SEGUE_LISTENBRAINZ_DUMPS_URL", kDumps);
  const auto dumps = newest_dumps(fetch_text(client, clock, base + "/"), days);
  if (dumps.empty()) throw Error(Fault::upstream, fmt::format("{}/ lists no daily dump: see docs/corpora.md", base));
  Fetched fetched{{}, "CC0"};
  for (const auto& dump : dumps) {
    const std::string name = listens_file(dump);
    const std::string url = fmt::format("{}/{}/{}", base, dump, name);
    const fs::path& file = fetched.paths.emplace_back(folder_ / name);
    if (fs::exists(file)) continue;
    const std::string sum = fetch_text(client, clock, url + ".sha256").substr(0, 64);
    if (sum.size() != 64 || sum.find_first_not_of("0123456789abcdef") != std::string::npos)
      throw Error(Fault::upstream, fmt::format("{}.sha256 contains no sum", url));
    fetch(client, clock, url, file, sum,
          {.on_piece = [&](std::uint64_t done, std::uint64_t of) { on_fetch(name, done, of); }});
  }
  return fetched;
}

Fetched Sources::playlist_archive() const {
  const std::string url = address("SEGUE_PLAYLIST_ARCHIVE_URL", kArchive);
  const fs::path folder = folder_ / "playlist-archive";
  const std::string in = folder.string();
  fs::create_directories(folder);
  // Each step may have been done before, so a killed or failed command is simply run again.
  if (!fs::exists(folder / ".git" / "HEAD")) git({"init", "--quiet", in});
  git({"-C", in, "config", "remote.origin.url", url});
  git({"-C", in, "config", "remote.origin.promisor", "true"});
  git({"-C", in, "config", "remote.origin.partialclonefilter", "blob:none"});
  git({"-C", in, "sparse-checkout", "set", "--no-cone", "/playlists/pretty/*.json"});
  git({"-C", in, "fetch", "--quiet", "--depth", "1", "--filter=blob:none", "--no-tags", "origin", "HEAD"});
  git({"-C", in, "checkout", "--quiet", "--force", "--detach", "FETCH_HEAD"});
  return {{folder}, "no licence was seen; the data are Spotify's"};
}

std::vector<std::string> newest_dumps(const std::string& page, std::size_t days) {
  constexpr std::string_view kStart = "listenbrainz-dump-", kEnd = "-incremental";
  // Numbers order the dumps; the map keeps each dump once, however often the page names it.
  std::map<std::uint64_t, std::string> by_number;
  for (std::size_t at = page.find(kStart); at != std::string::npos; at = page.find(kStart, at + 1)) {
    const std::size_t tail = page.find_first_not_of("0123456789-", at + kStart.size());
    if (tail == std::string::npos || page.compare(tail - 1, kEnd.size(), kEnd) != 0) continue;
    const std::string name = page.substr(at, tail - 1 + kEnd.size() - at);
    std::uint64_t number = 0;
    const auto parsed = std::from_chars(name.data() + kStart.size(), name.data() + name.size(), number);
    if (parsed.ec == std::errc{} && *parsed.ptr == '-') by_number[number] = name;
  }
  std::vector<std::string> newest;
  for (auto one = by_number.rbegin(); one != by_number.rend() && newest.size() < days; ++one)
    newest.push_back(one->second);
  std::reverse(newest.begin(), newest.end());
  return newest;
}

std::string listens_file(const std::string& dump) {
  return fmt::format("listenbrainz-listens-{}.tar.zst", dump.substr(std::string_view("listenbrainz-").size()));
}

}  // namespace segue::corpus
