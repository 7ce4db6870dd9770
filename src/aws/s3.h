// The few calls of S3 that a lake needs, for AWS and every service that speaks S3.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/credentials.h"
#include "aws/endpoints.h"
#include "aws/s3_answers.h"
#include "aws/signature.h"
#include "base/clock.h"
#include "http/client.h"
#include "http/retry.h"

namespace segue::aws {

// The address of one bucket. The constructor throws Error(usage) for an impossible bucket name and for a missing
// region.
class BucketPlace {
 public:
  BucketPlace(std::string bucket, const Endpoints& config);
  // Returns the URL of an object (key "" = of the bucket). `query` is "" or begins with "?".
  std::string url(std::string_view key, std::string_view query = {}) const;
  const std::string& bucket() const { return bucket_; }
  const std::string& region() const { return region_; }
  bool is_aws() const { return is_aws_; }

 private:
  std::string bucket_, region_, base_;  // base_: the URL up to the key, with the last '/'
  bool is_aws_ = false;
};

// Tries a call again, with growing, jittered waits, after a transport fault, a 5xx, a 429 or "SlowDown"; a body that
// does not match its checksum counts as a transport fault. Every other refusal throws Error(upstream) with the call,
// the service's code and, for common codes, the cure. Safe for several threads if `client` is.
class S3 {
 public:
  // All references outlive the object. `clock` is the machine's own: services refuse requests dated 15 minutes off.
  // `draw` is uniform in [0, 1).
  S3(BucketPlace place, http::Client& client, CredentialChain& chain, const base::Clock& clock,
     std::function<double()> draw, http::RetryPolicy policy = default_policy());
  static http::RetryPolicy default_policy();

  // Writes the object unless the key exists (If-None-Match: *). Returns true if this call wrote it. If the answer to a
  // write was lost, the write counts as ours if the object has these bytes.
  bool put_new(const std::string& key, std::string_view bytes);
  // Throws Error(upstream) if the service ignores If-None-Match. The object `key` must exist with these bytes: they are
  // written again, which harms nothing.
  void prove_conditional(const std::string& key, std::string_view bytes);
  std::optional<std::string> get(const std::string& key);
  std::optional<std::uint64_t> size_of(const std::string& key);
  // Reads all pages of the list. `delimiter` "" = none.
  Listing list(const std::string& prefix, const std::string& start_after = {}, const std::string& delimiter = {});

  const BucketPlace& place() const { return place_; }

 private:
  struct Asked;
  struct Outcome;
  Outcome exchange(const Asked& asked);
  Outcome put(const std::string& key, std::string_view bytes);
  [[noreturn]] void refuse(const Asked& asked, const http::Response& answer) const;

  BucketPlace place_;
  http::Client& client_;
  CredentialChain& chain_;
  const base::Clock& clock_;
  std::function<double()> draw_;
  http::RetryPolicy policy_;
};

}  // namespace segue::aws
