// Turns a failed exchange into a message that names the cause and, if there is one, the cure.
#pragma once
#include <optional>
#include <string>

#include "base/time.h"

namespace segue::http {

// The proxy of an exchange.
struct Proxy {
  std::string host, port;  // "" = not said
  std::string variable;    // the environment variable that names it: "https_proxy"
};

struct CurlFault {
  int code = 0;         // a CURLcode
  std::string meaning;  // libcurl's text for the code
  std::string detail;   // libcurl's error buffer; "" = none
  std::optional<Proxy> proxy;
  std::string host;     // that was called
  std::string ca_file;  // PEM file of the authorities; "" = the system's
  base::Instant now;    // by this machine's clock
};

// Returns "SSL peer certificate … not OK: certificate is not yet valid; does this machine's clock …", without queries.
std::string words_for(const CurlFault& fault);

// Returns the proxy that https_proxy, http_proxy, all_proxy or the upper-case names that libcurl reads give for
// `scheme` ("https" or "http"); nullopt if none does.
std::optional<Proxy> proxy_for(const std::string& scheme);

}  // namespace segue::http
