#include <fmt/core.h>

#include "base/error.h"
#include "cli/context.h"
#include "cli/lake_check.h"
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
  tell_lost(context, report.lost, false);
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
