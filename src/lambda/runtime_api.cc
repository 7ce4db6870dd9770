#include "lambda/runtime_api.h"

#include <fmt/core.h>

#include <optional>

#include "base/json.h"

namespace segue::lambda {
namespace {

using base::Error;
using base::Fault;

// libcurl's longest time-out is 49 days; Lambda ends an environment long before.
constexpr std::chrono::hours kNoLimit{24 * 40};

}  // namespace

std::string error_type(Fault fault) {
  switch (fault) {
    case Fault::login:
      return "Segue.LoginNeeded";
    case Fault::upstream:
      return "Segue.Upstream";
    case Fault::usage:
      return "Segue.Settings";
    default:
      return "Segue.Internal";
  }
}

FunctionError function_error(const std::exception& error) {
  const auto* ours = dynamic_cast<const Error*>(&error);
  const Fault fault = ours != nullptr ? ours->fault() : Fault::internal;
  std::string message = error.what();
  if (fault == Fault::login) message += " (for the function: `segue login --into ssm:/NAME --client-id ID`)";
  return {error_type(fault), std::move(message)};
}

RuntimeApi::RuntimeApi(http::Client& client, const std::string& host)
    : client_(client), base_(fmt::format("http://{}/2018-06-01/runtime", host)) {}

http::Response RuntimeApi::ask(const http::Request& request) {
  auto answer = client_.send(request);
  if (!answer) throw Error(Fault::internal, fmt::format("Lambda's Runtime API: {}", answer.error().what));
  if (answer->status < 200 || answer->status > 299)
    throw Error(Fault::internal,
                fmt::format("Lambda's Runtime API: {} {}: status {}", request.method, request.url, answer->status));
  return std::move(*answer);
}

Invocation RuntimeApi::next() {
  http::Request request;
  request.url = base_ + "/invocation/next";
  request.timeout = kNoLimit;
  http::Response answer = ask(request);
  const auto id = answer.header("Lambda-Runtime-Aws-Request-Id");
  if (!id || id->empty()) throw Error(Fault::internal, "Lambda's Runtime API gave an invocation without an id");
  return {*id, std::move(answer.body)};
}

void RuntimeApi::respond(const std::string& id, const std::string& json) {
  ask({"POST", fmt::format("{}/invocation/{}/response", base_, id), {{"Content-Type", "application/json"}}, json});
}

void RuntimeApi::post_error(const std::string& path, const FunctionError& error) {
  const std::string body = base::JsonObject{}
                               .text("errorType", error.type)
                               .text("errorMessage", error.message)
                               .raw("stackTrace", "[]")
                               .str();
  ask({"POST",
       base_ + path,
       {{"Content-Type", "application/vnd.aws.lambda.error+json"}, {"Lambda-Runtime-Function-Error-Type", error.type}},
       body});
}

void RuntimeApi::fail(const std::string& id, const FunctionError& error) {
  post_error(fmt::format("/invocation/{}/error", id), error);
}

void RuntimeApi::fail_start(const FunctionError& error) {
  post_error("/init/error", error);
}

void serve(RuntimeApi& runtime, const InvocationHandler& work) {
  for (;;) {
    const Invocation invocation = runtime.next();
    std::string answer;
    std::optional<FunctionError> failed;
    try {
      answer = work(invocation);
    } catch (const std::exception& error) {
      failed = function_error(error);
    }
    // Outside of the try: if Lambda does not take the answer, the process ends.
    if (failed)
      runtime.fail(invocation.id, *failed);
    else
      runtime.respond(invocation.id, answer);
  }
}

}  // namespace segue::lambda
