#include "cli/context.h"
#include "cli/explain_output.h"
#include "cli/import_result.h"

namespace segue::cli {
namespace {

struct Flags {
  std::vector<std::string> paths;
  bool land_only = false;
  bool explain = false;
};

void run(Context& context, const Flags& flags) {
  const auto result = pipeline::import_paths(context.home(), flags.paths, flags.land_only);
  context.exit_code = result.exit_code;
  show(context, result, flags.land_only ? "Landed" : "Imported");
}

}  // namespace

void add_import(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("import", "import exports and histories, and load them");
  command->add_option("PATH", flags->paths, "zip, folder or file")->required();
  command->add_flag("--land-only", flags->land_only, "keep the files in the lake, load nothing");
  command->add_flag("--explain", flags->explain, "import nothing; show where each row went")->excludes("--land-only");
  command->callback([&context, flags] {
    if (flags->explain) return explain_paths(context, flags->paths);
    context.step("import", [&] { run(context, *flags); });
  });
}

}  // namespace segue::cli
