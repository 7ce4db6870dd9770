// Every call goes through exchange(), which signs and sends it and repeats it while that may help. A write is
// conditional: S3 answers 412 if the key exists. After a lost answer 412 can mean our own earlier try, so put_new()
// then compares the stored bytes with ours.
#include "aws/s3.h"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>

#include "base/error.h"
#include "base/hash.h"
#include "base/log.h"

namespace segue::aws {
namespace {

using base::Error;
using base::Fault;
using namespace std::chrono_literals;

constexpr const char* kChecksum = "x-amz-checksum-sha256";

// "a%20b/c"
std::string encoded_key(std::string_view key) {
  std::string out;
  for (const char c : key) out += c == '/' ? std::string("/") : http::percent_encode(std::string(1, c));
  return out;
}

// Returns whether `checksum` is that of other bytes. The checksum of a multipart object ("…-3") covers no whole body
// and is ignored.
bool contradicts(const std::optional<std::string>& checksum, std::string_view raw_sha256) {
  return checksum && checksum->find('-') == std::string::npos && *checksum != base::base64(raw_sha256);
}

// Refusals of a request that may succeed when it is sent again.
bool asks_to_come_back(const S3Refusal& refusal) {
  return refusal.code == "SlowDown" || refusal.code == "RequestTimeout" || refusal.code == "OperationAborted" ||
         refusal.code == "ConditionalRequestConflict";
}

}  // namespace

BucketPlace::BucketPlace(std::string bucket, const Endpoints& config) {
  bucket_ = std::move(bucket);
  region_ = config.region;
  is_aws_ = config.endpoint.empty();
  const auto allowed = [](unsigned char c) { return (c < 128 && std::isalnum(c)) || c == '-' || c == '.' || c == '_'; };
  if (bucket_.size() < 3 || bucket_.size() > 63 || !std::all_of(bucket_.begin(), bucket_.end(), allowed))
    throw Error(Fault::usage, fmt::format("\"{}\" is not the name of an S3 bucket", bucket_));
  if (is_aws_ && region_.empty())
    throw Error(Fault::usage,
                fmt::format("s3://{}: no region is set: region in [aws] of config.toml, SEGUE_AWS_REGION or "
                            "AWS_REGION",
                            bucket_));
  if (region_.empty()) region_ = "us-east-1";  // the region that services without regions expect
  std::string endpoint = config.endpoint;
  while (endpoint.ends_with('/')) endpoint.pop_back();
  if (is_aws_)
    endpoint = fmt::format("https://s3.{}.amazonaws.com{}", region_, region_.starts_with("cn-") ? ".cn" : "");
  // AWS's wildcard certificate does not match a host name in which the bucket has a dot, so the bucket goes into the
  // path.
  if (config.in_path() || (is_aws_ && bucket_.find('.') != std::string::npos)) {
    base_ = fmt::format("{}/{}/", endpoint, bucket_);
  } else {
    const std::size_t host = endpoint.find("://") + 3;
    base_ = fmt::format("{}{}.{}/", endpoint.substr(0, host), bucket_, endpoint.substr(host));
  }
}

std::string BucketPlace::url(std::string_view key, std::string_view query) const {
  return base_ + encoded_key(key) + std::string(query);
}

struct S3::Asked {
  std::string method;
  std::string key;
  std::string query;  // begins with '?', or ""
  std::vector<http::Header> headers;
  std::string_view body;
  // Returns why an answer cannot be believed, nullopt if it can.
  std::function<std::optional<std::string>(const http::Response&)> fault;

