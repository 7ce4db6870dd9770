#include "pipeline/lake_sync.h"

#include <fmt/core.h>

#include <filesystem>

#include "base/error.h"
#include "base/text.h"
#include "lake/open.h"
#include "pipeline/seldom.h"

namespace segue::pipeline {
namespace {

namespace fs = std::filesystem;

// Returns a folder's whole path, so that two names of one place are equal.
std::string place_of(const std::string& given) {
  if (given.starts_with("s3://")) return given.ends_with('/') ? given.substr(0, given.size() - 1) : given;
  return fs::weakly_canonical(given).string();
}

}  // namespace

lake::SyncReport sync_lakes(Home& home, const SyncFlags& flags) {
  const std::string from = place_of(flags.from), to = place_of(flags.to);
  if (from == to)
    throw base::Error(base::Fault::usage, fmt::format("{} and {} are the same place", flags.from, flags.to));
  if (!from.starts_with("s3://") && !fs::is_directory(from))
    throw base::Error(base::Fault::usage, fmt::format("{} is not a folder", flags.from));
  const auto source = lake::open(from, home.config().aws, home.environment());
  const auto copy = lake::open(to, home.config().aws, home.environment());
  lake::SyncOptions options;
  options.compare_bytes = !flags.sizes_only;
  options.dry_run = flags.dry_run;
  Seldom seldom;
  options.progress = [&](std::uint64_t done, std::uint64_t of) {
    if (seldom.is_due())
      home.observer().progress(fmt::format("lake: {} of {} objects", base::with_commas(static_cast<std::int64_t>(done)),
                                           base::with_commas(static_cast<std::int64_t>(of))));
  };
  lake::SyncReport report = lake::sync(*source, *copy, options);
  home.observer().progress_ended();
  if (report.objects == 0)
    throw base::Error(base::Fault::usage,
                      fmt::format("{} holds no object of a lake: there is nothing to copy", flags.from));
  return report;
}

}  // namespace segue::pipeline
