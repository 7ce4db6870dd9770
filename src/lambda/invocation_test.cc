#include "lambda/invocation.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "lake/directory_lake.h"
#include "lake/objects.h"
#include "spotify/signed_in_for_tests.h"

namespace segue::lambda {
namespace {

const std::string kPage =
    R"({"items":[{"track":{"id":"0AbCdEfGhIjKlMnOpQrStU","name":"Harbour","uri":"spotify:track:0AbCdEfGhIjKlMnOpQrStU",)"
    R"("artists":[{"name":"Paper Boats"}],"duration_ms":201000},"played_at":"2026-11-24T15:55:00.123Z"}],"next":null})";
const std::vector<http::Header> kDate{{"Date", "Tue, 24 Nov 2026 16:00:00 GMT"}};

class PollingTest : public testing::Test, protected spotify::SignedIn {
 protected:
  base::Fault fault_of(const std::string& id) {
    try {
      polling({id, "{}"});
    } catch (const base::Error& error) {
      return error.fault();
    }
    ADD_FAILURE() << "no function error";
    return base::Fault::internal;
  }
  std::size_t objects() const { return lake.list("v1/me/recently_played/").size(); }

  lake::DirectoryLake lake{folder.path() / "lake"};
  std::vector<std::string> logged;
  Polling polling{lake, api, keeper, clock, "me", [this](const std::string& line) { logged.push_back(line); }};
};

TEST_F(PollingTest, LandsThePageAndAnswersWithItsName) {
  client.answer(200, kPage, kDate);
  const std::string answer = polling({"id-1", "{}"});
  const auto keys = lake.list("v1/me/recently_played/");
  ASSERT_EQ(keys.size(), 1U);
  EXPECT_EQ(lake::unwrap(lake.get(keys[0].key)).second, kPage);
  EXPECT_EQ(answer, R"({"user":"me","status":200,"items":1,"object":")" + keys[0].key +
                        R"(","unread":0,"consent_ends":"2027-05-24T16:00:00.000Z"})");
}

TEST_F(PollingTest, LogsOneLineWithItsMetrics) {
  client.answer(200, kPage, kDate).answer(200, kPage, kDate);
  polling({"id-1", "{}"});
  polling({"id-2", "{}"});
  ASSERT_EQ(logged.size(), 2U);
  EXPECT_EQ(
      logged[0].substr(0, logged[0].find(R"(,"object")")),
      R"({"_aws":{"Timestamp":1795536000000,"CloudWatchMetrics":[{"Namespace":"segue","Dimensions":[["User"]],"Metrics":[)"
      R"({"Name":"GoodPolls","Unit":"Count"},{"Name":"ItemsOnPage","Unit":"Count"},)"
      R"({"Name":"DaysToConsentEnd","Unit":"None"}]}]},)"
      R"("level":"info","message":"polled","time":"2026-11-24T16:00:00.000Z","request_id":"id-1","User":"me",)"
      R"("GoodPolls":1,"ItemsOnPage":1,"DaysToConsentEnd":181)");
  EXPECT_NE(logged[0].find(R"("cold":true)"), std::string::npos);
  EXPECT_NE(logged[1].find(R"("cold":false)"), std::string::npos);
}

TEST_F(PollingTest, MakesEveryPollWithoutAPageAFunctionErrorAfterItHasLanded) {
  client.answer(503, "busy", kDate)
      .answer(200, "<html>", kDate)
      .fail("reset")
      .answer(403, R"({"error":{"status":403,"message":"Insufficient client scope"}})", kDate);
  EXPECT_EQ(fault_of("a"), base::Fault::upstream);
  EXPECT_EQ(fault_of("b"), base::Fault::upstream);
  EXPECT_EQ(fault_of("c"), base::Fault::upstream);
  EXPECT_EQ(fault_of("d"), base::Fault::login);
  EXPECT_EQ(objects(), 4U) << "each answer is in the lake";
  for (const std::string& line : logged) {
    EXPECT_EQ(line.find("_aws"), std::string::npos) << "no metric: " << line;
    EXPECT_NE(line.find(R"("level":"error")"), std::string::npos) << line;
  }
  EXPECT_EQ(logged.size(), 4U);
}

TEST_F(PollingTest, AsksNothingWithoutAConsentAndSaysWhatToDo) {
  secrets.remove("me.client.consent");
  EXPECT_EQ(fault_of("a"), base::Fault::login);
  EXPECT_TRUE(client.requests().empty());
  EXPECT_NE(logged.at(0).find("segue login"), std::string::npos) << logged[0];
  EXPECT_NE(logged.at(0).find("Segue.LoginNeeded"), std::string::npos) << logged[0];
}

TEST_F(PollingTest, SaysNothingGoodWhereThePageDidNotBecomeDurable) {
  base::write_file_durably(folder.path() / "lake" / "v1", "a file where a folder should be", 0600);
  client.answer(200, kPage, kDate);
  EXPECT_ANY_THROW(polling({"a", "{}"}));
  ASSERT_EQ(logged.size(), 1U);
  EXPECT_NE(logged[0].find(R"("level":"error")"), std::string::npos) << logged[0];
}

TEST_F(PollingTest, HoldsTheNextPollBackAfterARefusal) {
  client.answer(429, "{}", {{"Date", "Tue, 24 Nov 2026 16:00:00 GMT"}, {"Retry-After", "7200"}});
  EXPECT_EQ(fault_of("a"), base::Fault::upstream);
  EXPECT_EQ(fault_of("b"), base::Fault::upstream);
  EXPECT_EQ(client.requests().size(), 1U) << "a warm function remembers until when";
}

TEST_F(PollingTest, WaitsForNoHoldHoweverShort) {
  client.answer(429, "{}", {{"Date", "Tue, 24 Nov 2026 16:00:00 GMT"}, {"Retry-After", "20"}});
  fault_of("a");
  const base::Instant before = clock.now();
  EXPECT_EQ(fault_of("b"), base::Fault::upstream);
  EXPECT_EQ(clock.now(), before);
}

}  // namespace
}  // namespace segue::lambda
