// The real Client, built on libcurl.
#pragma once
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "http/client.h"

namespace segue::http {

struct CurlOptions {
  std::chrono::milliseconds connect_timeout{10'000};  // never longer than the request's own timeout
  std::size_t largest_body = std::size_t{256} << 20;  // bytes; a longer answer is a TransportError
  std::chrono::seconds stall_timeout{0};              // longest time without a byte; 0 = only the request's timeout
  std::string ca_file;                                // PEM file of the authorities to trust; "" = the system's
};

// Keeps connections open between requests. Speaks http and https only. Uses the proxies that the environment names, but
// never for a loopback or link-local address. Sends the path unchanged. One thread at a time per object. Logs nothing.
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
