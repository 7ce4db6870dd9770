// The real Client, over libcurl.
#pragma once
#include <chrono>
#include <cstddef>
#include <memory>

#include "http/client.h"

namespace segue::http {

struct CurlOptions {
  std::chrono::milliseconds connect_timeout{10'000};  // never longer than the request's own timeout
  std::size_t largest_body = std::size_t{256} << 20;  // bytes; a longer answer is a TransportError
};

// Keeps connections open between requests. Only http and https; proxies of the environment are used, but never towards
// a loopback address. One thread at a time per object. Logs nothing.
class CurlClient final : public Client {
 public:
  explicit CurlClient(CurlOptions options = {});
  Expected<Response, TransportError> send(const Request& request) override;

 private:
  struct Close {
    void operator()(void* handle) const;
  };
  CurlOptions options_;
  std::unique_ptr<void, Close> handle_;
};

}  // namespace segue::http
