#include <fmt/core.h>

#include <chrono>

#include "base/error.h"
#include "base/json.h"
#include "cli/context.h"
#include "cli/load_result.h"
#include "cli/output.h"
#include "corpus/registry.h"
#include "corpus/sources.h"

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
  result.reject_file = pipeline::write_rejects(reports, context.config().rejects());
  show(context, result, "Compiled");
}

void get_listenbrainz(Context& context, const corpus::Sources& sources, std::size_t days) {
  const auto fetched = sources.listenbrainz(context.client(), context.clock(), days,
                                            [](const std::string& file, std::uint64_t done, std::uint64_t of) {
                                              progress(fmt::format("{}: {} of {} MB", file, done >> 20, of >> 20));
                                            });
  end_progress();
  add_paths(context, fetched.paths, fetched.terms);
}

void get_archive(Context& context, const corpus::Sources& sources) {
  const auto fetched = sources.playlist_archive();
  add_paths(context, fetched.paths, fetched.terms);
}

corpus::Sources sources_of(Context& context) {
  return {context.config().corpora(), base::process_environment};
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
  listens->callback([&context, flags] {
    context.step("corpus get", [&] { get_listenbrainz(context, sources_of(context), flags->days); });
  });
  auto* archive = get->add_subcommand("playlist-archive", "9,000 public playlists in their order, 0.1 GB, by git");
  archive->callback([&context] { context.step("corpus get", [&] { get_archive(context, sources_of(context)); }); });
  auto* listing = command->add_subcommand("list", "what is registered, and whether it is still here");
  listing->callback([&context] { list(context); });
}

}  // namespace segue::cli
