// How it works (AWS signature version 4): the request is written in one canonical form, which the service can rebuild
// however headers and queries were ordered on the way. Its digest, with time and scope, is signed by a key that four
// HMACs derive from the secret key, so that the derived key is valid for one day, region and service.
#include "aws/signature.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"

namespace segue::aws {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

struct UrlParts {
  std::string host;  // with the port, unless it is the scheme's own
  std::string path;  // "/" at least
  std::string query;
};

UrlParts parts_of(const std::string& url) {
  const auto scheme_end = url.find("://");
  const std::string scheme = base::lower(std::string_view(url).substr(0, std::min(scheme_end, url.size())));
  if (scheme_end == std::string::npos || (scheme != "http" && scheme != "https"))
    throw base::Error(base::Fault::internal, "only http and https requests are signed");
  std::string_view rest = std::string_view(url).substr(scheme_end + 3);
  rest = rest.substr(0, rest.find('#'));
  UrlParts parts;
  const auto host_end = std::min(rest.find_first_of("/?"), rest.size());
  parts.host = base::lower(rest.substr(0, host_end));
  const std::string_view own_port = scheme == "http" ? ":80" : ":443";
  if (parts.host.ends_with(own_port)) parts.host.resize(parts.host.size() - own_port.size());
  rest.remove_prefix(host_end);
  const auto query = std::min(rest.find('?'), rest.size());
  parts.path = rest.substr(0, query);
  if (parts.path.empty()) parts.path = "/";
  if (query < rest.size()) parts.query = rest.substr(query + 1);
  return parts;
}

std::string decoded(std::string_view text) {
  std::string without_blanks;  // keeps '+', which percent_decode would turn into a blank
  for (const char c : text) without_blanks += c == '+' ? std::string("%2B") : std::string(1, c);
  return http::percent_decode(without_blanks);
}

// Encodes every byte but '/' and the unreserved ones.
std::string encoded_path(std::string_view path) {
  std::string out;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t slash = std::min(path.find('/', at), path.size());
    out += http::percent_encode(path.substr(at, slash - at));
    if (slash < path.size()) out += '/';
    at = slash + 1;
  }
  return out;
}

// Removes empty segments and "."; ".." removes the segment before it.
std::string normal_path(std::string_view path) {
  std::vector<std::string_view> kept;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t slash = std::min(path.find('/', at), path.size());
    const std::string_view segment = path.substr(at, slash - at);
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (!segment.empty() && segment != ".") {
      kept.push_back(segment);
    }
    at = slash + 1;
  }
  std::string out;
  for (const auto segment : kept) out.append("/").append(segment);
  if (out.empty() || path.ends_with('/')) out += '/';
  return out;
}

std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> fields;
  for (std::size_t at = 0; at < query.size();) {
    const std::size_t end = std::min(query.find('&', at), query.size());
    const std::string_view field = query.substr(at, end - at);
    const std::size_t equals = std::min(field.find('='), field.size());
    if (!field.empty())
      fields.emplace_back(http::percent_encode(decoded(field.substr(0, equals))),
                          http::percent_encode(decoded(field.substr(std::min(equals + 1, field.size())))));
    at = end + 1;
  }
  std::sort(fields.begin(), fields.end());  // by the encoded name, then by the encoded value
  std::string out;
  for (const auto& [name, value] : fields) out.append(out.empty() ? "" : "&").append(name).append("=").append(value);
  return out;
}

// Trims the value and turns each run of blanks into one.
std::string canonical_value(std::string_view value) {
  std::string out;
  for (const char c : value) {
    const bool blank = c == ' ' || c == '\t';
    if (!blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

// The headers left out are those that a proxy or the client library may change after signing.
bool is_signed(const std::string& name) {
  static constexpr std::array kLeftOut{"authorization",       "user-agent",        "expect",
                                       "connection",          "transfer-encoding", "x-amzn-trace-id",
                                       "proxy-authorization", "content-length"};
  return std::find(kLeftOut.begin(), kLeftOut.end(), name) == kLeftOut.end();
}

// Returns lower-case name → value; several values of one name are joined by commas, in their order.
std::map<std::string, std::string> canonical_headers(const http::Request& request) {
  std::map<std::string, std::string> headers;
  for (const auto& [given, value] : request.headers) {
    const std::string name = base::lower(given);
    if (!is_signed(name)) continue;
    const auto [at, fresh] = headers.try_emplace(name, canonical_value(value));
    if (!fresh) at->second += "," + canonical_value(value);
  }
  return headers;
}

std::string names_of(const std::map<std::string, std::string>& headers) {
  std::string out;
  for (const auto& [name, value] : headers) out.append(out.empty() ? "" : ";").append(name);
  return out;
}

bool has_header(const http::Request& request, std::string_view lower_name) {
  return std::any_of(request.headers.begin(), request.headers.end(),
                     [&](const http::Header& header) { return base::lower(header.first) == lower_name; });
}

std::string header_of(const http::Request& request, std::string_view lower_name) {
  for (const auto& [name, value] : request.headers)
    if (base::lower(name) == lower_name) return value;
  return {};
}

// "20260102T030405Z"
std::string basic_time(base::Instant now) {
  std::string out;
  for (const char c : base::to_iso8601(now).substr(0, 19))
    if (c != '-' && c != ':') out += c;
  return out + "Z";
}

}  // namespace

std::string canonical_request(const http::Request& request, const Scope& scope, std::string_view payload_sha256) {
  const UrlParts url = parts_of(request.url);
  const auto headers = canonical_headers(request);
  std::string lines;
  for (const auto& [name, value] : headers) lines += fmt::format("{}:{}\n", name, value);
  const std::string path =
      scope.service == "s3" ? encoded_path(decoded(url.path)) : encoded_path(normal_path(url.path));
  return fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, path, canonical_query(url.query), lines,
                     names_of(headers), payload_sha256);
}

void sign(http::Request& request, const Credentials& credentials, const Scope& scope, base::Instant now) {
  if (has_header(request, "authorization"))
    throw base::Error(base::Fault::internal, "a request is signed once: it has the header Authorization");
  const std::string time = basic_time(now);
  const std::string day = time.substr(0, 8);
  // These headers must be set before the canonical request is made, because they are signed.
  if (!has_header(request, "host")) request.headers.emplace_back("Host", parts_of(request.url).host);
  request.headers.emplace_back("X-Amz-Date", time);
  if (!credentials.session_token.empty())
    request.headers.emplace_back("X-Amz-Security-Token", credentials.session_token);
  std::string payload = header_of(request, "x-amz-content-sha256");
  if (payload.empty()) {
    payload = base::sha256_hex(request.body);
    if (scope.service == "s3") request.headers.emplace_back("X-Amz-Content-Sha256", payload);
  }
  const std::string where = fmt::format("{}/{}/{}/aws4_request", day, scope.region, scope.service);
  const std::string text = fmt::format("{}\n{}\n{}\n{}", kAlgorithm, time, where,
                                       base::sha256_hex(canonical_request(request, scope, payload)));
  std::string key = "AWS4" + credentials.secret_key;
  for (const std::string_view part : {std::string_view(day), std::string_view(scope.region),
                                      std::string_view(scope.service), std::string_view("aws4_request")})
    key = base::hmac_sha256(key, part);
  request.headers.emplace_back(
      "Authorization",
      fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}", kAlgorithm, credentials.access_key, where,
                  names_of(canonical_headers(request)), base::hex(base::hmac_sha256(key, text))));
}

}  // namespace segue::aws
