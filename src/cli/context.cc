#include "cli/context.h"

#include <fmt/core.h>

#include "base/disk_fault.h"
#include "base/error.h"
#include "http/curl_client.h"
#include "http/url_clock.h"
#include "lake/open.h"
#include "warehouse/open.h"

namespace segue::cli {

const base::Config& Context::config() {
  if (!config_) {
    auto config = base::load_config(base::process_environment);
    if (!user_flag.empty()) config.user = user_flag;
    if (!base::is_user_name(config.user))
      throw base::Error(base::Fault::usage,
                        fmt::format("--user {}: a name has 1 to 32 of a-z, 0-9, _ and -", config.user));
    config_ = std::make_unique<base::Config>(std::move(config));
  }
  return *config_;
}

std::string Context::user() {
  return config().user;
}

const base::Clock& Context::clock() {
  if (clock_) return *clock_;
  if (config().clock_url.empty())
    clock_ = std::make_unique<base::SystemClock>();
  else
    clock_ = std::make_unique<http::UrlClock>(client(), config().clock_url);
  return *clock_;
}

http::Client& Context::client() {
  if (!client_) {
    http::CurlOptions options;
    options.ca_file = config().http_ca_file;
    client_ = std::make_unique<http::CurlClient>(std::move(options));
  }
  return *client_;
}

lake::Lake& Context::lake() {
  if (!lake_) lake_ = lake::open(config(), base::process_environment);
  return *lake_;
}

warehouse::Warehouse& Context::warehouse() {
  if (!warehouse_) warehouse_ = warehouse::open(config());
  return *warehouse_;
}

load::Options Context::load_options() {
  load::Options options;
  options.zones = config().zones;
  options.now = [this] { return clock().now(); };
  options.lake_place = config().lake_url.empty() ? config().lake_folder().string() : config().lake_url;
  return options;
}

base::FileLock Context::take_lock() {
  if (auto lock = base::FileLock::try_take(files().lock())) return std::move(*lock);
  fmt::print(stderr, "waiting for another segue that is loading or building in {}\n", config().home.string());
  return base::FileLock::take(files().lock());
}

state::StateFile& Context::state() {
  if (!state_) state_ = std::make_unique<state::StateFile>(config().state());
  return *state_;
}

void Context::only_look() {
  if (!state_) state_ = std::make_unique<state::StateFile>(state::StateFile::to_look_at(config().state()));
}

spotify::Quota& Context::quota() {
  if (!quota_) {
    calls_ = std::make_unique<state::CallsThatGoOn>(
        [this] { return std::make_unique<state::LastingCalls>(state()); },
        [](const std::string& why) { fmt::print(stderr, "segue: calls are counted in memory only: {}\n", why); });
    quota_ = std::make_unique<spotify::Quota>(*calls_, clock(), spotify::caps_of(config().quota_daily));
  }
  return *quota_;
}

void Context::say_once(const std::string& line) {
  if (said_.insert(line).second) fmt::print(stderr, "{}\n", line);
}

void Context::step(std::string_view name, const std::function<void()>& work) {
  step(name, user(), work);
}

void Context::step(std::string_view name, const std::string& whose, const std::function<void()>& work) {
  std::int64_t run = 0;
  const auto note = [&](const std::function<void()>& write) {
    try {
      write();
    } catch (const std::exception& error) {
      fmt::print(stderr, "segue: this run is not noted: {}\n", error.what());
    }
  };
  const auto end = [&](int code, std::string_view what) {
    if (run != 0) note([&] { state().end_run(run, clock().now(), code, what); });
  };
  note([&] { run = state().begin_run(name, whose, clock().now()); });
  try {
    work();
  } catch (const base::Error& error) {
    end(static_cast<int>(error.fault()), error.what());
    throw;
  } catch (const std::filesystem::filesystem_error& raw) {
    const base::Error error = base::disk_fault(raw);
    end(static_cast<int>(error.fault()), error.what());
    throw error;
  } catch (const std::exception& error) {
    end(static_cast<int>(base::Fault::internal), error.what());
    throw;
  }
  end(exit_code, "");
}

void Context::record_build(std::int64_t build, const std::string& inputs) {
  state().record_build(build, clock().now(), inputs);
}

}  // namespace segue::cli
