#include "cli/load_if_free.h"

namespace segue::cli {

std::optional<load::Report> load_if_free(Context& context, const load::Options& options,
                                         const std::function<void(warehouse::Connection&)>& ask) {
  const auto held = base::FileLock::try_take(context.files().lock());
  if (!held) return std::nullopt;
  std::unique_ptr<warehouse::Work> work;
  try {
    work = context.warehouse().open(*held);
  } catch (const warehouse::Busy&) {
    return std::nullopt;
  }
  load::Report report = load::load_new(context.lake(), *work, options);
  if (ask) ask(*work->connect());
  work->close();
  return report;
}

}  // namespace segue::cli
