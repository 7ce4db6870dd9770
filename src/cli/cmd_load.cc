#include "cli/context.h"
#include "cli/load_result.h"

namespace segue::cli {

void add_load(CLI::App& app, Context& context) {
  auto flags = std::make_shared<pipeline::LoadFlags>();
  auto* command = app.add_subcommand("load", "what lies in the lake unloaded into the tables");
  command->add_option("--threads", flags->threads, "objects read at once (default 2)")->check(CLI::Range(1, 64));
  command->add_option("--shuffle", flags->shuffle, "another order of objects, by this seed (tests)");
  command->callback([&context, flags] {
    context.step("load", [&] { show(context, pipeline::load_lake(context.home(), *flags), "Loaded"); });
  });
}

}  // namespace segue::cli
