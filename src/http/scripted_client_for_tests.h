// A Client for tests: it gives queued answers and keeps the requests.
#pragma once
#include <deque>
#include <stdexcept>
#include <utility>
#include <vector>

#include "http/client.h"

namespace segue::http {

class ScriptedClient final : public Client {
 public:
  ScriptedClient& answer(Response response) {
    script_.emplace_back(std::move(response));
    return *this;
  }
  ScriptedClient& answer(int status, std::string body, std::vector<Header> headers = {}) {
    return answer(Response{status, std::move(headers), std::move(body)});
  }
  ScriptedClient& fail(std::string what) {
    script_.emplace_back(unexpected(TransportError{std::move(what)}));
    return *this;
  }

  // Throws std::logic_error if no answer is left.
  Expected<Response, TransportError> send(const Request& request) override {
    requests_.push_back(request);
    if (script_.empty()) throw std::logic_error("no answer scripted for " + request.method + " " + request.url);
    auto next = std::move(script_.front());
    script_.pop_front();
    return next;
  }

  const std::vector<Request>& requests() const { return requests_; }
  std::size_t left() const { return script_.size(); }

 private:
  std::deque<Expected<Response, TransportError>> script_;
  std::vector<Request> requests_;
};

}  // namespace segue::http
