#include "base/error.h"
#include "cli/context.h"
#include "pipeline/dbt.h"

namespace segue::cli {
namespace {

void run(Context& context, const std::vector<std::string>& arguments) {
  if (arguments.empty())
    throw base::Error(base::Fault::usage, "say what dbt is to do: `segue dbt -- build`, `segue dbt -- docs generate`");
  context.exit_code = pipeline::dbt(context.home(), arguments);
}

}  // namespace

void add_dbt(CLI::App& app, Context& context) {
  auto arguments = std::make_shared<std::vector<std::string>>();
  auto* command = app.add_subcommand("dbt", "run dbt by hand, under the lock: `segue dbt -- ls`");
  command->add_option("ARGS", *arguments, "arguments of dbt, after --; returns dbt's exit code");
  command->callback([&context, arguments] { context.step("dbt", [&] { run(context, *arguments); }); });
}

}  // namespace segue::cli
