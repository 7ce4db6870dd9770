#include "cli/context.h"
#include "cli/load_result.h"

namespace segue::cli {

void add_load(CLI::App& app, Context& context) {
  auto flags = std::make_shared<pipeline::LoadFlags>();
  auto* command = app.add_subcommand("load", "load what is new in the lake into the tables");
  command->add_option("--threads", flags->threads, "read N objects at once (default 2)")->check(CLI::Range(1, 64));
  command->add_option("--shuffle", flags->shuffle, "load in an order drawn from this seed (for tests)");
  command->callback([&context, flags] {
    context.step("load", [&] { show(context, pipeline::load_lake(context.home(), *flags), "Loaded"); });
  });
}

}  // namespace segue::cli
