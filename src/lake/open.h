// Which lake a place names.
#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "base/config.h"
#include "lake/lake.h"

namespace segue::lake {

// "s3://BUCKET/PREFIX" (a '/' at its end counts for nothing) or a folder. Nothing is asked yet. Throws Error(usage) for
// a bucket or prefix that cannot be.
std::unique_ptr<Lake> open(const std::string& place, const base::Aws& config, const base::Environment& environment);

// The lake of a configuration: its lake_url, or the folder in its home.
std::unique_ptr<Lake> open(const base::Config& config, const base::Environment& environment);

}  // namespace segue::lake
