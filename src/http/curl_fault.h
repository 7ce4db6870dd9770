// What went wrong in an exchange, in words that name the cause and, where there is one, the cure.
#pragma once
#include <optional>
#include <string>

#include "base/time.h"

namespace segue::http {

// The proxy that an exchange was to go through.
struct Proxy {
  std::string host, port;  // "" = not said
  std::string variable;    // of the environment, that names it: "https_proxy"
};

struct CurlFault {
  int code = 0;         // a CURLcode
  std::string meaning;  // libcurl's text for the code
  std::string detail;   // its error buffer; "" = none
  std::optional<Proxy> proxy;
  std::string host;     // that was asked
  std::string ca_file;  // authorities that were given; "" = the system's
  base::Instant now;    // of this machine
};

// "SSL peer certificate … not OK: certificate is not yet valid; does this machine's clock …". Queries are cut out.
std::string words_for(const CurlFault& fault);

// From https_proxy, http_proxy, all_proxy and the upper-case names that libcurl reads; `scheme`: "https" or "http".
std::optional<Proxy> proxy_for(const std::string& scheme);

}  // namespace segue::http
