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

// How an answer leaves: whole, as everywhere in production; the other ways are for stand-ins of faulty servers.
enum class Leave {
  whole,
  slow,   // the head and `first` bytes of the body, a pause of 50 ms, the rest
  cut,    // the head, which promises the whole body, and `first` bytes of it; then the connection ends
  reset,  // the same, but it ends by RST; with `first` 0 not even the head goes out
};

// What a handler gives: mostly a Response and no more.
struct Answer {
  Answer(Response given) : response(std::move(given)) {}

  Response response;
  Leave leave = Leave::whole;
  std::size_t first = 0;
  // Called on the server's thread once the answer has left or failed, before the next request of that connection is
  // handled. True when every byte went out to a peer that was still there; never true for `cut` and `reset`.
  std::function<void(bool)> left;
};

using Handler = std::function<Answer(const ServerRequest&)>;

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
