// A lake in a bucket of S3, or of a service that speaks S3.
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
  // `prefix` is put before each key; it has no '/' at its ends. "" = no prefix.
  S3Lake(std::shared_ptr<aws::S3> s3, std::string prefix);

  // Writes the first small object twice if the service is not AWS, and throws Error(upstream) if the second write is
  // not refused.
  bool put_new(const std::string& key, std::string_view bytes) override;
  std::string get(const std::string& key) const override;
  bool exists(const std::string& key) const override;
  std::vector<ListedObject> list(std::string_view prefix, std::string_view after = {}) const override;
  std::vector<std::string> folders(std::string_view prefix) const override;
  int reads_at_once() const override { return 8; }

 private:
  std::string full(std::string_view key) const { return prefix_ + std::string(key); }
  std::shared_ptr<aws::S3> s3_;
  std::string prefix_;  // with its '/'
  std::atomic<bool> is_proven_;
};

// Returns where a listing may start so that it misses no key after `after`, among keys that begin with the first `from`
// bytes of `after`; "" = at the beginning. A service that lists by folders sorts "a/b" before "a-b", unlike S3, and
// skips a whole folder if start-after is the folder's name. So the start may be early: the caller drops the extra keys.
std::string safe_start(std::string_view after, std::size_t from);

}  // namespace segue::lake
