#include "aws/parameter_store.h"

#include <gtest/gtest.h>

#include <map>

#include "base/error.h"
#include "base/json.h"
#include "http/scripted_client_for_tests.h"

namespace segue::aws {
namespace {

std::optional<std::string> keys(const char* name) {
  const std::map<std::string, std::string> set{{"AWS_ACCESS_KEY_ID", "AKID"}, {"AWS_SECRET_ACCESS_KEY", "very-secret"}};
  const auto at = set.find(name);
  return at == set.end() ? std::nullopt : std::optional(at->second);
}

std::string holding(const std::string& value) {
  const std::string parameter =
      base::JsonObject{}.text("Name", "/segue/me/consent").text("Value", value).number("Version", 3).str();
  return base::JsonObject{}.raw("Parameter", parameter).str();
}

// Records the waits that it is asked for, and does not wait.
struct StandingClock final : base::Clock {
  base::Instant now() const override { return base::from_ms(1'795'536'000'000); }
  void wait_until(base::Instant until) const override { waits.push_back(until - now()); }
  mutable std::vector<base::Millis> waits;
};

class ParameterStoreTest : public testing::Test {
 protected:
  std::string refusal(const std::function<void()>& work, base::Fault fault) {
    try {
      work();
    } catch (const base::Error& error) {
      EXPECT_EQ(error.fault(), fault) << error.what();
      return error.what();
    }
    ADD_FAILURE() << "nothing was refused";
    return "";
  }
  std::string header(std::size_t request, std::string_view name) const {
    for (const auto& [key, value] : client.requests().at(request).headers)
      if (key == name) return value;
    return "";
  }

