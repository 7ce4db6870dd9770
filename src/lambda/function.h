// Everything that a cold start makes, wired together.
#pragma once
#include <memory>

#include "aws/credentials.h"
#include "aws/parameter_store.h"
#include "base/clock.h"
#include "http/curl_client.h"
#include "lake/lake.h"
#include "lambda/invocation.h"
#include "lambda/settings.h"
#include "spotify/call_log.h"
#include "spotify/quota.h"
#include "spotify/token_keeper.h"
#include "spotify/web_api.h"

namespace segue::lambda {

class Function {
 public:
  // Asks nothing yet. `settings` is copied.
  Function(const Settings& settings, const base::Environment& environment, Polling::Log log);
  Function(const Function&) = delete;

  Polling& polling() { return polling_; }

 private:
  base::SystemClock machine_clock_;
  http::CurlClient spotify_client_, aws_client_;
  std::unique_ptr<base::Clock> clock_;  // by which plays and tokens live: a simulator's in tests
  aws::CredentialChain credentials_;
  aws::ParameterStore secrets_;
  spotify::TokenKeeper keeper_;
  spotify::MemoryCalls calls_;  // one consent, 24 polls a day: nothing that has to last
  spotify::Quota quota_;
  spotify::WebApi api_;
  std::unique_ptr<lake::Lake> lake_;
  Polling polling_;
};

}  // namespace segue::lambda
