// Publishes schema segue_build into schema segue by writing only what differs.
#pragma once
#include <functional>
#include <vector>

#include "warehouse/postgres.h"
#include "warehouse/warehouse.h"

namespace segue::warehouse {

// Writes in one transaction the rows that are new, changed or gone, by each mart's key. A mart that gained columns gets
// them in place. A mart whose columns changed otherwise is replaced: its grants are given again, and other people's
// views over it are dropped with a warning that names them. Marts that the build no longer has are dropped. No
// statement of a reader sees a mix; all other grants and views stay. Calls `before_shown` before the commit.
void publish_difference(PgConnection& connection, const std::vector<Mart>& marts,
                        const std::function<void()>& before_shown);

}  // namespace segue::warehouse
