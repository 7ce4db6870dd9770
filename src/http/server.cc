// One thread runs all connections as coroutines: accept_all() starts a converse() for each connection, which reads a
// request, calls the handler and writes the answer, until the connection closes. Handlers therefore need no locks.
#include "http/server.h"

// g++ 12 warns of a null pointer inside Asio's scheduler when it is inlined here.
#pragma GCC diagnostic ignored "-Wnull-dereference"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <optional>
#include <thread>

#include "base/error.h"
#include "base/log.h"
#include "base/text.h"

namespace segue::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using asio::ip::tcp;

constexpr std::uint64_t largest_body = std::uint64_t{4} << 20;
constexpr std::uint32_t largest_head = 32U << 10;
constexpr auto idle_time = std::chrono::seconds(60);
constexpr auto linger_time = std::chrono::seconds(2);
constexpr auto pause_time = std::chrono::milliseconds(50);
constexpr auto outcome = asio::as_tuple(asio::use_awaitable);  // {error_code, result} instead of an exception

using Incoming = wire::request_parser<wire::string_body>;
using Outgoing = wire::response<wire::string_body>;

// Keeps '+', which is a blank in queries but a plus in paths.
std::string decoded_path(std::string_view raw) {
  std::string kept;
  for (char c : raw) c == '+' ? kept += "%2B" : kept += c;
  return percent_decode(kept);
}

std::map<std::string, std::string> decoded_query(std::string_view raw) {
  std::map<std::string, std::string> out;
  while (!raw.empty()) {
    auto field = raw.substr(0, raw.find('&'));
    raw.remove_prefix(std::min(raw.size(), field.size() + 1));
    if (field.empty()) continue;
    auto name = field.substr(0, field.find('='));
    auto value = name.size() == field.size() ? std::string_view() : field.substr(name.size() + 1);
    out[percent_decode(name)] = percent_decode(value);
  }
  return out;
}

ServerRequest values_of(wire::request<wire::string_body>& message) {
  std::string_view target(message.target().data(), message.target().size());
  target = target.substr(0, target.find('#'));
  auto mark = target.find('?');
  ServerRequest out;
  out.method = std::string(message.method_string());
  out.path = decoded_path(target.substr(0, mark));
  if (mark != std::string_view::npos) out.query = decoded_query(target.substr(mark + 1));
  for (const auto& field : message)
    out.headers[base::lower(std::string(field.name_string()))] = std::string(field.value());
  out.body = std::move(message.body());
  return out;
}

ServerAnswer answer_of(const Handler& handler, const ServerRequest& request) {
  try {
    return handler(request);
  } catch (const std::exception& fault) {
    spdlog::error("http server: {} {}: {}", request.method, request.path, fault.what());
  } catch (...) {
    spdlog::error("http server: {} {}: unknown fault", request.method, request.path);
  }
  return Response{500, {{"Content-Type", "text/plain"}}, "internal error\n"};
}

Outgoing message_of(const Response& response, unsigned version, bool keep_alive) {
  Outgoing out(static_cast<wire::status>(response.status), version);
  for (const auto& [name, value] : response.headers) out.insert(name, value);
  out.body() = response.body;
  out.keep_alive(keep_alive);
  bool bodiless = response.status == 204 || response.status == 304 || response.status < 200;
  if (!bodiless) out.content_length(response.body.size());
  return out;
}

// Returns the answer to bytes that are no valid request; nullopt if the peer just closed the connection.
std::optional<Response> refusal_of(beast::error_code error) {
  auto text = [](int status, std::string body) {
    return Response{status, {{"Content-Type", "text/plain"}}, std::move(body)};
  };
  if (error == wire::error::body_limit) return text(413, "body too large\n");
  if (error == wire::error::header_limit || error == wire::error::buffer_overflow) return text(431, "head too large\n");
  if (error == wire::error::end_of_stream || error == wire::error::partial_message) return std::nullopt;
  if (error.category() == make_error_code(wire::error::bad_method).category()) return text(400, "bad request\n");
  return std::nullopt;
}

// Closes so that our answer arrives: if bytes of the peer were left unread, closing would send a reset, which discards
// it.
asio::awaitable<void> close_gently(beast::tcp_stream& stream) {
  beast::error_code ignored;
  stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
  stream.expires_after(linger_time);
  std::array<char, 16384> bin{};
  for (;;) {
    auto [error, count] = co_await stream.async_read_some(asio::buffer(bin), outcome);
    if (error || count == 0) break;
  }
}

// Parts of the request that shape the answer.
struct Manner {
  unsigned version = 11;
  bool keep_alive = false;
  bool head_only = false;  // the request was a HEAD
};

// Writes `response`. Returns false if the connection is gone.
asio::awaitable<bool> write(beast::tcp_stream& stream, const Response& response, Manner manner) {
  auto message = message_of(response, manner.version, manner.keep_alive);
  wire::response_serializer<wire::string_body> serializer(message);
  if (manner.head_only) {
    auto [error, count] = co_await wire::async_write_header(stream, serializer, outcome);
    co_return !error;
  }
  auto [error, count] = co_await wire::async_write(stream, serializer, outcome);
  co_return !error;
}

