#include "pipeline/home.h"

#include <fmt/core.h>

#include "http/curl_client.h"
#include "http/url_clock.h"
#include "lake/open.h"
#include "warehouse/open.h"

namespace segue::pipeline {

Home::Home(settings::Config config, base::Environment environment, Observer& observer)
    : config_(std::move(config)), environment_(std::move(environment)), observer_(observer) {}

const base::Clock& Home::clock() {
  if (clock_) return *clock_;
  if (config_.clock_url.empty())
    clock_ = std::make_unique<base::SystemClock>();
  else
    clock_ = std::make_unique<http::UrlClock>(client(), config_.clock_url);
  return *clock_;
}

http::Client& Home::client() {
  if (!client_) {
    http::CurlOptions options;
    options.ca_file = config_.http_ca_file;
    client_ = std::make_unique<http::CurlClient>(std::move(options));
  }
  return *client_;
}

lake::Lake& Home::lake() {
  if (!lake_) lake_ = lake::open(config_.lake_place(), config_.aws, environment_);
  return *lake_;
}

warehouse::Warehouse& Home::warehouse() {
  if (!warehouse_)
    warehouse_ = warehouse::open(config_.home, {config_.warehouse_url, config_.warehouse_statement_timeout_s});
  return *warehouse_;
}

load::Options Home::load_options() {
  load::Options options;
  options.zones = config_.zones;
  options.now = [this] { return clock().now(); };
  options.lake_place = config_.lake_place();
  return options;
}

base::FileLock Home::take_lock() {
  if (auto lock = base::FileLock::try_take(files().lock())) return std::move(*lock);
  observer_.notice(fmt::format("waiting for another segue that is loading or building in {}", config_.home.string()));
  return base::FileLock::take(files().lock());
}

state::StateFile& Home::state() {
  if (!state_) state_ = std::make_unique<state::StateFile>(config_.state());
  return *state_;
}

void Home::only_look() {
  if (!state_) state_ = std::make_unique<state::StateFile>(state::StateFile::to_look_at(config_.state()));
}

spotify::Quota& Home::quota() {
  if (!quota_) {
    calls_ = std::make_unique<state::CallsThatGoOn>(
        [this] { return std::make_unique<state::LastingCalls>(state()); },
        [this](const std::string& why) {
          observer_.notice(fmt::format("segue: calls are counted in memory only: {}", why));
        });
    quota_ = std::make_unique<spotify::Quota>(*calls_, clock(), spotify::caps_of(config_.quota_daily));
  }
  return *quota_;
}

void Home::notice_once(const std::string& line) {
  if (noticed_.insert(line).second) observer_.notice(line);
}

}  // namespace segue::pipeline
