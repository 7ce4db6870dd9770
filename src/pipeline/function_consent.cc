#include "pipeline/function_consent.h"

#include <fmt/core.h>

#include "base/error.h"
#include "http/curl_client.h"

namespace segue::pipeline {
namespace {

using base::Error;
using base::Fault;

std::unique_ptr<http::Client> client_of(const aws::Endpoints& aws) {
  http::CurlOptions options;
  options.ca_file = aws.ca_file;
  return std::make_unique<http::CurlClient>(std::move(options));
}

aws::ParameterPlace place_of(const std::string& into, const aws::Endpoints& aws) {
  if (!into.starts_with("ssm:/") || into.size() < 6)
    throw Error(Fault::usage, fmt::format("--into {}: write ssm:/NAME, the name of an SSM parameter", into));
  if (aws.region.empty())
    throw Error(Fault::usage, "no region is set for the parameter: set [aws] region in config.toml or AWS_REGION");
  return {into.substr(4), aws.region, aws.ssm_endpoint};
}

// Returns the function's app. Two holders of one app's consent would end each other's, so the id must be given and is
// never taken from this home.
spotify::App app_of(const std::string& client_id, const settings::Config& config) {
  if (client_id.empty())
    throw Error(Fault::usage,
                "--into needs --client-id ID: the function has an app of its own at developer.spotify.com, with the "
                "redirect URI http://127.0.0.1/callback");
  if (!settings::is_client_id(client_id))
    throw Error(Fault::usage, "--client-id has 1 to 64 letters, digits, _ and -: copy it from the app's page");
  return {client_id, "", config.accounts_url, std::string(spotify::kCaptureScope)};
}

}  // namespace

FunctionConsent::FunctionConsent(Home& home, const std::string& into, const std::string& client_id)
    : aws_client_(client_of(home.config().aws)),
      place_(place_of(into, home.config().aws)),
      app_(app_of(client_id, home.config())),
      credentials_(home.environment(), *aws_client_, machine_clock_),
      secrets_(*aws_client_, credentials_, machine_clock_, place_),
      keeper_(home.client(), secrets_, home.clock(), app_, home.user(),
              home.config().secrets() / fmt::format("{}.{}.lock", home.user(), client_id)),
      user_(home.user()),
      home_secrets_(home.config().secrets(), base::secret_key(home.environment(), home.config().key_folder)),
      api_(home.client(), keeper_, home.config().api_url, home.quota(), home.clock(),
           [&clock = home.clock()](std::chrono::milliseconds wait) { clock.wait_until(clock.now() + wait); }) {}

}  // namespace segue::pipeline
