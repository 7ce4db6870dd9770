// The function's log: one JSON object per line on stdout, which CloudWatch stores. Metrics use CloudWatch's embedded
// metric format.
#pragma once
#include <optional>
#include <string>

#include "base/log.h"
#include "base/time.h"
#include "capture/poll.h"
#include "lambda/runtime_api.h"

namespace segue::lambda {

// A poll that returned a page. Its metrics, in namespace `segue` with dimension `User`, are GoodPolls (1), ItemsOnPage
// and DaysToConsentEnd.
struct GoodPoll {
  std::string request_id, user;
  base::Instant at;
  bool cold = false;  // the first poll of its process
  capture::Polled polled;
  std::optional<base::Instant> consent_end;
  std::string account;  // Spotify's account id; "" = the login did not ask for it
};

double days_to(base::Instant end, base::Instant now);
std::string to_log(const GoodPoll& poll);
std::string to_answer(const GoodPoll& poll);  // the answer of the invocation

std::string failure_log(const std::string& request_id, const std::string& user, base::Instant at,
                        const FunctionError& error);

// Sends the log of all rooms (base/log.h) to stdout, too, one JSON object per line.
void start_json_logging(spdlog::level::level_enum level);

}  // namespace segue::lambda
