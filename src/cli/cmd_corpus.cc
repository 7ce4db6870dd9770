#include <fmt/core.h>

#include "base/error.h"
#include "base/json.h"
#include "cli/context.h"
#include "cli/load_result.h"
#include "cli/output.h"
#include "corpus/registry.h"

namespace segue::cli {
namespace {

namespace fs = std::filesystem;

struct Flags {
  std::vector<std::string> paths;
  std::string terms;
};

// Files as given; of a folder all regular files, by name.
std::vector<fs::path> files_of(const std::vector<std::string>& paths) {
  std::vector<fs::path> files;
  for (const auto& path : paths) {
    if (!fs::exists(path)) throw base::Error(base::Fault::usage, fmt::format("there is no {}", path));
    if (!fs::is_directory(path)) {
      files.emplace_back(path);
      continue;
    }
    std::vector<fs::path> inside;
    for (const auto& entry : fs::directory_iterator(path))
      if (entry.is_regular_file()) inside.push_back(entry.path());
    std::sort(inside.begin(), inside.end());
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

void add_files(Context& context, const Flags& flags) {
  LoadResult result;
  std::vector<load::ObjectReport> reports;
  for (const auto& file : files_of(flags.paths)) {
    progress(fmt::format("corpus: {}", file.filename().string()));
    const auto added =
        corpus::add(context.lake(), context.user(), context.config().corpora(), file, flags.terms, context.clock());
    const auto& r = added.registration;
    result.rows += r.rows;
    if (added.known) {
      result.known += r.rows;
      continue;
    }
    result.rejected += r.rejected;
    result.loaded += r.rows - r.rejected;
    result.sources[r.format] += r.rows - r.rejected;
    load::ObjectReport report;
    report.name = r.name;
    report.rejects = added.rejects;
    reports.push_back(std::move(report));
  }
  end_progress();
  write_rejects(result, reports, context.config().rejects());
  show(context, result, "Compiled");
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
  auto* add = command->add_subcommand("add", "register and compile files or folders");
  add->add_option("PATH", flags->paths, "playlist slices, TSV, ListenBrainz; or gzip")->required();
  add->add_option("--terms", flags->terms, "what its licence says, kept with it");
  add->callback([&context, flags] { context.step("corpus add", [&] { add_files(context, *flags); }); });
  auto* listing = command->add_subcommand("list", "what is registered, and whether it is still here");
  listing->callback([&context] { list(context); });
}

}  // namespace segue::cli
