// One Client for many threads: each exchange borrows a client of its own from a pool.
#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "http/client.h"

namespace segue::http {

// Safe for any number of threads. The pool grows to the largest number of exchanges that ran at once.
class PooledClient final : public Client {
 public:
  using Make = std::function<std::unique_ptr<Client>()>;
  explicit PooledClient(Make make) : make_(std::move(make)) {}
  Expected<Response, TransportError> send(const Request& request) override;

 private:
  Make make_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Client>> idle_;
};

}  // namespace segue::http
