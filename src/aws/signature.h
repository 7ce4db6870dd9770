// AWS signature version 4, a pure function of a request.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
#pragma once
#include <string>
#include <string_view>

#include "aws/credentials.h"
#include "base/time.h"
#include "http/client.h"

namespace segue::aws {

struct Scope {
  std::string region;   // "eu-central-1"
  std::string service;  // "s3", "ssm"
};

// Adds the headers Host, X-Amz-Date, X-Amz-Security-Token (if the credentials have a token), X-Amz-Content-Sha256 (for
// service "s3") and Authorization. Signs every header except User-Agent, Expect and the headers that a proxy may
// change. If X-Amz-Content-Sha256 is already set, its value is used as the digest of the body (64 hex digits, or
// UNSIGNED-PAYLOAD).
//
// The URL is sent unchanged, so its path must be percent-encoded already, by http::percent_encode with '/' between
// segments; '+' is a plus in path and query. For S3 the path is signed as it is; for every other service it is signed
// without "." and ".." and encoded once more. Throws Error(internal) for a URL that is not http or https, and for a
// request that is already signed.
void sign(http::Request& request, const Credentials& credentials, const Scope& scope, base::Instant now);

// Returns the canonical request, whose digest is signed. For tests, and to compare with the one that a service reports.
std::string canonical_request(const http::Request& request, const Scope& scope, std::string_view payload_sha256);

}  // namespace segue::aws
