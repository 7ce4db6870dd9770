#include "spotify/login.h"

#include <gtest/gtest.h>

#include <thread>

#include "base/error.h"
#include "base/secrets.h"
#include "base/temporary_folder_for_tests.h"
#include "http/curl_client.h"
#include "http/scripted_client_for_tests.h"
#include "spotify/token_keeper.h"

namespace segue::spotify {
namespace {

class LoginTest : public testing::Test {
 protected:
  void log_in_by(const Browse& browse) { keeper.keep_new(log_in(client, app, "http://127.0.0.1:1/callback", browse)); }

  const App app{"client", "", "https://accounts.example"};
  const base::TemporaryFolder folder;
  base::ManualClock clock{base::from_ms(1'800'000'000'000)};
  base::SealedFiles secrets{folder.path(), std::string(32, 'k')};
  http::ScriptedClient client;
  TokenKeeper keeper{client, secrets, clock, app, "me", folder.path() / "lock"};
};

TEST_F(LoginTest, KeepsTheConsentAndItsDate) {
  client.answer(200, R"({"access_token":"a","refresh_token":"r","scope":"s","expires_in":3600})");
  log_in_by(
      [](const std::string&, const std::string& state) { return "http://127.0.0.1:1/callback?code=c&state=" + state; });
  const auto consent = keeper.consent();
  ASSERT_TRUE(consent);
  EXPECT_EQ(consent->authorised_at, clock.now());
  EXPECT_EQ(consent->refresh_token, "r");
}

TEST_F(LoginTest, RefusesTheStateOfAnotherLogin) {
  EXPECT_THROW(
      log_in_by([](const std::string&, const std::string&) { return "http://127.0.0.1:1/callback?code=c&state=x"; }),
      base::Error);
  EXPECT_TRUE(client.requests().empty()) << "no code is spent";
  EXPECT_FALSE(keeper.consent());
}

TEST_F(LoginTest, KeepsTheOldConsentWhenTheNewOneFails) {
  keeper.keep_new({"a", "r", "s", 3600});
  for (const char* body : {R"({"access_token":"b","expires_in":3600})", R"({"error":"invalid_grant"})"}) {
    client.answer(body[2] == 'a' ? 200 : 400, body);
    EXPECT_THROW(log_in_by([](const std::string&, const std::string& state) {
                   return "http://127.0.0.1:1/callback?code=c&state=" + state;
                 }),
                 base::Error);
  }
  EXPECT_EQ(keeper.consent()->refresh_token, "r");
}

TEST(Callback, WaitsForItsOwnStateAndIgnoresOthers) {
  Callback callback(0);
  std::jthread browser([&] {
    http::CurlClient client;
    for (const char* query : {"?code=evil&state=forged", "?code=evil", "?code=good&state=mine"}) {
      http::Request request;
      request.url = callback.redirect_uri() + query;
      EXPECT_TRUE(client.send(request)) << query;
    }
  });
  EXPECT_EQ(code_from(callback.wait("mine", std::chrono::hours{1}, [] {}), "mine"), "good");
}

TEST(Callback, SaysOnceThatNobodyCame) {
  Callback callback(0);
  int said = 0;
  std::jthread browser;
  const auto come = [&] {
    ++said;
    browser = std::jthread([&] {
      http::CurlClient client;
      http::Request request;
      request.url = callback.redirect_uri() + "?code=late&state=mine";
      EXPECT_TRUE(client.send(request));
    });
  };
  EXPECT_EQ(code_from(callback.wait("mine", std::chrono::milliseconds{0}, come), "mine"), "late");
  EXPECT_EQ(said, 1);
}

TEST_F(LoginTest, IsDatedByTheServiceWhateverOurClockSays) {
  for (const char* date : {"Tue, 24 Nov 2026 16:00:00 GMT", "Sun, 24 Nov 2024 16:00:00 GMT"}) {
    client.answer(200, R"({"access_token":"a","refresh_token":"r","expires_in":3600})", {{"Date", date}});
    log_in_by([](const std::string&, const std::string& state) { return "http://x/callback?code=c&state=" + state; });
    EXPECT_EQ(keeper.consent()->authorised_at, base::parse_http_date(date));
    EXPECT_EQ(keeper.consent()->expires_at, clock.now() + std::chrono::hours{1}) << "a token's life is by our clock";
  }
  EXPECT_EQ(keeper.consent()->scope, app.scopes) << "an answer without scopes grants what was asked";
}

TEST(FollowRedirect, SaysThePagesWordsAndWhichAddressToRegister) {
  for (const char* body : {"INVALID_CLIENT: Invalid redirect URI", "INVALID_CLIENT: Insecure redirect URI", "<html>"}) {
    http::ScriptedClient client;
    client.answer(400, body, {{"Content-Type", "text/plain"}});
    try {
      follow_redirect(client, "https://accounts.example/authorize?state=s");
      ADD_FAILURE() << body;
    } catch (const base::Error& error) {
      const std::string said = error.what();
      EXPECT_EQ(error.fault(), base::Fault::login);
      EXPECT_NE(said.find("register the redirect URI http://127.0.0.1/callback,"), said.npos) << said;
    }
  }
}

}  // namespace
}  // namespace segue::spotify
