// An S3 with everything that it leans on.
#pragma once
#include <memory>

#include "aws/s3.h"

namespace segue::aws {

// The machine's clock, connections of libcurl (one for each call under way), credentials by the environment's chain.
// Throws what BucketPlace throws. Safe for several threads.
std::shared_ptr<S3> connect_s3(const std::string& bucket, const base::Aws& config, base::Environment environment,
                               http::RetryPolicy policy = S3::default_policy());

}  // namespace segue::aws
