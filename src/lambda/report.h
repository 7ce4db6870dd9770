// What the function logs: one JSON object a line on stdout, which CloudWatch keeps; metrics in its embedded metric
// format.
#pragma once
#include <optional>
#include <string>

#include "base/log.h"
#include "base/time.h"
#include "capture/poll.h"
#include "lambda/runtime_api.h"

namespace segue::lambda {

// A poll that showed a page. Metrics, namespace `segue`, dimension `User`: GoodPolls (1), ItemsOnPage,
// DaysToConsentEnd.
struct GoodPoll {
  std::string request_id, user;
  base::Instant at;
  bool cold = false;  // the first of its process
  capture::Polled polled;
  std::optional<base::Instant> consent_end;
  std::string account;  // its id at Spotify; "" = the login did not ask
};

double days_to(base::Instant end, base::Instant now);
std::string to_log(const GoodPoll& poll);
std::string to_answer(const GoodPoll& poll);  // what the invocation answers with

std::string failure_log(const std::string& request_id, const std::string& user, base::Instant at,
                        const FunctionError& error);

// Sends what rooms log (base/log.h) to stdout, a JSON object a line, too.
void start_json_logging(spdlog::level::level_enum level);

}  // namespace segue::lambda
