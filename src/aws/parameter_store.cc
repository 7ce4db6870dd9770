#include "aws/parameter_store.h"

#include <fmt/core.h>
#include <simdjson.h>
#include <sodium.h>

#include <utility>

#include "aws/signature.h"
#include "base/error.h"
#include "base/json.h"
#include "base/json_reader.h"
#include "http/retry.h"

namespace segue::aws {
namespace {

using base::Error;
using base::Fault;

// Returns "ThrottlingException", without the prefix "com.amazonaws.ssm#" that some answers have.
std::string error_in(const std::string& json) {
  simdjson::dom::parser parser;
  const std::string type = base::text_if(parser.parse(json)["__type"]);
  return type.substr(type.rfind('#') + 1);  // npos + 1 is 0
}

bool passes(const std::string& error) {
  return error == "ThrottlingException" || error == "TooManyUpdates" || error == "InternalServerError";
}

double draw() {
  return static_cast<double>(randombytes_uniform(1U << 30)) / static_cast<double>(1U << 30);
}

}  // namespace

struct ParameterStore::Told {
  bool good = false;
  std::string body;   // of a good answer
  std::string error;  // SSM's name of the fault, or the status, or why no answer came; "" = a good answer
};

ParameterStore::ParameterStore(http::Client& client, CredentialChain& credentials, const base::Clock& clock,
                               ParameterPlace place)
    : client_(client), credentials_(credentials), clock_(clock), place_(std::move(place)) {
  if (place_.endpoint.empty()) place_.endpoint = fmt::format("https://ssm.{}.amazonaws.com", place_.region);
}

ParameterStore::Told ParameterStore::ask(const std::string& action, const std::string& json) const {
  http::RetryPolicy policy;
  policy.attempts = 5;
  policy.base = std::chrono::milliseconds{200};
  policy.ceiling = std::chrono::milliseconds{5'000};
  for (int tries = 1;; ++tries) {
    http::Request request;
    request.method = "POST";
    request.url = place_.endpoint + "/";
    request.timeout = std::chrono::milliseconds{10'000};
    request.headers = {{"Content-Type", "application/x-amz-json-1.1"}, {"X-Amz-Target", "AmazonSSM." + action}};
    request.body = json;
    sign(request, credentials_.current(), {place_.region, "ssm"}, clock_.now());
    auto answer = client_.send(request);
    if (answer && answer->status == 200) return {true, std::move(answer->body), ""};
    Told told;
    if (!answer) {
      told.error = answer.error().what;
    } else {
      told.error = error_in(answer->body);
      if (passes(told.error)) answer->status = 503;  // SSM answers 400 when it is called too often
      if (told.error.empty()) told.error = fmt::format("status {}", answer->status);
    }
    const auto wait = http::next_wait(policy, tries, answer, draw());
    if (!wait) return told;
    clock_.wait_until(clock_.now() + *wait);
  }
}

void ParameterStore::refuse(const std::string& action, const Told& told) const {
  throw Error(Fault::upstream, fmt::format("SSM refused {} of the parameter {} in {}: {}", action, place_.parameter,
                                           place_.region, told.error));
}

void ParameterStore::put(const std::string& name, std::string_view bytes) {
  const std::string value = fmt::format("{}\n{}", name, bytes);
  if (seen_ == value) return;
  const Told told = ask("PutParameter", base::JsonObject{}
                                            .text("Name", place_.parameter)
                                            .text("Value", value)
                                            .text("Type", "SecureString")
                                            .flag("Overwrite", true)
                                            .str());
  if (!told.good) {
    seen_.reset();  // the write may have happened although no answer came
    refuse("PutParameter", told);
  }
  seen_ = value;
}

std::optional<std::string> ParameterStore::get(const std::string& name) const {
  const Told told =
      ask("GetParameter", base::JsonObject{}.text("Name", place_.parameter).flag("WithDecryption", true).str());
  seen_.reset();
  if (told.error == "ParameterNotFound") return std::nullopt;
  if (!told.good) refuse("GetParameter", told);
  simdjson::dom::parser parser;
  seen_ = base::text_if(parser.parse(told.body)["Parameter"]["Value"]);
  if (seen_->empty()) refuse("GetParameter", {false, "", "its answer holds no parameter"});
  const std::size_t line = seen_->find('\n');
  if (line == std::string::npos || seen_->compare(0, line, name) != 0)
    throw Error(Fault::login, fmt::format("the parameter {} holds no consent of this user and client id: run "
                                          "`segue login --into ssm:{}` with them",
                                          place_.parameter, place_.parameter));
  if (line + 1 == seen_->size()) return std::nullopt;
  return seen_->substr(line + 1);
}

}  // namespace segue::aws
