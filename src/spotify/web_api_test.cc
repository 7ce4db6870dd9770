#include "spotify/web_api.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "spotify/signed_in.h"

namespace segue::spotify {
namespace {

using std::chrono::milliseconds;
const char* const kToken = R"({"access_token":"%","token_type":"Bearer","expires_in":3600})";

std::string token(const std::string& name) {
  std::string text = kToken;
  return text.replace(text.find('%'), 1, name);
}

class WebApiTest : public testing::Test, protected SignedIn {
 protected:
  std::string bearer(std::size_t request) const { return client.requests()[request].headers[0].second; }
  base::Fault fault_of(const Call& call) {
    try {
      api.require(call);
    } catch (const base::Error& error) {
      said = error.what();
      return error.fault();
    }
    return base::Fault::internal;
  }
  std::string said;
};

TEST_F(WebApiTest, SendsTheKeptTokenAndKeepsTheBodyAsItCame) {
  client.answer(200, "{\"x\":1}", {{"Date", "Tue, 24 Nov 2026 16:00:00 GMT"}});
  const Reply reply = api.once({"GET", "/v1/me", ""});
  EXPECT_EQ(bearer(0), "Bearer token");
  EXPECT_EQ(client.requests()[0].url, "https://api.example/v1/me");
  EXPECT_EQ(reply.body, "{\"x\":1}");
  EXPECT_EQ(base::to_iso8601(*reply.server_date), "2026-11-24T16:00:00.000Z");
}

TEST_F(WebApiTest, RefreshesOnceAfterA401AndAsksOnceMore) {
  client.answer(401, "{}").answer(200, token("second")).answer(200, "{}");
  EXPECT_EQ(api.once({"GET", "/v1/me", ""}).status, 200);
  EXPECT_EQ(bearer(2), "Bearer second");
  client.answer(401, "{}")
      .answer(200, token("third"))
      .answer(401, R"({"error":{"status":401,"message":"Permissions missing"}})");
  EXPECT_EQ(fault_of({"GET", "/v1/me", ""}), base::Fault::login);
  EXPECT_EQ(client.left(), 0u) << "a second 401 is not answered by another refresh";
  EXPECT_NE(said.find("Permissions missing"), std::string::npos) << said;
}

TEST_F(WebApiTest, RefreshesATokenThatIsAboutToExpireBeforeItIsUsed) {
  clock.advance(milliseconds{3'590'000});
  client.answer(200, token("second")).answer(200, "{}");
  api.once({"GET", "/v1/me", ""});
  EXPECT_EQ(bearer(1), "Bearer second");
  EXPECT_EQ(keeper.consent()->refresh_token, "refresh-1") << "none came: the old one stays";
}

TEST_F(WebApiTest, PersistsARotatedRefreshTokenBeforeItIsUsed) {
  clock.advance(milliseconds{3'600'000});
  client.answer(200, R"({"access_token":"b","expires_in":3600,"refresh_token":"refresh-2"})").fail("reset");
  EXPECT_EQ(api.once({"GET", "/v1/me", ""}).status, 0);
  EXPECT_EQ(keeper.consent()->refresh_token, "refresh-2");
}

TEST_F(WebApiTest, DropsTheConsentOnInvalidGrantAloneAndSaysWhatToDo) {
  clock.advance(milliseconds{3'600'000});
  client.answer(503, "");
  EXPECT_EQ(fault_of({"GET", "/v1/me", ""}), base::Fault::upstream);
  EXPECT_TRUE(keeper.consent());
  client.answer(400, R"({"error":"invalid_grant"})");
  EXPECT_EQ(fault_of({"GET", "/v1/me", ""}), base::Fault::login);
  EXPECT_NE(said.find("segue login"), std::string::npos) << said;
  EXPECT_FALSE(keeper.consent());
}

TEST_F(WebApiTest, AsksAgainAfterPassingFaultsAndWaitsAsTold) {
  client.answer(503, "").answer(429, "{}", {{"Retry-After", "7"}}).answer(200, "{}");
  EXPECT_EQ(api.patiently({"GET", "/v1/me", ""}).status, 200);
  ASSERT_EQ(waits.size(), 2u);
  EXPECT_GE(waits[1], milliseconds{7'000});
}

TEST_F(WebApiTest, NeverCreatesTwice) {
  client.answer(502, "");
  EXPECT_EQ(fault_of({"POST", "/v1/me/playlists", "{}"}), base::Fault::upstream);
  EXPECT_TRUE(waits.empty());
}

TEST_F(WebApiTest, SaysUntilWhenQuotaIsSpentAndDoesNotWaitForHours) {
  client.answer(429, R"({"error":{"status":429,"message":"Too many requests","reason":"QUOTA_EXCEEDED"}})",
                {{"Retry-After", "3600"}, {"Date", "Tue, 24 Nov 2026 16:00:00 GMT"}});
  EXPECT_EQ(fault_of({"GET", "/v1/search?q=secret+song", ""}), base::Fault::upstream);
  EXPECT_NE(said.find("QUOTA_EXCEEDED"), std::string::npos) << said;
  EXPECT_NE(said.find("2026-11-24T17:00:00.000Z"), std::string::npos) << said;
  EXPECT_EQ(said.find("secret"), std::string::npos) << "no query in a message: " << said;
  EXPECT_TRUE(waits.empty());
}

TEST_F(WebApiTest, NamesTheRefusalOfHtmlAndOfNoAnswer) {
  client.answer(403, "<html>");
  EXPECT_EQ(fault_of({"GET", "/v1/audio-features", ""}), base::Fault::upstream);
  for (int i = 0; i < 4; ++i) client.fail("connection reset");
  EXPECT_EQ(fault_of({"GET", "/v1/me", ""}), base::Fault::upstream);
  EXPECT_NE(said.find("connection reset"), std::string::npos) << said;
}

TEST_F(WebApiTest, NeedsALoginFirst) {
  TokenKeeper nobody(client, secrets, clock, {"other-client", "", "https://accounts.example"}, "me",
                     folder.path() / "lock");
  WebApi other(client, nobody, "https://api.example", [](milliseconds) {});
  EXPECT_THROW(other.once({"GET", "/v1/me", ""}), base::Error);
  EXPECT_TRUE(client.requests().empty());
}

}  // namespace
}  // namespace segue::spotify
