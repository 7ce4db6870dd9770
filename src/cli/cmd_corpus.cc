#include <fmt/core.h>

#include "base/json.h"
#include "cli/context.h"
#include "cli/load_result.h"
#include "cli/output.h"
#include "pipeline/corpora.h"

namespace segue::cli {
namespace {

struct Flags {
  std::vector<std::string> paths;
  std::string terms;
  std::size_t days = 3;
};

void list(Context& context) {
  const auto all = pipeline::corpora(context.home());
  base::JsonArray array;
  Table table({{"corpus", 36}, {"lists", 9, true}, {"entries", 11, true}, {"tracks", 10, true}, {"here", 4}});
  for (const auto& [r, here] : all) {
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
    print(all.empty() ? "There is no corpus yet: run `segue corpus add PATH` with playlists of other people.\n"
                      : table.str());
}

}  // namespace

void add_corpus(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("corpus", "add other people's lists, to train and choose from");
  command->require_subcommand(1);
  auto* add = command->add_subcommand("add", "add each file or folder as one corpus");
  add->add_option("PATH", flags->paths, "dump, archive, slices, CSV, TSV; packed or not")->required();
  add->add_option("--terms", flags->terms, "what the licence says; kept with the corpus");
  add->callback([&context, flags] {
    context.step("corpus add",
                 [&] { show(context, pipeline::add_corpora(context.home(), flags->paths, flags->terms), "Compiled"); });
  });
  auto* get = command->add_subcommand("get", "fetch a public corpus and add it (docs/corpora.md)");
  get->require_subcommand(1);
  auto* listens = get->add_subcommand("listenbrainz", "the newest daily dumps of listens, 0.2 GB a day, CC0");
  listens->add_option("--days", flags->days, "number of days")->check(CLI::Range(1, 31))->capture_default_str();
  listens->callback([&context, flags] {
    context.step("corpus get",
                 [&] { show(context, pipeline::get_listenbrainz(context.home(), flags->days), "Compiled"); });
  });
  auto* archive = get->add_subcommand("playlist-archive", "9,000 public playlists in their order, 0.1 GB, by git");
  archive->callback([&context] {
    context.step("corpus get", [&] { show(context, pipeline::get_playlist_archive(context.home()), "Compiled"); });
  });
  auto* listing = command->add_subcommand("list", "list the corpora, and whether they are still here");
  listing->callback([&context] { list(context); });
}

}  // namespace segue::cli
