// Makes an S3 with everything that it needs.
#pragma once
#include <memory>

#include "aws/s3.h"

namespace segue::aws {

// Uses the machine's clock, libcurl (one connection for each call under way) and the credential chain. Throws like
// BucketPlace. Safe for several threads.
std::shared_ptr<S3> connect_s3(const std::string& bucket, const Endpoints& config, base::Environment environment,
                               http::RetryPolicy policy = S3::default_policy());

}  // namespace segue::aws
