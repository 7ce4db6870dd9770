// The real Client, over libcurl.
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
  std::chrono::seconds stall_timeout{0};              // no byte for so long is a TransportError; 0 = the timeout alone
  std::string ca_file;                                // PEM, in place of the system's authorities; "" = those
};

// Keeps connections open between requests. Only http and https; proxies of the environment are used, but never towards
// a loopback or link-local address. The path is sent as it stands. One thread at a time per object. Logs nothing.
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
