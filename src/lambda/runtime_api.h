// Lambda's Runtime API (version 2018-06-01): the calls of a custom runtime, and its loop.
#pragma once
#include <functional>
#include <stdexcept>
#include <string>

#include "base/error.h"
#include "http/client.h"

namespace segue::lambda {

struct Invocation {
  std::string id;
  std::string event;  // as received
};

// A failed invocation, as Lambda records it. Lambda counts each in its metric `Errors`.
struct FunctionError {
  std::string type;  // "Segue.LoginNeeded"
  std::string message;
};

// Returns Segue.LoginNeeded, Segue.Upstream (Spotify, the bucket or the parameter store refused), Segue.Settings or
// Segue.Internal.
std::string error_type(base::Fault fault);
FunctionError function_error(const std::exception& error);

class RuntimeApi {
 public:
  // `client` outlives the object and is used for nothing else. `host` is AWS_LAMBDA_RUNTIME_API, "127.0.0.1:9001".
  RuntimeApi(http::Client& client, const std::string& host);

  // Waits without limit for the next invocation; Lambda may freeze the process meanwhile, for hours. All functions
  // throw Error(internal) if the Runtime API fails: then the process must end, and Lambda starts another.
  Invocation next();
  void respond(const std::string& id, const std::string& json);
  void fail(const std::string& id, const FunctionError& error);
  // Reports that the function cannot start.
  void fail_start(const FunctionError& error);

 private:
  http::Response ask(const http::Request& request);
  void post_error(const std::string& path, const FunctionError& error);

  http::Client& client_;
  std::string base_;
};

// Returns the answer of an invocation as JSON; an exception becomes a function error.
using InvocationHandler = std::function<std::string(const Invocation&)>;

// Runs one invocation after another; ends only when RuntimeApi throws.
[[noreturn]] void serve(RuntimeApi& runtime, const InvocationHandler& work);

}  // namespace segue::lambda