  std::string shown(const BucketPlace& place) const {
    return fmt::format("{} s3://{}/{}", key.empty() ? "LIST" : method, place.bucket(), key);
  }
};

struct S3::Outcome {
  http::Response answer;
  bool is_sure = true;  // false: an earlier try may have been carried out, but its answer was lost
};

S3::S3(BucketPlace place, http::Client& client, CredentialChain& chain, const base::Clock& clock,
       std::function<double()> draw, http::RetryPolicy policy)
    : place_(std::move(place)),
      client_(client),
      chain_(chain),
      clock_(clock),
      draw_(std::move(draw)),
      policy_(policy) {}

http::RetryPolicy S3::default_policy() {
  http::RetryPolicy policy;
  policy.attempts = 6;
  policy.base = 250ms;
  policy.ceiling = 10'000ms;
  policy.rate_base = 1'000ms;
  return policy;
}

S3::Outcome S3::exchange(const Asked& asked) {
  http::Request request;
  request.method = asked.method;
  request.url = place_.url(asked.key, asked.query);
  request.body = asked.body;
  request.timeout = 1h;  // enough for a large object on a slow line; the client's stall timeout ends a dead connection
  Outcome outcome;
  for (int attempt = 1;; ++attempt) {
    request.headers = asked.headers;
    // Signed again at each try: the signature has the time, and credentials may have changed meanwhile.
    sign(request, chain_.current(), {place_.region(), "s3"}, clock_.now());
    auto answer = client_.send(request);
    if (answer && asked.fault)
      if (const auto fault = asked.fault(*answer)) answer = unexpected(http::TransportError{*fault});
    auto judged = answer;
    if (judged && judged->status >= 400 && asks_to_come_back(refusal_in(*judged))) judged->status = 503;
    const auto wait = http::next_wait(policy_, attempt, judged, draw_());
    if (!wait) {
      if (!answer) throw Error(Fault::upstream, fmt::format("{}: {}", asked.shown(place_), answer.error().what));
      outcome.answer = std::move(*answer);
      return outcome;
    }
    // After a lost answer or a 5xx the service may have carried out the call.
    outcome.is_sure = outcome.is_sure && answer && answer->status < 500;
    spdlog::debug("{}: {}: again in {} ms", asked.shown(place_),
                  answer ? fmt::format("status {}", answer->status) : answer.error().what, wait->count());
    clock_.wait_until(clock_.now() + *wait);
  }
}

void S3::refuse(const Asked& asked, const http::Response& answer) const {
  const S3Refusal refusal = refusal_in(answer);
  const auto cure = [&]() -> std::string {
    if (refusal.code == "RequestTimeTooSkewed")
      return fmt::format(": this machine's clock says {}, the service's {}: set the clock (NTP)",
                         base::to_iso8601(clock_.now()), answer.header("date").value_or("something else"));
    if (!refusal.region.empty() && refusal.region != place_.region())
      return fmt::format(
          ": the bucket is in region {} and not in {}: set region in [aws] of config.toml, or "
          "SEGUE_AWS_REGION",
          refusal.region, place_.region());
    if (refusal.code == "SignatureDoesNotMatch") return ": the secret key does not belong to the access key";
    if (refusal.code == "InvalidAccessKeyId") return ": the service does not know the access key";
    if (refusal.code == "ExpiredToken") return ": the session token has expired: get new credentials";
    if (refusal.code == "NoSuchBucket") return ": there is no such bucket: make it, or name another as the lake";
    if (refusal.code == "NotImplemented" || answer.status == 501)
      return ": the service does not offer a call that segue makes (docs/operations.md lists the calls)";
    if (answer.status == 301 || answer.status == 307 || answer.status == 308)
      return ": the service redirects to another address: check region and endpoint in [aws] of config.toml";
    if (answer.status == 403)
      return ": these credentials do not permit it (docs/operations.md lists the rights that segue needs)";
    return "";
  };
  std::string said = refusal.code.empty() ? fmt::format("status {}", answer.status)
                                          : fmt::format("{} ({})", refusal.code, answer.status);
  throw Error(Fault::upstream, fmt::format("{}: refused: {}{}", asked.shown(place_), said, cure()));
}

S3::Outcome S3::put(const std::string& key, std::string_view bytes) {
  const std::string digest = base::sha256_raw(bytes);
  Asked asked{"PUT", key, "", {}, bytes, {}};
  asked.headers = {{"If-None-Match", "*"},
                   {"Content-Type", "application/octet-stream"},
                   {"X-Amz-Content-Sha256", base::hex(digest)},
                   {kChecksum, base::base64(digest)}};
  Outcome outcome = exchange(asked);
  if (outcome.answer.status != 200 && outcome.answer.status != 412) refuse(asked, outcome.answer);
  if (outcome.answer.status == 200 && contradicts(outcome.answer.header(kChecksum), digest))
    throw Error(Fault::upstream, fmt::format("{}: the service stored other bytes than were sent", asked.shown(place_)));
  return outcome;
}

bool S3::put_new(const std::string& key, std::string_view bytes) {
  const Outcome outcome = put(key, bytes);
  if (outcome.answer.status == 200) return true;
  return !outcome.is_sure && get(key) == bytes;
}

void S3::prove_conditional(const std::string& key, std::string_view bytes) {
  if (put(key, bytes).answer.status == 200)
    throw Error(Fault::upstream, fmt::format("s3://{}: the service ignores If-None-Match: objects there can be "
                                             "overwritten, so a lake cannot be kept there",
                                             place_.bucket()));
}

std::optional<std::string> S3::get(const std::string& key) {
  Asked asked{"GET", key, "", {{"X-Amz-Checksum-Mode", "ENABLED"}}, {}, {}};
  asked.fault = [](const http::Response& answer) -> std::optional<std::string> {
    if (answer.status != 200) return std::nullopt;
    const auto length = answer.header("content-length");
    if (length && *length != std::to_string(answer.body.size()))
      return fmt::format("{} of {} bytes arrived", answer.body.size(), *length);
    const auto checksum = answer.header(kChecksum);
    if (checksum && contradicts(checksum, base::sha256_raw(answer.body)))
      return "the bytes that arrived do not match their checksum";
    return std::nullopt;
  };
  Outcome outcome = exchange(asked);
  if (outcome.answer.status == 200) return std::move(outcome.answer.body);
  if (outcome.answer.status == 404 && refusal_in(outcome.answer).code != "NoSuchBucket") return std::nullopt;
  refuse(asked, outcome.answer);
}

std::optional<std::uint64_t> S3::size_of(const std::string& key) {
  const Asked asked{"HEAD", key, "", {}, {}, {}};
  const Outcome outcome = exchange(asked);
  if (outcome.answer.status == 404) return std::nullopt;
  if (outcome.answer.status != 200) refuse(asked, outcome.answer);
  const std::string length = outcome.answer.header("content-length").value_or("");
  if (length.empty() || length.find_first_not_of("0123456789") != std::string::npos || length.size() > 19)
    throw Error(Fault::upstream, fmt::format("{}: the service states no size", asked.shown(place_)));
  return std::stoull(length);
}

Listing S3::list(const std::string& prefix, const std::string& start_after, const std::string& delimiter) {
  Listing all;
  std::string next;
  do {
    std::vector<std::pair<std::string, std::string>> fields{{"list-type", "2"}, {"encoding-type", "url"}};
    if (!prefix.empty()) fields.emplace_back("prefix", prefix);
    if (!delimiter.empty()) fields.emplace_back("delimiter", delimiter);
    if (!next.empty())
      fields.emplace_back("continuation-token", next);
    else if (!start_after.empty())
      fields.emplace_back("start-after", start_after);
    const Asked asked{"GET", "", "?" + http::form(fields), {}, {}, {}};
    const Outcome outcome = exchange(asked);
    if (outcome.answer.status != 200) refuse(asked, outcome.answer);
    ListedPage page = page_in(outcome.answer.body);
    if (!next.empty() && page.next == next)
      // Without this check a faulty service would keep the loop running for ever.
      throw Error(Fault::upstream, fmt::format("{}: the service returned the same page again", asked.shown(place_)));
    next = std::move(page.next);
    std::move(page.listing.objects.begin(), page.listing.objects.end(), std::back_inserter(all.objects));
    std::move(page.listing.prefixes.begin(), page.listing.prefixes.end(), std::back_inserter(all.prefixes));
  } while (!next.empty());
  return all;
}

}  // namespace segue::aws
