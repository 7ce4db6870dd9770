#include "cli/load_if_free.h"

namespace segue::cli {

bool load_if_free(Context& context, const load::Options& options,
                  const std::function<void(warehouse::Connection&)>& ask) {
  const auto held = base::FileLock::try_take(context.files().lock());
  if (!held) return false;
  warehouse::WorkFile work(context.files(), *held);
  load::load_new(context.lake(), work, options);
  if (ask) {
    warehouse::Connection connection(work.database());
    ask(connection);
  }
  work.close();
  return true;
}

}  // namespace segue::cli
