#include "lambda/function.h"

#include "http/url_clock.h"
#include "lake/open.h"

namespace segue::lambda {
namespace {

http::CurlOptions trusting(const std::string& ca_file) {
  http::CurlOptions options;
  options.ca_file = ca_file;
  return options;
}

std::unique_ptr<base::Clock> clock_of(const settings::Config& config, http::Client& client) {
  if (config.clock_url.empty()) return std::make_unique<base::SystemClock>();
  return std::make_unique<http::UrlClock>(client, config.clock_url);
}

}  // namespace

Function::Function(const Settings& settings, const base::Environment& environment, Polling::Log log)
    : spotify_client_(trusting(settings.ca_file)),
      aws_client_(trusting(settings.config.aws.ca_file)),
      clock_(clock_of(settings.config, spotify_client_)),
      credentials_(environment, aws_client_, machine_clock_),
      secrets_(aws_client_, credentials_, machine_clock_,
               {settings.parameter, settings.config.aws.region, settings.config.aws.ssm_endpoint}),
      // The lock covers only this environment. Reserved concurrency 1 keeps other environments from refreshing at the
      // same time.
      keeper_(spotify_client_, secrets_, *clock_, {settings.config.client_id, "", settings.config.accounts_url},
              settings.config.user, settings.config.home / "refresh.lock"),
      quota_(calls_, *clock_, spotify::caps_of(settings.config.quota_daily)),
      api_(spotify_client_, keeper_, settings.config.api_url, quota_, *clock_,
           [this](std::chrono::milliseconds wait) { clock_->wait_until(clock_->now() + wait); }),
      lake_(lake::open(settings.config.lake_place(), settings.config.aws, environment)),
      polling_(*lake_, api_, keeper_, *clock_, settings.config.user, std::move(log)) {}

}  // namespace segue::lambda
