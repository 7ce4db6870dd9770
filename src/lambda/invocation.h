// The work of one invocation: one poll, durable in the lake, and one log line about it.
#pragma once
#include <functional>
#include <string>

#include "base/clock.h"
#include "lake/lake.h"
#include "lambda/runtime_api.h"
#include "spotify/token_keeper.h"
#include "spotify/web_api.h"

namespace segue::lambda {

class Polling {
 public:
  using Log = std::function<void(const std::string& line)>;
  // References outlive the object.
  Polling(lake::Lake& lake, spotify::WebApi& api, const spotify::TokenKeeper& keeper, const base::Clock& clock,
          std::string user, Log log);

  // Returns the invocation's answer as JSON. Logs success and failure. Throws what capture::poll throws, and
  // Error(upstream) or Error(login) for an answer that is no page; that answer is in the lake all the same.
  std::string operator()(const Invocation& invocation);

 private:
  std::string poll(const Invocation& invocation);

  lake::Lake& lake_;
  spotify::WebApi& api_;
  const spotify::TokenKeeper& keeper_;
  const base::Clock& clock_;
  std::string user_;
  Log log_;
  bool cold_ = true;
};

}  // namespace segue::lambda
