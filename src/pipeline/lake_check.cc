#include "pipeline/lake_check.h"

#include <fmt/core.h>

#include <functional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/log.h"
#include "load/backlog.h"

namespace segue::pipeline {
namespace {

using Keys = std::vector<std::string>;

// Returns what `ask` finds in tables; nothing if they cannot be read (missing, damaged, of a newer segue).
Keys told_by(const std::function<Keys()>& ask) {
  try {
    return ask();
  } catch (const warehouse::Busy&) {
    throw;
  } catch (const std::exception& error) {
    spdlog::debug("the record of what the lake held cannot be read: {}", error.what());
    return {};
  }
}

Keys keys_of_tables(Home& home, const base::FileLock& held) {
  const auto work = home.warehouse().open(held);
  Keys keys = load::loaded_keys(*work->connect());
  work->close();
  return keys;
}

Keys keys_of_published(Home& home) {
  if (!home.warehouse().is_published()) return {};
  return load::loaded_keys(*home.warehouse().read());
}

// Returns whether there once was a build. state.db knows it even if tables and published file are gone.
bool has_built(Home& home) {
  try {
    return !home.state().builds().empty();
  } catch (const base::Error& error) {
    spdlog::debug("the record of the last build cannot be read: {}", error.what());
    return false;
  }
}

}  // namespace

load::Lost lost_of_lake(Home& home, const base::FileLock& held) {
  // Raw tables that are missing, damaged or empty name no object; then the published file is asked.
  Keys loaded = told_by([&] { return keys_of_tables(home, held); });
  if (loaded.empty()) loaded = told_by([&] { return keys_of_published(home); });
  return load::lost_among(loaded, home.lake());
}

void require_whole_lake(Home& home, const load::Lost& lost) {
  load::require_lake(lost, home.config().lake_place());
  if (lost.known == 0 && !home.warehouse().is_published() && has_built(home)) require_some_lake(home);
}

void require_some_lake(Home& home) {
  if (!load::objects_that_tables_hold(home.lake()).empty()) return;
  throw base::Error(
      base::Fault::input,
      fmt::format("the lake {} holds nothing that tables could be made of: nothing was changed. Is the disk mounted, "
                  "and are path and bucket right? In a new home run `segue import` or `segue poll` first. `segue "
                  "rebuild --even-if-smaller` builds an empty warehouse all the same",
                  home.config().lake_place()));
}

void notice_lost(Home& home, const load::Lost& lost, bool is_rebuilt) {
  if (lost.missing == 0) return;
  const char* whose = lost.missing == 1 ? "its" : "their";
  const std::string rows =
      is_rebuilt
          ? fmt::format("the new warehouse lacks {} rows; bring back a copy of the lake and run `segue transform`",
                        whose)
          : fmt::format("{} rows stay until `segue rebuild`; bring back a copy of the lake before that", whose);
  home.observer().notice(fmt::format("segue: {}: {}", load::told(lost, home.config().lake_place()), rows));
}

}  // namespace segue::pipeline
