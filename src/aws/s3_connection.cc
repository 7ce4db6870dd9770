#include "aws/s3_connection.h"

#include <random>

#include "http/curl_client.h"
#include "http/pooled_client.h"

namespace segue::aws {
namespace {

using namespace std::chrono_literals;

std::unique_ptr<http::Client> curl_for(const Endpoints& config) {
  http::CurlOptions options;
  options.largest_body = std::size_t{2} << 30;
  options.stall_timeout = 60s;
  options.ca_file = config.ca_file;
  return std::make_unique<http::CurlClient>(std::move(options));
}

struct Connection {
  Connection(BucketPlace place, const Endpoints& config, base::Environment environment, http::RetryPolicy policy)
      : client([config] { return curl_for(config); }),
        chain(std::move(environment), client, clock),
        s3(std::move(place), client, chain, clock, [this] { return draw(); }, policy) {}

  double draw() {
    const std::lock_guard guard(mutex);
    return std::uniform_real_distribution<double>(0, 1)(random);
  }

  base::SystemClock clock;
  http::PooledClient client;
  CredentialChain chain;
  std::mutex mutex;
  std::mt19937_64 random{std::random_device{}()};  // only for the jitter of waits
  S3 s3;
};

}  // namespace

std::shared_ptr<S3> connect_s3(const std::string& bucket, const Endpoints& config, base::Environment environment,
                               http::RetryPolicy policy) {
  auto connection = std::make_shared<Connection>(BucketPlace(bucket, config), config, std::move(environment), policy);
  return {connection, &connection->s3};
}

}  // namespace segue::aws
