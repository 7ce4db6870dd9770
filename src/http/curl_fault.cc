#include "http/curl_fault.h"

#include <curl/curl.h>
#include <fmt/core.h>

#include <cstdlib>
#include <string_view>
#include <vector>

#include "http/curl_url.h"

namespace segue::http {
namespace {

bool holds(std::string_view text, std::string_view part) {
  return !part.empty() && text.find(part) != text.npos;
}

// Cuts the query from every address in `text`.
std::string without_queries(std::string_view text) {
  std::string out;
  bool is_query = false;
  for (const char c : text) {
    if (c == '?') is_query = true;
    if (c == ' ' || c == '\'' || c == '"') is_query = false;
    if (!is_query && c != '\n' && c != '\r') out += c;
  }
  return out;
}

bool is_of_dates(std::string_view detail) {
  return holds(detail, "not yet valid") || holds(detail, "expired");
}

std::string named(const Proxy& proxy) {
  return fmt::format("the proxy {}{}{} (from {})", proxy.host, proxy.port.empty() ? "" : ":", proxy.port,
                     proxy.variable);
}

// Returns whether the proxy itself failed, and not the host behind it.
bool is_of_proxy(const CurlFault& fault) {
  if (fault.code == CURLE_COULDNT_RESOLVE_PROXY) return true;
  if (holds(fault.detail, "from proxy") || holds(fault.detail, "CONNECT")) return true;
  if (!fault.proxy) return false;
  const bool is_of_line = fault.code == CURLE_COULDNT_CONNECT || fault.code == CURLE_OPERATION_TIMEDOUT ||
                          fault.code == CURLE_COULDNT_RESOLVE_HOST || fault.code == CURLE_PROXY;
  return is_of_line && holds(fault.detail, fault.proxy->host) && !holds(fault.detail, fault.host);
}

std::string cure_of(const CurlFault& fault) {
  if (is_of_proxy(fault)) {
    const std::string which = fault.proxy ? named(*fault.proxy) : "the proxy of the environment";
    return fmt::format("; {} failed and {} was never reached: correct the variable, or name {} in no_proxy", which,
                       fault.host, fault.host);
  }
  if (fault.code == CURLE_SSL_CACERT_BADFILE)
    return fmt::format("; the authorities in {} cannot be read: the setting must name a readable PEM file",
                       fault.ca_file.empty() ? "the system's file" : fault.ca_file);
  if (fault.code == CURLE_SSL_CONNECT_ERROR && holds(fault.detail, "wrong version number"))
    return "; what answered does not speak TLS: it may be a network's sign-in page, a proxy or a wrong port";
  if (fault.code != CURLE_PEER_FAILED_VERIFICATION) return {};
  if (is_of_dates(fault.detail))
    return fmt::format("; is this machine's clock right? It says {}", base::to_iso8601(fault.now));
  if (holds(fault.detail, "issuer") || holds(fault.detail, "self-signed") || holds(fault.detail, "self signed"))
    return fault.ca_file.empty() ? "; if a company's network or a proxy presents certificates of its own, name its "
                                   "authority: [http] ca_file in config.toml, or SEGUE_HTTP_CA_FILE"
                                 : fmt::format("; {} does not contain the authority that signed it", fault.ca_file);
  if (holds(fault.detail, "subject name"))
    return fmt::format("; what answered is not {}: it may be a network's sign-in page, a proxy or a wrong address",
                       fault.host);
  return {};
}

}  // namespace

std::string words_for(const CurlFault& fault) {
  const std::string detail = without_queries(fault.detail);
  std::string words = fault.meaning;
  if (!detail.empty() && detail != fault.meaning) words += ": " + detail;
  return words + cure_of(fault);
}

std::optional<Proxy> proxy_for(const std::string& scheme) {
  // libcurl does not read HTTP_PROXY in capitals: in a CGI server a client could set it with the header "Proxy".
  const std::vector<const char*> names = scheme == "https"
                                             ? std::vector{"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}
                                             : std::vector{"http_proxy", "all_proxy", "ALL_PROXY"};
  for (const char* name : names) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const CurlUrl url(curl_url());
    if (!url ||
        curl_url_set(url.get(), CURLUPART_URL, value, CURLU_GUESS_SCHEME | CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
      return Proxy{"", "", name};
    return Proxy{part(url, CURLUPART_HOST), part(url, CURLUPART_PORT), name};
  }
  return std::nullopt;
}

}  // namespace segue::http
