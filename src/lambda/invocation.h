// What one invocation does: one poll, durable in the lake, and a line that says so.
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

  // The answer's JSON. Logs what came of it either way. Throws what poll throws, and Error(upstream) or Error(login)
  // for an answer that is no page: it lies in the lake all the same.
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
