// Lambda's Runtime API (version 2018-06-01): what a custom runtime asks and answers, and the loop of it.
#pragma once
#include <functional>
#include <stdexcept>
#include <string>

#include "base/error.h"
#include "http/client.h"

namespace segue::lambda {

struct Invocation {
  std::string id;
  std::string event;  // as it came
};

// What a function error is called. Lambda counts each in its metric `Errors`.
struct FunctionError {
  std::string type;  // "Segue.LoginNeeded"
  std::string message;
};

// Segue.LoginNeeded, Segue.Upstream (Spotify, the bucket or the parameter store refused), Segue.Settings,
// Segue.Internal.
std::string error_type(base::Fault fault);
FunctionError function_error(const std::exception& error);

class RuntimeApi {
 public:
  // `client` outlives the object and is used for nothing else. `host`: AWS_LAMBDA_RUNTIME_API, "127.0.0.1:9001".
  RuntimeApi(http::Client& client, const std::string& host);

  // Waits without a limit: Lambda freezes the process meanwhile, for hours if need be. All throw Error(internal) when
  // the Runtime API does not do as asked: then the process has to end, and Lambda starts another.
  Invocation next();
  void respond(const std::string& id, const std::string& json);
  void fail(const std::string& id, const FunctionError& error);
  // The function cannot start.
  void fail_start(const FunctionError& error);

 private:
  http::Response ask(const http::Request& request);
  void post_error(const std::string& path, const FunctionError& error);

  http::Client& client_;
  std::string base_;
};

// JSON that the invocation answers with; what it throws is a function error.
using Work = std::function<std::string(const Invocation&)>;

// One invocation after the other, for as long as the Runtime API gives any; ends as RuntimeApi throws.
[[noreturn]] void serve(RuntimeApi& runtime, const Work& work);

}  // namespace segue::lambda
