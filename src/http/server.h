// HTTP in: a small server on Boost.Beast. Handlers see values and never a socket.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "http/client.h"

namespace segue::http {

struct ServerRequest {
  std::string method;
  std::string path;                            // without the query, decoded
  std::map<std::string, std::string> query;    // decoded; the last of equal names wins
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

using Handler = std::function<Response(const ServerRequest&)>;

class Server {
 public:
  // Listens at once on `address` (a literal; loopback unless the caller insists) and `port` (0 = any free one).
  // The handler runs on the server's one thread. Bodies over 4 MiB are refused with 413.
  Server(const std::string& address, std::uint16_t port, Handler handler);
  ~Server();  // stops and joins
  std::uint16_t port() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace segue::http
