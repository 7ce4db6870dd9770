// From schema segue_build to schema segue, by difference.
#pragma once
#include <functional>
#include <vector>

#include "warehouse/postgres.h"
#include "warehouse/warehouse.h"

namespace segue::warehouse {

// In one transaction: rows that are new, changed or gone, by each mart's key; a mart that gained columns gains them,
// one whose columns changed otherwise is replaced (its grants are given again; views of others over it are dropped,
// with a warning that names them); marts that the build no longer has are dropped. No statement of a reader sees a mix,
// grants and views stay. `before_shown` is told before the commit.
void publish_difference(PgConnection& connection, const std::vector<Mart>& marts,
                        const std::function<void()>& before_shown);

}  // namespace segue::warehouse
