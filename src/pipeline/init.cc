#include "pipeline/init.h"

#include <fmt/core.h>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "load/zones.h"

namespace segue::pipeline {

void init(const Home& home, const InitFlags& flags) {
  const settings::Config& config = home.config();
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
      "per_artist = 1\n"
      "# Songs by artists new to you, 0 to 100; without this line as many as you play anyway, 20 to 80:\n"
      "# new_artists_percent = 50\n",
      base::json_quoted(config.user), config.user, base::json_quoted(timezone), base::json_quoted(flags.client_id));
  base::write_file_durably(config.config_file(), text, 0600);
}

}  // namespace segue::pipeline
