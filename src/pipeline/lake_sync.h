// The step `lake sync`: copies a lake and verifies the copy.
#pragma once
#include <string>

#include "lake/sync.h"
#include "pipeline/home.h"

namespace segue::pipeline {

struct SyncFlags {
  std::string from, to;     // folders, or s3://BUCKET/PREFIX
  bool sizes_only = false;  // compare objects that are in both by size only
  bool dry_run = false;
};

// Does lake::sync. Throws Error(usage) if both are one place, or if `from` is no folder or holds no object of a lake.
lake::SyncReport sync_lakes(Home& home, const SyncFlags& flags);

}  // namespace segue::pipeline