// Writes `answer` as a faulty server would (see Leave). Returns false if the connection is gone, by fault or by design.
asio::awaitable<bool> write_badly(beast::tcp_stream& stream, const ServerAnswer& answer, Manner manner) {
  const auto& body = answer.response.body;
  auto first = std::min(answer.first, body.size());
  if (answer.leave != Leave::reset || first > 0) {
    manner.head_only = true;
    if (!co_await write(stream, answer.response, manner)) co_return false;
    auto [error, count] = co_await asio::async_write(stream, asio::buffer(body.data(), first), outcome);
    if (error) co_return false;
  }
  if (answer.leave == Leave::slow) {
    co_await asio::steady_timer(stream.get_executor(), pause_time).async_wait(outcome);
    auto [error, count] =
        co_await asio::async_write(stream, asio::buffer(body.data() + first, body.size() - first), outcome);
    co_return !error;
  }
  if (answer.leave == Leave::reset) {
    beast::error_code ignored;
    stream.socket().set_option(asio::socket_base::linger(true, 0), ignored);  // makes close() send RST
    stream.socket().close(ignored);
  }
  co_return false;
}

// Called after a write. Returns false if the peer closed before it read everything: its system then answers with RST.
bool peer_lives(beast::tcp_stream& stream) {
  int error = 0;
  socklen_t size = sizeof error;
  return ::getsockopt(stream.socket().native_handle(), SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
}

// Writes `answer` and calls its `left` with the result. Returns false if the connection is gone.
asio::awaitable<bool> send(beast::tcp_stream& stream, const ServerAnswer& answer, Manner manner) {
  bool open = answer.leave == Leave::whole || manner.head_only ? co_await write(stream, answer.response, manner)
                                                               : co_await write_badly(stream, answer, manner);
  open = open && peer_lives(stream);
  if (answer.left) answer.left(open);
  co_return open;
}

// Reads one whole request. Returns Beast's error code.
asio::awaitable<beast::error_code> read(beast::tcp_stream& stream, beast::flat_buffer& buffer, Incoming& parser) {
  auto [head_error, head_count] = co_await wire::async_read_header(stream, buffer, parser, outcome);
  if (head_error) co_return head_error;
  if (beast::iequals(parser.get()[wire::field::expect], "100-continue")) {
    wire::response<wire::empty_body> go_on(wire::status::continue_, parser.get().version());
    auto [error, count] = co_await wire::async_write(stream, go_on, outcome);
    if (error) co_return error;
  }
  auto [error, count] = co_await wire::async_read(stream, buffer, parser, outcome);
  co_return error;
}

asio::awaitable<void> converse(tcp::socket socket, const Handler& handler) {
  beast::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  beast::tcp_stream stream(std::move(socket));
  beast::flat_buffer buffer;
  for (bool open = true; open;) {
    Incoming parser;
    parser.body_limit(largest_body);
    parser.header_limit(largest_head);
    stream.expires_after(idle_time);
    auto error = co_await read(stream, buffer, parser);
    if (error) {
      if (auto refusal = refusal_of(error)) co_await write(stream, *refusal, {});
      break;
    }
    auto message = parser.release();
    auto request = values_of(message);
    bool keep_alive = message.keep_alive();
    auto answer = answer_of(handler, request);
    stream.expires_after(idle_time);
    open = co_await send(stream, answer, {message.version(), keep_alive, request.method == "HEAD"}) && keep_alive;
  }
  co_await close_gently(stream);
}

}  // namespace

struct Server::State {
  Handler handler;
  asio::io_context context{1};
  tcp::acceptor acceptor{context};
  std::uint16_t port = 0;
  std::thread thread;

  asio::awaitable<void> accept_all() {
    for (;;) {
      auto [error, socket] = co_await acceptor.async_accept(outcome);
      if (error == asio::error::operation_aborted) co_return;
      if (error) {  // mostly out of descriptors: wait until other connections close
        co_await asio::steady_timer(context, pause_time).async_wait(outcome);
        continue;
      }
      asio::co_spawn(context, converse(std::move(socket), handler), asio::detached);
    }
  }
};

Server::Server(const std::string& address, std::uint16_t port, Handler handler) : state_(std::make_unique<State>()) {
  state_->handler = std::move(handler);
  try {
    tcp::endpoint endpoint(asio::ip::make_address(address), port);
    state_->acceptor.open(endpoint.protocol());
    state_->acceptor.set_option(tcp::acceptor::reuse_address(true));
    state_->acceptor.bind(endpoint);
    state_->acceptor.listen();
    state_->port = state_->acceptor.local_endpoint().port();
  } catch (const boost::system::system_error& fault) {
    throw base::Error(base::Fault::usage,
                      "cannot listen on " + address + " port " + std::to_string(port) + ": " + fault.code().message());
  }
  asio::co_spawn(state_->context, state_->accept_all(), asio::detached);
  state_->thread = std::thread([state = state_.get()] { state->context.run(); });
}

Server::~Server() {
  state_->context.stop();
  state_->thread.join();
}

std::uint16_t Server::port() const {
  return state_->port;
}

}  // namespace segue::http
