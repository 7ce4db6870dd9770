// A small HTTP server on Boost.Beast. Handlers get and return values and never see a socket.
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

// How an answer is sent. Production sends whole answers; the other ways let a simulator play a faulty server.
enum class Leave {
  whole,
  slow,   // sends the head and `first` bytes of the body, pauses 50 ms, sends the rest
  cut,    // sends the head, which announces the whole body, and `first` bytes of it; then closes
  reset,  // the same, but ends with RST; with `first` 0 not even the head is sent
};

// The result of a handler; usually just a Response.
struct ServerAnswer {
  ServerAnswer(Response given) : response(std::move(given)) {}

  Response response;
  Leave leave = Leave::whole;
  std::size_t first = 0;
  // Called on the server's thread after the answer was sent or failed, before the next request of the connection is
  // handled. Its argument is true if every byte was sent and the peer was still connected; never for `cut` and `reset`.
  std::function<void(bool)> left;
};

using Handler = std::function<ServerAnswer(const ServerRequest&)>;

class Server {
 public:
  // Listens at once on `address` (an IP literal) and `port` (0 = any free one). The handler runs on the server's one
  // thread. Bodies over 4 MiB are refused with 413.
  Server(const std::string& address, std::uint16_t port, Handler handler);
  ~Server();  // stops and joins
  std::uint16_t port() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace segue::http
