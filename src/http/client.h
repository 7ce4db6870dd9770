// The interface of an HTTP client. Rooms above take it as a parameter, so that tests can script the answers.
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
  std::chrono::milliseconds timeout{30'000};  // for the whole exchange
};

struct Response {
  int status = 0;
  std::vector<Header> headers;
  std::string body;
  // Returns the first header of that name, whatever its letter case.
  std::optional<std::string> header(std::string_view name) const;
};

// No whole answer came: the name did not resolve, no connection, time-out, reset, or a body shorter than announced.
struct TransportError {
  std::string what;  // never contains a header or a query
};

class Client {
 public:
  virtual ~Client() = default;
  // Does not follow redirects. An answer of any status is a Response.
  [[nodiscard]] virtual Expected<Response, TransportError> send(const Request& request) = 0;
};

std::string percent_encode(std::string_view text);  // leaves the unreserved characters of RFC 3986
std::string percent_decode(std::string_view text);  // decodes '+' as a blank, as in forms
// "a=1&b=x%20y"
std::string form(const std::vector<std::pair<std::string, std::string>>& fields);

}  // namespace segue::http
