#include "http/pooled_client.h"

#include <gtest/gtest.h>

#include <functional>

#include "http/scripted_client_for_tests.h"

namespace segue::http {
namespace {

// Does something while its exchange is under way.
class Nested final : public Client {
 public:
  explicit Nested(std::function<void()> meanwhile) : meanwhile_(std::move(meanwhile)) {}
  Expected<Response, TransportError> send(const Request&) override {
    meanwhile_();
    return Response{200, {}, ""};
  }

 private:
  std::function<void()> meanwhile_;
};

TEST(PooledClient, KeepsAClientForTheNextExchange) {
  int made = 0;
  PooledClient pool([&] {
    ++made;
    return std::make_unique<Nested>([] {});
  });
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(pool.send({}));
  EXPECT_EQ(made, 1);
}

TEST(PooledClient, HasOneForEachExchangeUnderWay) {
  int made = 0, depth = 0;
  std::unique_ptr<PooledClient> pool;
  pool = std::make_unique<PooledClient>([&] {
    ++made;
    return std::make_unique<Nested>([&] {
      if (++depth < 3) {
        EXPECT_TRUE(pool->send({}));
      }
      --depth;
    });
  });
  EXPECT_TRUE(pool->send({}));
  EXPECT_EQ(made, 3);
  EXPECT_TRUE(pool->send({}));
  EXPECT_EQ(made, 3);
}

TEST(PooledClient, KeepsNoneThatThrew) {
  int made = 0;
  PooledClient pool([&]() -> std::unique_ptr<Client> {
    ++made;
    return std::make_unique<ScriptedClient>();  // throws: nothing is scripted
  });
  EXPECT_THROW(EXPECT_TRUE(pool.send({})), std::logic_error);
  EXPECT_THROW(EXPECT_TRUE(pool.send({})), std::logic_error);
  EXPECT_EQ(made, 2);
}

}  // namespace
}  // namespace segue::http
