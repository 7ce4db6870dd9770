#include "spotify/web_api.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "spotify/signed_in_for_tests.h"

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

TEST_F(WebApiTest, ADateThatIsMonthsFromOurClockIsNotBelieved) {
  const std::chrono::days days[]{std::chrono::days{-30}, std::chrono::days{30},    std::chrono::days{-32},
                                 std::chrono::days{32},  std::chrono::days{-3000}, std::chrono::days{5000}};
  for (const auto off : days) {
    client.answer(200, "{}", {{"Date", base::to_http_date(clock.now() + off)}});
    const Reply reply = api.once({"GET", "/v1/me", ""});
    EXPECT_EQ(reply.server_date.has_value(), std::chrono::abs(off) <= std::chrono::days{31}) << off.count();
  }
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
  EXPECT_TRUE(api.once({"GET", "/v1/me", ""}).is_good());
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

TEST_F(WebApiTest, AsksNothingThatIsHeldAndSaysWhy) {
  client.answer(429, R"({"error":{"status":429,"message":"Too many requests","reason":"QUOTA_EXCEEDED"}})",
                {{"Retry-After", "7200"}});
  EXPECT_EQ(api.once({"GET", "/v1/artists/1", ""}).status, 429);
  clock.advance(std::chrono::hours{1});  // the token needs a refresh by now: none is asked for
  const Reply held = api.patiently({"GET", "/v1/artists/2", ""});
  EXPECT_TRUE(held.is_held());
  EXPECT_EQ(held.status, 0);
  EXPECT_EQ(held.held_until, clock.now() + std::chrono::hours{1});
  EXPECT_EQ(fault_of({"GET", "/v1/artists/3", ""}), base::Fault::upstream);
  EXPECT_EQ(
      said,
      "GET /v1/artists/3 was not sent: Spotify takes no more calls of artists for now (QUOTA_EXCEEDED); not before "
      "2026-11-24T18:00:00.000Z");
  EXPECT_EQ(client.requests().size(), 1u);
  EXPECT_TRUE(waits.empty());
}

TEST_F(WebApiTest, WaitsInPlaceForWhatIsHeldTwoMinutesAtMost) {
  client.answer(429, "", {{"Retry-After", "120"}}).answer(200, "{}").answer(429, "", {{"Retry-After", "121"}});
  EXPECT_EQ(api.patiently({"POST", "/v1/me/playlists", "{}"}).status, 200) << "a 429 did nothing: POST may ask again";
  ASSERT_EQ(waits.size(), 1u);
  EXPECT_EQ(waits[0], milliseconds{120'000}) << "never longer, jitter included";
  EXPECT_EQ(api.patiently({"POST", "/v1/me/playlists", "{}"}).status, 429);
  EXPECT_EQ(waits.size(), 1u);
}

TEST_F(WebApiTest, CountsEveryRequestItMakes) {
  client.answer(503, "").fail("reset").answer(401, "{}").answer(200, token("second")).answer(200, "{}");
  EXPECT_EQ(api.patiently({"GET", "/v1/tracks/1", ""}).status, 200);
  const auto made = calls.calls(clock.now() - std::chrono::hours{1});
  ASSERT_EQ(made.size(), 4u);
  EXPECT_EQ(made[0].status, 503);
  EXPECT_EQ(made[1].status, 0);
  EXPECT_EQ(made[2].status, 401);
  EXPECT_EQ(made[3].status, 200);
  for (const CallMade& call : made) EXPECT_EQ(call.family, Family::tracks);
}

TEST_F(WebApiTest, AMissingPermissionIsALoginAndNoRefreshHelps) {
  for (const auto& [status, text] : {std::pair{401, "Permissions missing"}, {403, "Insufficient client scope"}}) {
    client.answer(status, fmt::format(R"({{"error":{{"status":{},"message":"{}"}}}})", status, text));
    EXPECT_EQ(fault_of({"GET", "/v1/me/tracks", ""}), base::Fault::login) << text;
    EXPECT_NE(said.find(text), std::string::npos) << said;
    EXPECT_NE(said.find("segue login"), std::string::npos) << said;
  }
  EXPECT_EQ(client.requests().size(), 2u);
}

TEST_F(WebApiTest, SaysWhatTheOwnerOfTheAppCanDo) {
  const std::pair<const char*, const char*> cases[] = {
      {"User not registered in the Developer Dashboard", "add this account to the app's users"},
      {"Active premium subscription required for the owner of the app", "needs Spotify Premium"}};
  for (const auto& [text, cure] : cases) {
    client.answer(403, fmt::format(R"({{"error":{{"status":403,"message":"{}"}}}})", text));
    EXPECT_EQ(fault_of({"GET", "/v1/me/tracks", ""}), base::Fault::upstream) << text;
    EXPECT_NE(said.find(text), std::string::npos) << said;
    EXPECT_NE(said.find(cure), std::string::npos) << said;
  }
}

TEST_F(WebApiTest, TakesItsTokenOutOfWhatEchoesIt) {
  keeper.keep_new({"BQ-the-access-token", "refresh-1", "scope", 3600});
  client.answer(400, R"({"error":{"status":400,"message":"no Bearer BQ-the-access-token"}})")
      .answer(502, "<p>GET /v1/me Authorization: Bearer BQ-the-access-token</p>");
  EXPECT_EQ(fault_of({"GET", "/v1/me", ""}), base::Fault::upstream);
  EXPECT_NE(said.find("no [secret]"), std::string::npos) << said;
  EXPECT_EQ(api.once({"GET", "/v1/me", ""}).body, "<p>GET /v1/me Authorization: [secret]</p>");
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
  WebApi other(client, nobody, "https://api.example", quota, clock, wait_);
  EXPECT_THROW(static_cast<void>(other.once({"GET", "/v1/me", ""})), base::Error);
  EXPECT_TRUE(client.requests().empty());
}

TEST_F(WebApiTest, SaysWhatAPlainTextRefusalSaysAndItsCure) {
  for (const auto& [body, cure] :
       {std::pair("User not registered in the Developer Dashboard", "app's users"),
        std::pair("Check settings on developer.spotify.com/dashboard, the user may not be registered.", "app's users"),
        std::pair("Active premium subscription required for the owner of the app.", "Spotify Premium")}) {
    client.answer(403, body, {{"Content-Type", "text/plain; charset=utf-8"}});
    EXPECT_EQ(fault_of({"GET", "/v1/me", ""}), base::Fault::upstream);
    EXPECT_NE(said.find(body), said.npos) << said;
    EXPECT_NE(said.find(cure), said.npos) << said;
  }
  client.answer(403, "Insufficient client scope", {{"Content-Type", "text/plain"}});
  EXPECT_EQ(fault_of({"GET", "/v1/me", ""}), base::Fault::login);
}

TEST_F(WebApiTest, AsksByATokenThatNobodyKeepsYet) {
  client.answer(503, "").answer(200, R"({"id":"ann"})").answer(401, "{}");
  EXPECT_EQ(account_in(api.patiently_with("new", {"GET", kMe, ""}).body).id, "ann");
  EXPECT_EQ(bearer(1), "Bearer new");
  EXPECT_EQ(api.patiently_with("new", {"GET", kMe, ""}).status, 401);
  EXPECT_EQ(client.left(), 0u) << "nothing is refreshed for it";
}

}  // namespace
}  // namespace segue::spotify
