// The few calls of S3 that a lake needs, on AWS or on any service that speaks S3.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/credentials.h"
#include "aws/s3_answers.h"
#include "aws/signature.h"
#include "base/clock.h"
#include "base/config.h"
#include "http/client.h"
#include "http/retry.h"

namespace segue::aws {

// Where one bucket is. Throws Error(usage) for a bucket's name that cannot be, and where a region is missing.
class BucketPlace {
 public:
  BucketPlace(std::string bucket, const base::Aws& config);
  // Address of an object ("" = of the bucket itself); `query` with its "?", or "".
  std::string url(std::string_view key, std::string_view query = {}) const;
  const std::string& bucket() const { return bucket_; }
  const std::string& region() const { return region_; }
  bool is_aws() const { return is_aws_; }

 private:
  std::string bucket_, region_, base_;  // base_: what stands before the key, with its last '/'
  bool is_aws_ = false;
};

// Asks again, with waits that grow and jitter, after a transport fault, a 5xx, a 429 or "SlowDown"; a body that does
// not match the checksum beside it is such a fault. Every other refusal is Error(upstream), which names what was asked,
// the service's own code and, for the common ones, the cure. Safe for several threads where `client` is.
class S3 {
 public:
  // All outlive it. `clock` is the machine's own: services refuse requests dated 15 minutes off. `draw` is uniform in
  // [0, 1).
  S3(BucketPlace place, http::Client& client, CredentialChain& chain, const base::Clock& clock,
     std::function<double()> draw, http::RetryPolicy policy = default_policy());
  static http::RetryPolicy default_policy();

  // Writes the object unless there is one of that key (If-None-Match: *): true when these bytes are the object now by
  // this call. A write whose answer was lost counts as ours when the object's bytes are these.
  bool put_new(const std::string& key, std::string_view bytes);
  // Throws Error(upstream) when the service overwrites in spite of If-None-Match: writes an object of that key again,
  // which is there and has these bytes.
  void prove_conditional(const std::string& key, std::string_view bytes);
  std::optional<std::string> get(const std::string& key);
  std::optional<std::uint64_t> size_of(const std::string& key);
  // All pages. `delimiter` "" = none.
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
