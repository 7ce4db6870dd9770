// The published warehouse as readers see it: read-only, whole, never changing under an open reader.
#pragma once
#include "warehouse/work.h"

namespace segue::warehouse {

// Throws Error(usage) with the next step when nothing is published yet.
class Published {
 public:
  explicit Published(const Files& files);
  Connection& connection() { return connection_; }

 private:
  Database database_;
  Connection connection_;
};

}  // namespace segue::warehouse
