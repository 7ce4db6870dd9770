// AWS signature version 4, as a pure function over a request.
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

// Gives `request` the headers Host, X-Amz-Date, X-Amz-Security-Token (of credentials that have one), for service "s3"
// X-Amz-Content-Sha256, and Authorization. Every header that it holds by then is signed, save User-Agent, Expect and
// those of one connection, which anybody on the way may change. A header X-Amz-Content-Sha256 that is there already is
// taken for the digest of the body (64 hex digits, or UNSIGNED-PAYLOAD).
//
// The URL is sent as it stands, so its path is percent-encoded already, by http::percent_encode and '/' between
// segments; in a path and in a query '+' is a plus. S3 signs the path as it stands; every other service signs it
// without "." and ".." and encoded once more.
// Throws Error(internal) for a URL that is none of http or https, and for a request that is signed already.
void sign(http::Request& request, const Credentials& credentials, const Scope& scope, base::Instant now);

// The first text that is signed; for tests and for what a service says it had computed.
std::string canonical_request(const http::Request& request, const Scope& scope, std::string_view payload_sha256);

}  // namespace segue::aws
