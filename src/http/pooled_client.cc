// How it works: a client serves one call at a time and keeps its connections. A call takes an idle client or makes one,
// so there are as many clients as calls were ever made at once.
#include "http/pooled_client.h"

namespace segue::http {

Expected<Response, TransportError> PooledClient::send(const Request& request) {
  std::unique_ptr<Client> client;
  {
    const std::lock_guard guard(mutex_);
    if (!idle_.empty()) {
      client = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (!client) client = make_();
  auto answer = client->send(request);  // a client that throws does not return to the pool
  const std::lock_guard guard(mutex_);
  idle_.push_back(std::move(client));
  return answer;
}

}  // namespace segue::http
