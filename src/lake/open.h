// Opens the lake that a place names.
#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "aws/endpoints.h"
#include "base/environment.h"
#include "lake/lake.h"

namespace segue::lake {

// Opens "s3://BUCKET/PREFIX" (a '/' at its end is ignored) or a folder. Makes no call yet. Throws Error(usage) for an
// impossible bucket or prefix.
std::unique_ptr<Lake> open(const std::string& place, const aws::Endpoints& endpoints,
                           const base::Environment& environment);

}  // namespace segue::lake
