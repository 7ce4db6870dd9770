#include <fmt/core.h>

#include "base/error.h"
#include "cli/context.h"
#include "cli/load_result.h"
#include "cli/output.h"

namespace segue::cli {
namespace {

struct Flags {
  int threads = 2;
  std::optional<std::uint64_t> shuffle;
};

void run(Context& context, const Flags& flags) {
  const base::FileLock held = context.take_lock();
  load::Options options = context.load_options();
  options.threads = flags.threads;
  options.shuffle_seed = flags.shuffle;
  const auto work = context.warehouse().open(held);
  const load::Report report = load::load_new(context.lake(), *work, options);
  work->close();
  if (report.lost.missing > 0)
    fmt::print(stderr,
               "segue: {} of the {} objects that were loaded before are missing in the lake {} (the first is {}): "
               "their rows stay until `segue rebuild`; bring them back from a copy\n",
               report.lost.missing, report.lost.known, options.lake_place, report.lost.first);
  LoadResult result = summed(report.objects);
  write_rejects(result, report.objects, context.config().rejects());
  show(context, result, "Loaded");
}

}  // namespace

void add_load(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("load", "what lies in the lake unloaded into the tables");
  command->add_option("--threads", flags->threads, "objects read at once (default 2)")->check(CLI::Range(1, 64));
  command->add_option("--shuffle", flags->shuffle, "another order of objects, by this seed (tests)");
  command->callback([&context, flags] { context.step("load", [&] { run(context, *flags); }); });
}

}  // namespace segue::cli
