// The consent of the AWS function: its own app, one permission. It is given here and kept in an SSM parameter.
#pragma once
#include <string>

#include "aws/credentials.h"
#include "aws/parameter_store.h"
#include "base/clock.h"
#include "pipeline/home.h"
#include "spotify/account_check.h"
#include "spotify/token_keeper.h"
#include "spotify/web_api.h"

namespace segue::pipeline {

class FunctionConsent {
 public:
  // `into` is as "ssm:/segue/me/consent". Throws Error(usage) for another form, and if no region or client id is set.
  FunctionConsent(Home& home, const std::string& into, const std::string& client_id);
  FunctionConsent(const FunctionConsent&) = delete;

  const spotify::App& app() const { return app_; }
  spotify::TokenKeeper& keeper() { return keeper_; }
  spotify::LoginPlace place() { return {user_, keeper_, api_, home_secrets_}; }
  const std::string& parameter() const { return place_.parameter; }

 private:
  base::SystemClock machine_clock_;
  std::unique_ptr<http::Client> aws_client_;
  aws::ParameterPlace place_;
  spotify::App app_;
  aws::CredentialChain credentials_;
  aws::ParameterStore secrets_;
  spotify::TokenKeeper keeper_;
  std::string user_;
  base::SealedFiles home_secrets_;
  spotify::WebApi api_;
};

}  // namespace segue::pipeline
