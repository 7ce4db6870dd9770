#include <fmt/core.h>

#include <chrono>

#include "base/child.h"
#include "base/error.h"
#include "base/json.h"
#include "cli/context.h"
#include "cli/load_result.h"
#include "cli/output.h"
#include "corpus/fetch.h"
#include "corpus/registry.h"

namespace segue::cli {
namespace {

namespace fs = std::filesystem;

struct Flags {
  std::vector<std::string> paths;
  std::string terms;
  std::size_t days = 3;
};

// At most five times a second, and only where somebody looks.
corpus::OnRead telling(const std::string& name) {
  using Clock = std::chrono::steady_clock;
  auto due = std::make_shared<Clock::time_point>(Clock::now());
  return [name, due](const corpus::ReadSoFar& read) {
    if (Clock::now() < *due) return;
    *due = Clock::now() + std::chrono::milliseconds(200);
    const auto percent = read.of == 0 ? 100 : read.bytes * 100 / read.of;
    progress(fmt::format("corpus: {}, {} rows, {} %", name, with_commas(read.rows), percent));
  };
}

void add_paths(Context& context, const std::vector<fs::path>& paths, const std::string& terms) {
  LoadResult result;
  std::vector<load::ObjectReport> reports;
  for (const auto& path : paths) {
    const std::string name = path.filename().string();
    progress(fmt::format("corpus: {}", name));
    auto added = corpus::add(context.lake(), context.user(), context.config().corpora(), path, context.clock(),
                             {.terms = terms, .on_read = telling(name)});
    const auto& r = added.registration;
    result.rows += r.rows;
    if (added.known) {
      result.known += r.rows;
      continue;
    }
    result.rejected += r.rejected;
    result.loaded += r.rows - r.rejected;
    result.sources[r.format] += r.rows - r.rejected;
    result.members_refused += r.files_refused;
    for (auto& member : added.reports) {
      load::ObjectReport report;
      report.name = std::move(member.name);
      report.refusal = std::move(member.refusal);
      report.rejects = std::move(member.rejects);
      if (!report.refusal.empty()) result.refusals.push_back(fmt::format("{}: {}", report.name, report.refusal));
      reports.push_back(std::move(report));
    }
  }
  end_progress();
  write_rejects(result, reports, context.config().rejects());
  show(context, result, "Compiled");
}

// Where the sources lie; another address by the environment, for mirrors and tests.
std::string address(const char* variable, const char* usual) {
  std::string url = base::process_environment(variable).value_or(usual);
  while (url.ends_with('/')) url.pop_back();
  corpus::require_safe(url);
  return url;
}

constexpr const char* kDumps = "https://data.metabrainz.org/pub/musicbrainz/listenbrainz/incremental";
constexpr const char* kArchive = "https://github.com/mackorone/spotify-playlist-archive-2";

void get_listenbrainz(Context& context, std::size_t days) {
  const std::string base = address("SEGUE_LISTENBRAINZ_DUMPS_URL", kDumps);
  const auto dumps = corpus::newest_dumps(corpus::fetch_text(context.client(), context.clock(), base + "/"), days);
  if (dumps.empty())
    throw base::Error(base::Fault::upstream, fmt::format("{}/ names no daily dump: see docs/corpora.md", base));
  std::vector<fs::path> files;
  for (const auto& dump : dumps) {
    const std::string name = corpus::listens_file(dump);
    const std::string url = fmt::format("{}/{}/{}", base, dump, name);
    files.push_back(context.config().corpora() / "fetched" / name);
    if (fs::exists(files.back())) continue;
    const std::string sum = corpus::fetch_text(context.client(), context.clock(), url + ".sha256").substr(0, 64);
    if (sum.size() != 64 || sum.find_first_not_of("0123456789abcdef") != std::string::npos)
      throw base::Error(base::Fault::upstream, fmt::format("{}.sha256 holds no sum", url));
    corpus::fetch(context.client(), context.clock(), url, files.back(), sum,
                  {.on_piece = [&](std::uint64_t done, std::uint64_t of) {
                    progress(fmt::format("{}: {} of {} MB", name, done >> 20, of >> 20));
                  }});
    end_progress();
  }
  add_paths(context, files, "CC0");
}

// git, as a child, since it asks for the playlists alone (a sparse clone without history) and checks what came by
// itself.
void git(const std::vector<std::string>& arguments) {
  base::ChildCommand command;
  command.arguments = {"/usr/bin/env", "git",
                       "-c",           "protocol.allow=never",
                       "-c",           "protocol.https.allow=always",
                       "-c",           "protocol.http.allow=always"};
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
  command.environment = {"GIT_TERMINAL_PROMPT=0", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null",
                         "LC_ALL=C.UTF-8"};
  std::string last;
  const int code = base::run_child(command, [&](std::string_view line) { last = line; });
  if (code != 0)
    throw base::Error(base::Fault::upstream,
                      fmt::format("git {} ends with {}: is git installed, and the address reached? The same command "
                                  "goes on where it ended",
                                  arguments[0] == "-C" ? arguments[2] : arguments[0], code));
}

void get_archive(Context& context) {
  const std::string url = address("SEGUE_PLAYLIST_ARCHIVE_URL", kArchive);
  const fs::path folder = context.config().corpora() / "fetched" / "playlist-archive";
  const std::string in = folder.string();
  fs::create_directories(folder);
  // Each step may have been done before: a killed or failed command is just run again.
  if (!fs::exists(folder / ".git" / "HEAD")) git({"init", "--quiet", in});
  git({"-C", in, "config", "remote.origin.url", url});
  git({"-C", in, "config", "remote.origin.promisor", "true"});
  git({"-C", in, "config", "remote.origin.partialclonefilter", "blob:none"});
  git({"-C", in, "sparse-checkout", "set", "--no-cone", "/playlists/pretty/*.json"});
  git({"-C", in, "fetch", "--quiet", "--depth", "1", "--filter=blob:none", "--no-tags", "origin", "HEAD"});
  git({"-C", in, "checkout", "--quiet", "--force", "--detach", "FETCH_HEAD"});
  add_paths(context, {folder}, "no licence was seen; the data are Spotify's");
}

// In the order given: each is one corpus.
void add_given(Context& context, const Flags& flags) {
  for (const auto& path : flags.paths)
    if (!fs::exists(path)) throw base::Error(base::Fault::usage, fmt::format("there is no {}", path));
  add_paths(context, {flags.paths.begin(), flags.paths.end()}, flags.terms);
}

void list(Context& context) {
  const auto all = corpus::registered(context.lake(), context.user());
  base::JsonArray array;
  Table table({{"corpus", 36}, {"lists", 9, true}, {"entries", 11, true}, {"tracks", 10, true}, {"here", 4}});
  for (const auto& r : all) {
    const bool here = fs::exists(corpus::folder_of(context.config().corpora(), r) / "lists.bin");
    table.row({r.name, with_commas(r.lists), with_commas(r.rows), with_commas(r.tracks), here ? "yes" : "gone"});
    array.raw(base::JsonObject{}
                  .text("name", r.name)
                  .text("format", r.format)
                  .text("sha256", r.sha256)
                  .text("terms", r.terms)
                  .number("lists", r.lists)
                  .number("rows", r.rows)
                  .number("tracks", r.tracks)
                  .number("lists_left_out", r.lists_left_out)
                  .number("ids_dropped", r.ids_dropped)
                  .flag("here", here)
                  .str());
  }
  if (context.json)
    print(base::JsonObject{}.raw("corpora", array.str()).str() + "\n");
  else
    print(all.empty() ? "No corpus yet: `segue corpus add PATH` with playlists of other people.\n" : table.str());
}

}  // namespace

void add_corpus(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("corpus", "other people's lists, to train on and choose from");
  command->require_subcommand(1);
  auto* add = command->add_subcommand("add", "each file or folder becomes one corpus");
  add->add_option("PATH", flags->paths, "dump, archive, slices, CSV, TSV; packed or not")->required();
  add->add_option("--terms", flags->terms, "what its licence says, kept with it");
  add->callback([&context, flags] { context.step("corpus add", [&] { add_given(context, *flags); }); });
  auto* get = command->add_subcommand("get", "fetch what is public, then add it (docs/corpora.md)");
  get->require_subcommand(1);
  auto* listens = get->add_subcommand("listenbrainz", "the newest daily dumps of listens, 0.2 GB a day, CC0");
  listens->add_option("--days", flags->days, "how many")->check(CLI::Range(1, 31))->capture_default_str();
  listens->callback([&context, flags] { context.step("corpus get", [&] { get_listenbrainz(context, flags->days); }); });
  auto* archive = get->add_subcommand("playlist-archive", "9,000 public playlists in their order, 0.1 GB, by git");
  archive->callback([&context] { context.step("corpus get", [&] { get_archive(context); }); });
  auto* listing = command->add_subcommand("list", "what is registered, and whether it is still here");
  listing->callback([&context] { list(context); });
}

}  // namespace segue::cli
