// How it works: one easy handle is used again for each call, so that its connections stay open; all options are set
// anew. The answer is gathered by callbacks, and what libcurl lets pass (a head that is cut, a body without end) is
// checked here.
#include "http/curl_client.h"

#include <curl/curl.h>
#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/clock.h"
#include "base/error.h"
#include "base/text.h"
#include "http/curl_fault.h"
#include "http/curl_url.h"

namespace segue::http {
namespace {

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

// The answer while libcurl's callbacks fill it in.
struct Incoming {
  Response response;
  std::size_t largest_body = 0;
  bool head_whole = false;  // the blank line after it came; checked because libcurl accepts a head that is cut short
  bool too_long = false;
};

std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& incoming = *static_cast<Incoming*>(into);
  std::string_view line(bytes, size * count);
  if (line.starts_with("HTTP/")) {  // a new head: the one before was an interim answer (100 Continue)
    incoming.response.headers.clear();
    incoming.head_whole = false;
  } else if (base::trimmed(line).empty()) {
    incoming.head_whole = true;
  } else if (auto colon = line.find(':'); colon != std::string_view::npos) {
    incoming.response.headers.emplace_back(line.substr(0, colon), base::trimmed(line.substr(colon + 1)));
  }
  return size * count;
}

std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& incoming = *static_cast<Incoming*>(into);
  if (incoming.response.body.size() + size * count > incoming.largest_body) {
    incoming.too_long = true;
    return 0;
  }
  incoming.response.body.append(bytes, size * count);
  return size * count;
}

// The address in the form that errors may show, and whether its host is this machine or link-local.
struct Target {
  std::string shown, scheme, host;
  bool near = false;
};

Expected<Target, TransportError> target_of(const std::string& address) {
  const CurlUrl url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, address.c_str(), 0) != CURLUE_OK) {
    return unexpected(TransportError{"this is not an address"});
  }
  auto host = part(url, CURLUPART_HOST);
  auto port = part(url, CURLUPART_PORT);
  Target target;
  target.scheme = part(url, CURLUPART_SCHEME);
  target.host = host;
  target.shown = target.scheme + "://" + host + (port.empty() ? "" : ":" + port) + part(url, CURLUPART_PATH);
  // 169.254.… is where a machine or container gets its credentials; a proxy between would see them.
  target.near = host == "localhost" || host == "[::1]" || host.starts_with("127.") || host.starts_with("169.254.");
  return target;
}

bool breaks_line(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

// Returns nullopt if a name or value contains a line break, which would start another header.
std::optional<HeaderList> header_list(const Request& request) {
  curl_slist* list = nullptr;
  auto add = [&](const std::string& line) { list = curl_slist_append(list, line.c_str()); };
  add("Expect:");  // libcurl would wait for "100 Continue" before a large body
  bool fine = true;
  bool typed = false;
  for (const auto& [name, value] : request.headers) {
    fine = fine && !name.empty() && !breaks_line(name) && !breaks_line(value);
    typed = typed || curl_strequal(name.c_str(), "content-type") != 0;
    if (fine) add(value.empty() ? fmt::format("{};", name) : fmt::format("{}: {}", name, value));
  }
  if (!typed) add("Content-Type:");  // libcurl would label every body as a form
  HeaderList owned(list);
  if (!fine) return std::nullopt;
  return owned;
}

void set_method(CURL* handle, const Request& request) {
  if (request.method == "HEAD") {
    curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
    return;
  }
  bool has_body = !request.body.empty() || request.method == "POST" || request.method == "PUT";
  if (has_body) {
    curl_easy_setopt(handle, CURLOPT_POST, 1L);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.c_str());  // not copied
  }
  curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

void set_limits(CURL* handle, const Request& request, const CurlOptions& options) {
  auto total = std::max(request.timeout, std::chrono::milliseconds(1));
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(total.count()));
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(std::min(options.connect_timeout, total).count()));
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);  // "/./" can be part of a name
  if (options.stall_timeout.count() > 0) {
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.stall_timeout.count()));
  }
  if (!options.ca_file.empty()) {
    curl_easy_setopt(handle, CURLOPT_CAINFO, options.ca_file.c_str());
    curl_easy_setopt(handle, CURLOPT_PROXY_CAINFO, options.ca_file.c_str());
  }
}

std::string explained(CURLcode code, const char* detail, const Target& target, const std::string& ca_file) {
  CurlFault fault{code, curl_easy_strerror(code), detail, {}, target.host, ca_file, base::SystemClock().now()};
  if (!target.near) fault.proxy = proxy_for(target.scheme);
  return words_for(fault);
}

// Starts libcurl once for the process; the static makes that safe for threads.
void start_curl() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started != CURLE_OK) throw base::Error(base::Fault::internal, "libcurl does not start");
}

}  // namespace

void CurlClient::Close::operator()(void* handle) const {
  curl_easy_cleanup(handle);
}

CurlClient::CurlClient(CurlOptions options) : options_(std::move(options)) {
  start_curl();
  handle_.reset(curl_easy_init());
  if (!handle_) throw base::Error(base::Fault::internal, "libcurl gives no handle");
}

Expected<Response, TransportError> CurlClient::send(const Request& request) {
  auto target = target_of(request.url);
  if (!target) return unexpected(target.error());
  auto about = request.method + " " + target->shown + ": ";
  auto headers = header_list(request);
  if (!headers) return unexpected(TransportError{about + "a header holds a line break"});

  Incoming incoming;
  incoming.largest_body = options_.largest_body;
  CURL* handle = handle_.get();
  curl_easy_reset(handle);  // clears options and keeps open connections
  curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
  set_limits(handle, request, options_);
  set_method(handle, request);
  if (target->near) curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers->get());
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &on_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &incoming);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &on_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &incoming);

  std::array<char, CURL_ERROR_SIZE> detail{};
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, detail.data());
  CURLcode code = curl_easy_perform(handle);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, nullptr);  // the buffer does not outlive this call
  if (incoming.too_long) return unexpected(TransportError{about + "the answer is too long"});
  if (code != CURLE_OK)
    return unexpected(TransportError{about + explained(code, detail.data(), *target, options_.ca_file)});
  if (!incoming.head_whole) return unexpected(TransportError{about + "the answer's head is cut short"});
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  incoming.response.status = static_cast<int>(status);
  return std::move(incoming.response);
}

}  // namespace segue::http
