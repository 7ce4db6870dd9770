// Parts of an address, parsed by libcurl.
#pragma once
#include <curl/curl.h>

#include <memory>
#include <string>

namespace segue::http {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using CurlUrl = std::unique_ptr<CURLU, FreeUrl>;

// Returns "" if the address has no such part.
inline std::string part(const CurlUrl& url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, 0) != CURLUE_OK) return {};
  std::string out(text);
  curl_free(text);
  return out;
}

}  // namespace segue::http
