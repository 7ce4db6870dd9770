#include "cli/lake_check.h"

#include <functional>

#include "base/error.h"
#include "base/log.h"
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

}  // namespace

void require_whole_lake(Context& context, const base::FileLock& held) {
  const std::string place = context.load_options().lake_place;
  load::Lost lost = told_by([&] { return lost_of_tables(context, held); });
  if (lost.known == 0) lost = told_by([&] { return lost_of_published(context); });
  load::require_lake(lost, place);
}

}  // namespace segue::cli