  http::ScriptedClient client;
  StandingClock clock;
  CredentialChain chain{keys, client, clock};
  ParameterStore store{client, chain, clock, {"/segue/me/consent", "eu-north-1", ""}};
};

TEST_F(ParameterStoreTest, GetsDecryptedWithASignedRequest) {
  client.answer(200, holding("me.client.consent\n{\"a\":1}"));
  EXPECT_EQ(store.get("me.client.consent"), "{\"a\":1}");
  const http::Request& asked = client.requests()[0];
  EXPECT_EQ(asked.method, "POST");
  EXPECT_EQ(asked.url, "https://ssm.eu-north-1.amazonaws.com/");
  EXPECT_EQ(asked.body, R"({"Name":"/segue/me/consent","WithDecryption":true})");
  EXPECT_EQ(header(0, "X-Amz-Target"), "AmazonSSM.GetParameter");
  EXPECT_EQ(header(0, "Content-Type"), "application/x-amz-json-1.1");
  EXPECT_TRUE(header(0, "Authorization").starts_with("AWS4-HMAC-SHA256 Credential=AKID/20261124/eu-north-1/ssm/"));
}

TEST_F(ParameterStoreTest, PutsASecureStringOverTheOldOne) {
  client.answer(200, R"({"Version":4})");
  store.put("me.client.consent", "{\"a\":2}");
  EXPECT_EQ(header(0, "X-Amz-Target"), "AmazonSSM.PutParameter");
  EXPECT_EQ(
      client.requests()[0].body,
      R"({"Name":"/segue/me/consent","Value":"me.client.consent\n{\"a\":2}","Type":"SecureString","Overwrite":true})");
}

TEST_F(ParameterStoreTest, WritesOnlyWhatHasChanged) {
  client.answer(200, holding("n\nold")).answer(200, "{}").answer(200, holding("n\nnew"));
  ASSERT_EQ(store.get("n"), "old");
  store.put("n", "old");
  EXPECT_EQ(client.requests().size(), 1U);
  store.put("n", "new");
  store.put("n", "new");
  EXPECT_EQ(client.requests().size(), 2U);
  store.get("n");
  store.put("n", "new");
  EXPECT_EQ(client.requests().size(), 3U);
}

TEST_F(ParameterStoreTest, WritesAgainAfterAPutThatFailed) {
  client.answer(200, holding("n\nold")).answer(400, R"({"__type":"AccessDeniedException"})").answer(200, "{}");
  store.get("n");
  refusal([&] { store.put("n", "new"); }, base::Fault::upstream);
  store.put("n", "old");  // what was seen before may not be there any more
  EXPECT_EQ(client.requests().size(), 3U);
}

TEST_F(ParameterStoreTest, HasNothingBeforeAndAfter) {
  client.answer(400, R"({"__type":"ParameterNotFound"})")
      .answer(400, R"({"__type":"com.amazonaws.ssm#ParameterNotFound","message":""})")
      .answer(200, "{}")
      .answer(200, holding("n\n"));
  EXPECT_EQ(store.get("n"), std::nullopt);
  EXPECT_EQ(store.get("n"), std::nullopt);
  store.remove("n");
  EXPECT_EQ(store.get("n"), std::nullopt);
}

TEST_F(ParameterStoreTest, DoesNotOpenWhatIsAnothers) {
  for (const char* value : {"ann.client.consent\n{}", "me.client.consen\n{}", "me.client.consent2\n{}", "{}"}) {
    client.answer(200, holding(value));
    refusal([&] { store.get("me.client.consent"); }, base::Fault::login);
  }
}

TEST_F(ParameterStoreTest, TakesNoOtherAnswerForAParameter) {
  for (const char* body : {"<html>", "", "{}", R"({"Parameter":{}})", R"({"Parameter":{"Value":7}})"}) {
    client.answer(200, body);
    refusal([&] { store.get("n"); }, base::Fault::upstream);
  }
}

TEST_F(ParameterStoreTest, AsksAgainWhenThrottledAndAfterPassingFaults) {
  client.answer(400, R"({"__type":"ThrottlingException","message":"Rate exceeded"})")
      .answer(503, "")
      .fail("reset")
      .answer(500, R"({"__type":"InternalServerError"})")
      .answer(200, holding("n\nvalue"));
  EXPECT_EQ(store.get("n"), "value");
  ASSERT_EQ(clock.waits.size(), 4U);
  EXPECT_GE(clock.waits[0], std::chrono::milliseconds{100});
  EXPECT_GE(clock.waits[3], std::chrono::milliseconds{800});
  EXPECT_LE(clock.waits[3], std::chrono::milliseconds{1'600});
}

TEST_F(ParameterStoreTest, GivesUpAfterFiveAndAtOnceWhereARightIsMissing) {
  for (int i = 0; i < 5; ++i) client.answer(400, R"({"__type":"TooManyUpdates"})");
  const std::string busy = refusal([&] { store.put("n", "the-secret-value"); }, base::Fault::upstream);
  EXPECT_NE(busy.find("TooManyUpdates"), std::string::npos) << busy;
  EXPECT_EQ(client.left(), 0U);
  client.answer(400, R"({"__type":"AccessDeniedException","Message":"no"})");
  const std::string denied = refusal([&] { store.get("n"); }, base::Fault::upstream);
  EXPECT_NE(denied.find("GetParameter of the parameter /segue/me/consent in eu-north-1: AccessDeniedException"),
            std::string::npos)
      << denied;
}

TEST_F(ParameterStoreTest, ShowsNoValueWhereSsmEchoesOne) {
  client.answer(400, R"({"__type":"ValidationException","message":"Value 'n the-secret-value' at 'value' failed"})");
  const std::string said = refusal([&] { store.put("n", "the-secret-value"); }, base::Fault::upstream);
  EXPECT_EQ(said.find("the-secret-value"), std::string::npos) << said;
}

TEST_F(ParameterStoreTest, SpeaksToAnotherEndpoint) {
  ParameterStore other(client, chain, clock, {"/p", "r", "http://127.0.0.1:5000"});
  client.answer(200, holding("n\nv"));
  EXPECT_EQ(other.get("n"), "v");
  EXPECT_EQ(client.requests()[0].url, "http://127.0.0.1:5000/");
}

}  // namespace
}  // namespace segue::aws
