#include <fmt/core.h>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "cli/context.h"
#include "cli/output.h"
#include "load/zones.h"

namespace segue::cli {
namespace {

struct Flags {
  std::string timezone;  // "" = not said
  std::string client_id;
};

void run(Context& context, const Flags& flags) {
  const base::Config& config = context.config();
  if (std::filesystem::exists(config.config_file()))
    throw base::Error(base::Fault::usage,
                      fmt::format("{} exists: edit it, or choose another SEGUE_HOME", config.config_file().string()));
  const std::string timezone = flags.timezone.empty() ? "UTC" : flags.timezone;
  load::zone_named(timezone);
  const std::string text = fmt::format(
      "# segue: what can be set. Flags and SEGUE_* variables win over this file.\n"
      "user = {0}\n"
      "# What plays known from Spotify's API alone may feed: \"statistics\", \"taste\" (default), or \"train\", which\n"
      "# Spotify's developer terms forbid.\n"
      "learn_from_api = \"taste\"\n\n"
      "[users.{1}]\n"
      "timezone = {2}\n\n"
      "[spotify]\n"
      "client_id = {3}\n\n"
      "# [counting]\n"
      "# min_seconds = 30\n\n"
      "# A PostgreSQL database in place of DuckDB (docs/operations.md):\n"
      "# [warehouse]\n"
      "# url = \"postgresql://user@host:5432/database\"\n\n"
      "[playlist]\n"
      "name = \"Segue weekly\"\n"
      "items = 30\n"
      "per_artist = 1\n",
      base::json_quoted(config.user), config.user, base::json_quoted(timezone), base::json_quoted(flags.client_id));
  base::write_file_durably(config.config_file(), text, 0600);
  if (context.json)
    print(base::JsonObject{}.text("home", config.home.string()).text("user", config.user).str() + "\n");
  else
    print(fmt::format("Made {}\n{}Next: `segue import PATH` with an export of yours, or `segue login`.\n",
                      config.config_file().string(),
                      flags.timezone.empty()
                          ? "Days and hours are counted in UTC: put your zone in place of it there, as "
                            "Europe/Berlin.\n"
                          : ""));
}

}  // namespace

void add_init(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("init", "make the home folder and its config.toml");
  command->add_option("--timezone", flags->timezone, "IANA name, as Europe/Berlin (default UTC)");
  command->add_option("--client-id", flags->client_id, "client id of your own Spotify app");
  command->callback([&context, flags] { run(context, *flags); });
}

}  // namespace segue::cli
