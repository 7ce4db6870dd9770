// Everything that the function makes at a cold start, wired together.
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
  // Makes no call yet. Copies `settings`.
  Function(const Settings& settings, const base::Environment& environment, Polling::Log log);
  Function(const Function&) = delete;

  Polling& polling() { return polling_; }

 private:
  base::SystemClock machine_clock_;
  http::CurlClient spotify_client_, aws_client_;
  std::unique_ptr<base::Clock> clock_;  // the clock of plays and tokens; in tests a simulator's
  aws::CredentialChain credentials_;
  aws::ParameterStore secrets_;
  spotify::TokenKeeper keeper_;
  spotify::MemoryCalls calls_;  // in memory is enough for one consent and 24 polls a day
  spotify::Quota quota_;
  spotify::WebApi api_;
  std::unique_ptr<lake::Lake> lake_;
  Polling polling_;
};

}  // namespace segue::lambda
