// A lake in a bucket of S3, or of a service that speaks it.
#pragma once
#include <atomic>
#include <memory>
#include <string>

#include "aws/s3.h"
#include "lake/lake.h"

namespace segue::lake {

// Safe for several threads and for several writers.
class S3Lake final : public Lake {
 public:
  // `prefix` stands before each key, without '/' at its ends; "" = nothing.
  S3Lake(std::shared_ptr<aws::S3> s3, std::string prefix);

  // The first small object that goes to a service that is not AWS's goes twice: throws Error(upstream) where the second
  // is not refused.
  bool put_new(const std::string& key, std::string_view bytes) override;
  std::string get(const std::string& key) const override;
  bool exists(const std::string& key) const override;
  std::vector<ObjectInfo> list(std::string_view prefix, std::string_view after = {}) const override;
  std::vector<std::string> folders(std::string_view prefix) const override;
  int reads_at_once() const override { return 8; }

 private:
  std::string full(std::string_view key) const { return prefix_ + std::string(key); }
  std::shared_ptr<aws::S3> s3_;
  std::string prefix_;  // with its '/'
  std::atomic<bool> is_proven_;
};

// Where a listing of keys that begin with the first `from` bytes of `after` may start and miss none later than `after`,
// though the service lists by folders: such a one has "a/b" before "a-b" (S3 has not), and passes over all of a folder
// when it is told to start after the folder's name. "" = at the beginning. What comes too much is the caller's to drop.
std::string safe_start(std::string_view after, std::size_t from);

}  // namespace segue::lake
