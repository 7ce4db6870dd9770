#include <fmt/core.h>

#include "base/json.h"
#include "cli/context.h"
#include "cli/output.h"
#include "pipeline/init.h"

namespace segue::cli {
namespace {

void run(Context& context, const pipeline::InitFlags& flags) {
  pipeline::init(context.home(), flags);
  const settings::Config& config = context.config();
  if (context.json)
    print(base::JsonObject{}.text("home", config.home.string()).text("user", config.user).str() + "\n");
  else
    print(fmt::format(
        "Made {}\n{}Next: `segue import PATH` with an export of yours, or `segue login`.\n",
        config.config_file().string(),
        flags.timezone.empty()
            ? "Days and hours are counted in UTC: write your own zone there instead, such as Europe/Berlin.\n"
            : ""));
}

}  // namespace

void add_init(CLI::App& app, Context& context) {
  auto flags = std::make_shared<pipeline::InitFlags>();
  auto* command = app.add_subcommand("init", "make the home folder and its config.toml");
  command->add_option("--timezone", flags->timezone, "IANA name, such as Europe/Berlin (default UTC)");
  command->add_option("--client-id", flags->client_id, "client id of your own Spotify app");
  command->callback([&context, flags] { run(context, *flags); });
}

}  // namespace segue::cli
