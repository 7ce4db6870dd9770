#include "cli/lake_check.h"

#include <fmt/core.h>

#include <functional>

#include "base/error.h"
#include "base/log.h"
#include "load/backlog.h"
#include "load/lost.h"

namespace segue::cli {
namespace {

// `ask` looks at tables; what cannot be read (not there, damaged, of a newer segue) tells nothing.
load::Lost told_by(const std::function<load::Lost()>& ask) {
  try {
    return ask();
  } catch (const warehouse::Busy&) {
    throw;
  } catch (const std::exception& error) {
    spdlog::debug("what the lake held is not told: {}", error.what());
    return {};
  }
}

load::Lost lost_of_tables(Context& context, const base::FileLock& held) {
  const auto work = context.warehouse().open(held);
  load::Lost lost = load::lost_objects(context.lake(), *work->connect());
  work->close();
  return lost;
}

load::Lost lost_of_published(Context& context) {
  if (!context.warehouse().is_published()) return {};
  return load::lost_objects(context.lake(), *context.warehouse().read());
}

// Where tables and what was published are gone, the run ledger knows that there once was a build.
bool has_built(Context& context) {
  try {
    return !context.state().builds().empty();
  } catch (const base::Error& error) {
    spdlog::debug("the last build is not told: {}", error.what());
    return false;
  }
}

}  // namespace

void require_whole_lake(Context& context, const base::FileLock& held) {
  const std::string place = context.load_options().lake_place;
  load::Lost lost = told_by([&] { return lost_of_tables(context, held); });
  if (lost.known == 0) lost = told_by([&] { return lost_of_published(context); });
  load::require_lake(lost, place);
  if (lost.known == 0 && !context.warehouse().is_published() && has_built(context)) require_some_lake(context);
}

void require_some_lake(Context& context) {
  if (!load::objects_that_tables_hold(context.lake()).empty()) return;
  throw base::Error(base::Fault::input,
                    fmt::format("the lake {} holds nothing that tables could be made of: nothing was changed. Is the "
                                "disk mounted, are path and bucket right? `segue rebuild --even-if-smaller` builds an "
                                "empty warehouse all the same",
                                context.load_options().lake_place));
}

}  // namespace segue::cli
