#include <fmt/core.h>
#include <sodium.h>

#include <cstdio>
#include <cstdlib>
#include <optional>

#include "base/log.h"
#include "http/curl_client.h"
#include "lambda/function.h"
#include "lambda/report.h"
#include "lambda/runtime_api.h"
#include "lambda/settings.h"

namespace {

using segue::base::Error;
using segue::base::Fault;

void say(const std::string& line) {
  fmt::print("{}\n", line);
  std::fflush(stdout);
}

// Reports to Lambda and to the log if the function cannot start.
void run(segue::lambda::RuntimeApi& runtime) {
  std::optional<segue::lambda::Function> function;
  try {
    if (sodium_init() < 0) throw Error(Fault::internal, "libsodium cannot start");
    const auto& environment = segue::base::process_environment;
    function.emplace(segue::lambda::settings_of(environment), environment, say);
  } catch (const std::exception& error) {
    const auto told = segue::lambda::function_error(error);
    say(segue::lambda::failure_log("", "", segue::base::SystemClock().now(), told));
    runtime.fail_start(told);
    return;
  }
  segue::lambda::serve(runtime, [&](const segue::lambda::Invocation& one) { return function->polling()(one); });
}

}  // namespace

int main() {
  segue::lambda::start_json_logging(segue::base::log_level(false, std::getenv("SEGUE_LOG")));
  const char* host = std::getenv("AWS_LAMBDA_RUNTIME_API");
  if (host == nullptr) {
    fmt::print(stderr,
               "segue-lambda: AWS Lambda starts this program, or its emulator; there is no AWS_LAMBDA_RUNTIME_API\n");
    return static_cast<int>(Fault::usage);
  }
  try {
    segue::http::CurlClient client;
    segue::lambda::RuntimeApi runtime(client, host);
    run(runtime);
  } catch (const std::exception& error) {
    const auto now = segue::base::SystemClock().now();
    say(segue::lambda::failure_log("", "", now, segue::lambda::function_error(error)));
  }
  return static_cast<int>(Fault::internal);  // reached only after a fault; Lambda starts another process
}
