// The real client against the real server, and against sockets that misbehave.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>
#include <thread>
#include <tuple>

#include "base/error.h"
#include "http/curl_client.h"
#include "http/scripted_client_for_tests.h"
#include "http/server.h"

namespace segue::http {
namespace {

using namespace std::chrono_literals;

// Answers with what it was asked.
Response echo(const ServerRequest& request) {
  std::string body = request.method + " " + request.path;
  for (const auto& [name, value] : request.query) body.append(" [").append(name).append("=").append(value).append("]");
  for (const char* name : {"x-a", "content-type", "expect"}) {
    if (auto at = request.headers.find(name); at != request.headers.end()) body += " " + at->first + ":" + at->second;
  }
  return Response{200, {{"X-Served", "yes"}, {"X-Served", "twice"}}, body + "|" + request.body};
}

class LoopbackTest : public testing::Test {
 protected:
  Server server_{"127.0.0.1", 0, echo};
  CurlClient client_;

  std::string url(const std::string& target) const {
    return "http://127.0.0.1:" + std::to_string(server_.port()) + target;
  }
};

TEST_F(LoopbackTest, CarriesMethodPathQueryHeadersAndBody) {
  auto answer = client_.send({"PUT", url("/a%20b/c+d?x=1%262&y=&z&x=3"), {{"X-A", "v"}}, "text"});
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "PUT /a b/c+d [x=3] [y=] [z=] x-a:v|text");
  EXPECT_EQ(answer->header("x-served"), "yes");
}

TEST_F(LoopbackTest, SendsThePathAsItStands) {
  for (const char* path : {"/a/./b", "/a/../b", "//a//", "/a/%2E%2E/b"}) {
    auto answer = client_.send({"GET", url(path), {}, ""});
    ASSERT_TRUE(answer) << answer.error().what;
    EXPECT_EQ(answer->body, "GET " + percent_decode(path) + "|");
  }
}

TEST_F(LoopbackTest, SaysWhichAuthoritiesItCannotRead) {
  CurlOptions options;
  options.ca_file = "/nowhere/ca.pem";
  auto answer = CurlClient(options).send({"GET", "https://127.0.0.1:" + std::to_string(server_.port()), {}, ""});
  ASSERT_FALSE(answer);
  EXPECT_NE(answer.error().what.find("CA"), std::string::npos) << answer.error().what;
}

TEST_F(LoopbackTest, SendsEveryMethodOverOneConnection) {
  for (const char* method : {"GET", "POST", "PUT", "DELETE", "PATCH"}) {
    auto answer = client_.send({method, url("/"), {{"Content-Type", "text/plain"}}, ""});
    ASSERT_TRUE(answer) << answer.error().what;
    EXPECT_EQ(answer->body, std::string(method) + " / content-type:text/plain|");
  }
  auto body = client_.send({"DELETE", url("/"), {}, "{}"});
  ASSERT_TRUE(body) << body.error().what;
  EXPECT_EQ(body->body, "DELETE /|{}");
}

TEST_F(LoopbackTest, GivesAHeadItsLengthAndNoBody) {
  auto answer = client_.send({"HEAD", url("/"), {}, ""});
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->body, "");
  EXPECT_EQ(answer->header("content-length"), "7");
  EXPECT_EQ(client_.send({"GET", url("/"), {}, ""})->body, "GET /|");
}

TEST_F(LoopbackTest, CarriesBodiesUpToTheLimitAndRefusesLonger) {
  const std::string most(std::size_t{4} << 20, 'x');
  auto fits = client_.send({"POST", url("/"), {}, most});
  ASSERT_TRUE(fits) << fits.error().what;
  EXPECT_EQ(fits->body.size(), most.size() + std::string("POST /|").size());
  auto refused = client_.send({"POST", url("/"), {}, most + "x"});
  ASSERT_TRUE(refused) << refused.error().what;
  EXPECT_EQ(refused->status, 413);
  EXPECT_EQ(client_.send({"GET", url("/after"), {}, ""})->body, "GET /after|");
}

