// HTTP out. One interface, so that rooms above can be tested against answers written by hand.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expected.h"

namespace segue::http {

using Header = std::pair<std::string, std::string>;

struct Request {
  std::string method = "GET";
  std::string url;
  std::vector<Header> headers;
  std::string body;
  std::chrono::milliseconds timeout{30'000};  // of the whole exchange
};

struct Response {
  int status = 0;
  std::vector<Header> headers;
  std::string body;
  // First header of that name, letter case ignored.
  std::optional<std::string> header(std::string_view name) const;
};

// No whole answer came: resolve, connect, time-out, reset, a body shorter than promised.
struct TransportError {
  std::string what;  // never holds a header or a query
};

class Client {
 public:
  virtual ~Client() = default;
  // Redirects are not followed; every status is a Response.
  virtual Expected<Response, TransportError> send(const Request& request) = 0;
};

std::string percent_encode(std::string_view text);  // RFC 3986 unreserved characters stay
std::string percent_decode(std::string_view text);  // '+' is a blank, as in forms
// "a=1&b=x%20y"
std::string form(const std::vector<std::pair<std::string, std::string>>& fields);

}  // namespace segue::http
