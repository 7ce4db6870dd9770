#include "pipeline/dbt.h"

#include "transform/by_hand.h"

namespace segue::pipeline {

int dbt(Home& home, const std::vector<std::string>& arguments) {
  const auto installed = transform::dbt_home(home.config(), home.environment());
  const base::FileLock held = home.take_lock();
  return transform::dbt_by_hand(installed, home.warehouse(), held, arguments);
}

}  // namespace segue::pipeline