TEST_F(LoopbackTest, RefusesHeadsThatAreTooLong) {
  auto answer = client_.send({"GET", url("/"), {{"X-Long", std::string(40'000, 'x')}}, ""});
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->status, 431);
}

TEST_F(LoopbackTest, SendsNoHeaderThatWouldBreakOut) {
  for (const Header& header : {Header{"X-A", "1\r\nX-B: 2"}, Header{"X\nA", "1"}, Header{"", "1"}}) {
    EXPECT_FALSE(client_.send({"GET", url("/"), {header}, ""}));
  }
  EXPECT_EQ(client_.send({"GET", url("/"), {{"X-A", ""}}, ""})->body, "GET / x-a:|");
}

TEST(Server, TurnsAFaultOfItsHandlerInto500) {
  Server server("127.0.0.1", 0, [](const ServerRequest&) -> Response { throw std::runtime_error("oh"); });
  CurlClient client;
  auto answer = client.send({"GET", "http://127.0.0.1:" + std::to_string(server.port()), {}, ""});
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->status, 500);
  EXPECT_EQ(answer->body.find("oh"), std::string::npos);
}

TEST(Server, SendsNoLengthWhereThereIsNoBody) {
  Server server("127.0.0.1", 0, [](const ServerRequest&) { return Response{204, {}, ""}; });
  CurlClient client;
  for (int i = 0; i < 2; ++i) {
    auto answer = client.send({"GET", "http://127.0.0.1:" + std::to_string(server.port()), {}, ""});
    ASSERT_TRUE(answer) << answer.error().what;
    EXPECT_EQ(answer->status, 204);
    EXPECT_EQ(answer->header("content-length"), std::nullopt);
  }
}

// What a client receives of an answer of ten bytes that is sent like this, and what the server is told about it.
struct Outcome {
  Expected<Response, TransportError> got;
  bool whole;
};
Outcome outcome_of(Leave leave, std::size_t first) {
  std::promise<bool> told;
  Server server("127.0.0.1", 0, [&](const ServerRequest&) {
    ServerAnswer answer(Response{200, {}, "0123456789"});
    answer.leave = leave;
    answer.first = first;
    answer.left = [&](bool whole) { told.set_value(whole); };
    return answer;
  });
  auto got = CurlClient().send({"GET", "http://127.0.0.1:" + std::to_string(server.port()), {}, ""});
  return {std::move(got), told.get_future().get()};
}

TEST(Server, LetsAStandInSpoilItsAnswers) {
  for (auto leave : {Leave::cut, Leave::reset}) {
    for (std::size_t first : {0U, 4U, 9U}) {
      auto outcome = outcome_of(leave, first);
      EXPECT_FALSE(outcome.got) << first;
      EXPECT_FALSE(outcome.whole) << first;
    }
  }
  for (std::size_t first : {0U, 4U, 10U, 11U}) {
    auto outcome = outcome_of(Leave::slow, first);
    ASSERT_TRUE(outcome.got) << outcome.got.error().what;
    EXPECT_EQ(outcome.got->body, "0123456789");
    EXPECT_TRUE(outcome.whole);
  }
  EXPECT_TRUE(outcome_of(Leave::whole, 0).whole);
}

// Returns a socket connected to that port, with a request sent.
int asking(std::uint16_t port) {
  int peer = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  EXPECT_EQ(::connect(peer, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  constexpr std::string_view request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  EXPECT_EQ(::write(peer, request.data(), request.size()), static_cast<ssize_t>(request.size()));
  return peer;
}

TEST(Server, TellsThatNobodyWasThereAnyMore) {
  for (std::size_t size : {std::size_t{10}, std::size_t{32} << 20}) {
    std::promise<void> asked, gone;
    std::promise<bool> told;
    Server server("127.0.0.1", 0, [&](const ServerRequest&) {
      asked.set_value();
      gone.get_future().wait();
      ServerAnswer answer(Response{200, {}, std::string(size, 'x')});
      answer.left = [&](bool whole) { told.set_value(whole); };
      return answer;
    });
    int peer = asking(server.port());
    asked.get_future().wait();
    ::close(peer);
    gone.set_value();
    EXPECT_FALSE(told.get_future().get()) << size;
  }
}

TEST(Server, SaysWhereItCannotListen) {
  Server first("127.0.0.1", 0, echo);
  EXPECT_THROW(Server("127.0.0.1", first.port(), echo), base::Error);
  EXPECT_THROW(Server("no address", 0, echo), base::Error);
}

// Accepts one connection, reads a while, writes `bytes` and closes.
class RawPeer {
 public:
  explicit RawPeer(std::string bytes) : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    // The sockets interface takes every family through one pointer type.
    auto* any = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, any, size) != 0 || ::listen(listener_, 1) != 0 || ::getsockname(listener_, any, &size) != 0) {
      throw std::runtime_error("no loopback socket");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this, bytes = std::move(bytes)] {
      int peer = ::accept(listener_, nullptr, nullptr);
      char buffer[4096];
      if (::read(peer, buffer, sizeof buffer) > 0 && !bytes.empty()) {
        static_cast<void>(!::write(peer, bytes.data(), bytes.size()));
      }
      ::close(peer);
    });
  }
  ~RawPeer() {
    thread_.join();
    ::close(listener_);
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/path?token=secret"; }

 private:
  int listener_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

Expected<Response, TransportError> answer_to(std::string bytes, CurlOptions options = {}) {
  RawPeer peer(std::move(bytes));
  return CurlClient(std::move(options)).send({"GET", peer.url(), {{"Authorization", "Bearer secret"}}, ""});
}

TEST(CurlClient, CallsABrokenAnswerATransportErrorWithoutSecrets) {
  for (const char* bytes : {
           "",
           "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123456789",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n123",
           "HTTP/1.1 200 OK\r\nContent-Le",
           "not HTTP at all\r\n\r\n",
       }) {
    auto answer = answer_to(bytes);
    ASSERT_FALSE(answer) << bytes;
    EXPECT_NE(answer.error().what.find("/path"), std::string::npos) << answer.error().what;
    EXPECT_EQ(answer.error().what.find("secret"), std::string::npos) << answer.error().what;
  }
}

TEST(CurlClient, TakesAWholeAnswerAndSkipsInterimOnes) {
  auto answer = answer_to(
      "HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\nHTTP/1.1 200 OK\r\nX-A:  b \r\nContent-Length: 2\r\n\r\nok");
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->body, "ok");
  EXPECT_EQ(answer->header("x-a"), "b");
  EXPECT_EQ(answer->header("x-early"), std::nullopt);
}

TEST(CurlClient, FollowsNoRedirect) {
  auto answer = answer_to("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->status, 302);
}

TEST(CurlClient, RefusesAnAnswerAboveItsLimit) {
  CurlOptions options;
  options.largest_body = 3;
  EXPECT_TRUE(answer_to("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", options));
  EXPECT_FALSE(answer_to("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd", options));
}

TEST(CurlClient, EndsAtTheTimeoutOfTheRequest) {
  // Nobody accepts from this socket, so a client connects and gets no answer.
  int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* any = reinterpret_cast<sockaddr*>(&address);
  ASSERT_EQ(::bind(listener, any, size), 0);
  ASSERT_EQ(::listen(listener, 1), 0);
  ASSERT_EQ(::getsockname(listener, any, &size), 0);
  auto url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/";
  EXPECT_FALSE(CurlClient().send({"GET", url, {}, "", 50ms}));
  ::close(listener);
}

TEST(CurlClient, RefusesOtherProtocolsAndNonsense) {
  CurlClient client;
  for (const char* url :
       {"", "file:///etc/hostname", "ftp://127.0.0.1/", "http://", "no address", "gopher://127.0.0.1/"}) {
    EXPECT_FALSE(client.send({"GET", url, {}, ""})) << url;
  }
}

TEST(ScriptedClient, AnswersInOrderKeepsRequestsAndThrowsWhenEmpty) {
  ScriptedClient client;
  client.answer(200, "one").fail("reset");
  EXPECT_EQ(client.send({"GET", "http://a/", {}, ""})->body, "one");
  EXPECT_EQ(client.send({"POST", "http://b/", {}, "x"}).error().what, "reset");
  EXPECT_THROW(std::ignore = client.send({"GET", "http://c/", {}, ""}), std::logic_error);
  ASSERT_EQ(client.requests().size(), 3U);
  EXPECT_EQ(client.requests()[1].body, "x");
}

}  // namespace
}  // namespace segue::http
