// The step `lake sync`: copies a lake and verifies the copy.
#pragma once
#include <string>

#include "lake/sync.h"
#include "pipeline/home.h"

namespace segue::pipeline {

struct SyncFlags {
  std::string from, to;     // folders, or s3://BUCKET/PREFIX
  bool sizes_only = false;  // compare what is in both by size alone
  bool dry_run = false;
};

// As lake::sync. Throws Error(usage) when both are one place, when `from` is no folder or holds no object of a lake.
lake::SyncReport sync_lakes(Home& home, const SyncFlags& flags);

}  // namespace segue::pipeline
