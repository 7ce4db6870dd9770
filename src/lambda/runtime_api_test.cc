#include "lambda/runtime_api.h"

#include <gtest/gtest.h>

#include "http/scripted_client_for_tests.h"

namespace segue::lambda {
namespace {

http::Response invocation(const std::string& id, const std::string& event = "{}") {
  return {200, {{"Lambda-Runtime-Aws-Request-Id", id}, {"Lambda-Runtime-Deadline-Ms", "1795536060000"}}, event};
}

std::string answer_twice(const Invocation& invocation) {
  return invocation.event + invocation.event;
}

TEST(RuntimeApi, AnswersOneInvocationAfterTheOtherUntilThereIsNone) {
  http::ScriptedClient client;
  client.answer(invocation("a-1", "7")).answer(202, "").answer(invocation("a-2", "8")).answer(202, "").fail("gone");
  RuntimeApi runtime(client, "127.0.0.1:9001");
  EXPECT_THROW(serve(runtime, answer_twice), base::Error);
  ASSERT_EQ(client.requests().size(), 5U);
  EXPECT_EQ(client.requests()[0].url, "http://127.0.0.1:9001/2018-06-01/runtime/invocation/next");
  EXPECT_EQ(client.requests()[1].url, "http://127.0.0.1:9001/2018-06-01/runtime/invocation/a-1/response");
  EXPECT_EQ(client.requests()[1].body, "77");
  EXPECT_EQ(client.requests()[3].url, "http://127.0.0.1:9001/2018-06-01/runtime/invocation/a-2/response");
  EXPECT_EQ(client.requests()[3].body, "88");
}

TEST(RuntimeApi, WaitsForTheNextInvocationLongerThanAnyEnvironmentLives) {
  http::ScriptedClient client;
  client.answer(invocation("a"));
  RuntimeApi(client, "h").next();
  EXPECT_GE(client.requests()[0].timeout, std::chrono::hours{24 * 30});
}

TEST(RuntimeApi, MakesWhatIsThrownAFunctionErrorAndGoesOn) {
  http::ScriptedClient client;
  client.answer(invocation("a")).answer(202, "").answer(invocation("b")).answer(202, "").fail("gone");
  RuntimeApi runtime(client, "h");
  const auto work = [](const Invocation& one) -> std::string {
    if (one.id == "a") throw base::Error(base::Fault::login, "run \"segue login\"");
    return "{}";
  };
  EXPECT_THROW(serve(runtime, work), base::Error);
  const http::Request& failed = client.requests()[1];
  EXPECT_EQ(failed.url, "http://h/2018-06-01/runtime/invocation/a/error");
  const http::Header type{"Lambda-Runtime-Function-Error-Type", "Segue.LoginNeeded"};
  EXPECT_EQ(failed.headers.at(1), type);
  EXPECT_TRUE(
      failed.body.starts_with(R"({"errorType":"Segue.LoginNeeded","errorMessage":"run \"segue login\" (for the)"))
      << failed.body;
  EXPECT_NE(failed.body.find("`segue login --into ssm:/NAME --client-id ID`"), std::string::npos) << failed.body;
  EXPECT_EQ(client.requests()[3].url, "http://h/2018-06-01/runtime/invocation/b/response");
}

TEST(RuntimeApi, NamesEveryFault) {
  EXPECT_EQ(function_error(base::Error(base::Fault::upstream, "x")).type, "Segue.Upstream");
  EXPECT_EQ(function_error(base::Error(base::Fault::usage, "x")).type, "Segue.Settings");
  EXPECT_EQ(function_error(base::Error(base::Fault::input, "x")).type, "Segue.Internal");
  EXPECT_EQ(function_error(std::runtime_error("x")).type, "Segue.Internal");
}

TEST(RuntimeApi, SaysThatTheFunctionCannotStart) {
  http::ScriptedClient client;
  client.answer(202, "");
  RuntimeApi(client, "h").fail_start({"Segue.Settings", "SEGUE_LAKE is not set"});
  EXPECT_EQ(client.requests()[0].url, "http://h/2018-06-01/runtime/init/error");
  EXPECT_EQ(client.requests()[0].method, "POST");
}

TEST(RuntimeApi, EndsWhereAnAnswerIsNotTakenAndNeverAnswersTwice) {
  for (const int status : {400, 403, 413, 500}) {
    http::ScriptedClient client;
    client.answer(invocation("a")).answer(status, "");
    RuntimeApi runtime(client, "h");
    EXPECT_THROW(serve(runtime, answer_twice), base::Error) << status;
    EXPECT_EQ(client.requests().size(), 2U);
  }
}

TEST(RuntimeApi, RefusesAnInvocationWithoutAnId) {
  http::ScriptedClient client;
  client.answer(200, "{}").answer(200, "{}", {{"Lambda-Runtime-Aws-Request-Id", ""}});
  RuntimeApi runtime(client, "h");
  EXPECT_THROW(runtime.next(), base::Error);
  EXPECT_THROW(runtime.next(), base::Error);
}

}  // namespace
}  // namespace segue::lambda
