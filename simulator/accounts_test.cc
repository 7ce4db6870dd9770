#include <gtest/gtest.h>

#include "simulator/app_for_tests.h"

namespace segue::simulator {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::seconds;

std::string error_of(const http::Response& answer) {
  EXPECT_EQ(answer.status, 400) << answer.body;
  auto body = Json::parse(answer.body);
  return body.contains("error_description") ? body.at("error").get<std::string>() : "no description";
}

TEST(Authorize, SendsBackWithACodeAndTheState) {
  TestApp app;
  auto query = TestApp::consent();
  query["state"] = "a b&c";
  query["show_dialog"] = "true";
  auto answer = app.authorize(query);
  EXPECT_EQ(answer.status, 302);
  auto location = answer.header("location").value_or("");
  EXPECT_TRUE(location.starts_with("http://127.0.0.1:8888/callback?code=")) << location;
  EXPECT_TRUE(location.ends_with("&state=a%20b%26c")) << location;
}

TEST(Authorize, SendsNobodyToAnAddressThatSpotifyRefuses) {
  TestApp app;
  for (const char* uri : {"http://localhost:8888/callback", "http://127.0.0.1", "http://127.0.0.1:/callback",
                          "http://127.0.0.1:88x/callback", "http://127.0.0.1.evil.example/callback",
                          "http://127.0.0.2/callback", "http://192.0.2.1/callback", "http://[::2]/callback",
                          "HTTP://127.0.0.1/callback", "http://127.0.0.1/callback#x", "ftp://127.0.0.1/x", ""}) {
    auto query = TestApp::consent();
    query["redirect_uri"] = uri;
    auto answer = app.authorize(query);
    EXPECT_EQ(answer.status, 400) << uri;
    EXPECT_EQ(answer.body, "INVALID_CLIENT: Invalid redirect URI") << uri;
  }
  auto query = TestApp::consent();
  query["redirect_uri"] = "http://[::1]:1/callback";
  EXPECT_EQ(app.authorize(query).status, 302);
}

TEST(Authorize, LetsOnlyThePortOfARegisteredUriVary) {
  AccountOptions accounts;
  accounts.redirect_uri = "http://127.0.0.1/callback";
  TestApp app(small_world(), accounts);
  auto status = [&](const std::string& uri) {
    auto query = TestApp::consent();
    query["redirect_uri"] = uri;
    return app.authorize(query).status;
  };
  EXPECT_EQ(status("http://127.0.0.1:9/callback"), 302);
  EXPECT_EQ(status("http://127.0.0.1:9/callback/"), 400);
  EXPECT_EQ(status("http://127.0.0.1:9/Callback"), 400);
  EXPECT_EQ(status("http://[::1]:9/callback"), 400);
}

TEST(Authorize, RefusesWhatIsNoRequestOfOurs) {
  TestApp app;
  auto error = [&](const std::string& name, const std::string& value) {
    auto query = TestApp::consent();
    query[name] = value;
    auto answer = app.authorize(query);
    return answer.status == 302 ? answer.header("location").value_or("") : answer.body;
  };
  EXPECT_EQ(error("client_id", "other"), "INVALID_CLIENT: Invalid client");
  EXPECT_EQ(error("scope", "user-top-read everything"), "INVALID_SCOPE: Invalid scope");
  const std::string back = "http://127.0.0.1:8888/callback?error=";
  EXPECT_EQ(error("response_type", "token"), back + "unsupported_response_type&state=s");
  for (auto [name, value] : {std::pair{"code_challenge_method", "plain"},
                             {"code_challenge", "short"},
                             {"show_dialog", "yes"},
                             {"utm", "1"}}) {
    EXPECT_EQ(error(name, value), back + "invalid_request&state=s") << name;
  }
  auto query = TestApp::consent();
  query.erase("code_challenge");
  query.erase("code_challenge_method");
  EXPECT_EQ(app.authorize(query).header("location"), back + "invalid_request&state=s");  // no secret, no PKCE
}

TEST(Authorize, CanBeRefusedByTheUserOnce) {
  TestApp app;
  app.ask("POST", "/sim/deny");
  EXPECT_EQ(app.authorize(TestApp::consent()).header("location"),
            "http://127.0.0.1:8888/callback?error=access_denied&state=s");
  EXPECT_NE(TestApp::code_in(app.authorize(TestApp::consent())), "");
}

TEST(Authorize, MayGrantLessThanIsAskedOnce) {
  TestApp app;
  const auto scopes = [&] {
    const auto code = TestApp::code_in(app.authorize(TestApp::consent("user-top-read user-library-read")));
    return Json::parse(app.exchange(code).body).at("scope").get<std::string>();
  };
  app.ask("POST", "/sim/grant?scope=user-top-read%20user-follow-read");
  EXPECT_EQ(scopes(), "user-top-read") << "never more than was asked";
  EXPECT_EQ(scopes(), "user-library-read user-top-read");
}

TEST(Token, GrantsForTheRightVerifier) {
  TestApp app;
  auto answer = app.exchange(TestApp::code_in(app.authorize(TestApp::consent("user-top-read user-library-read"))));
  ASSERT_EQ(answer.status, 200) << answer.body;
  auto grant = Json::parse(answer.body);
  EXPECT_EQ(grant.at("token_type"), "Bearer");
  EXPECT_EQ(grant.at("expires_in"), 3600);
  EXPECT_EQ(grant.at("scope"), "user-library-read user-top-read");
  EXPECT_NE(grant.at("refresh_token"), grant.at("access_token"));
}

TEST(Token, RefusesAWrongVerifierAndBurnsTheCode) {
  TestApp app;
  auto code = TestApp::code_in(app.authorize(TestApp::consent()));
  EXPECT_EQ(error_of(app.exchange(code, "b-verifier-of-at-least-forty-three-characters")), "invalid_grant");
  EXPECT_EQ(error_of(app.exchange(code)), "invalid_grant");
}

TEST(Token, RefusesVerifiersThatRfc7636Forbids) {
  TestApp app;
  for (const auto& verifier : {std::string(), std::string(42, 'a'), std::string(129, 'a'), std::string(43, '+')}) {
    auto code = TestApp::code_in(app.authorize(TestApp::consent()));
    EXPECT_EQ(error_of(app.exchange(code, verifier)), "invalid_request") << verifier;
  }
}

TEST(Token, TakesACodeOnceAndNotLate) {
  TestApp app;
  auto code = TestApp::code_in(app.authorize(TestApp::consent()));
  EXPECT_EQ(app.exchange(code).status, 200);
  EXPECT_EQ(error_of(app.exchange(code)), "invalid_grant");
  auto late = TestApp::code_in(app.authorize(TestApp::consent()));
  app.advance(minutes(11));
  EXPECT_EQ(error_of(app.exchange(late)), "invalid_grant");
}

TEST(Token, RefusesMalformedRequests) {
  TestApp app;
  EXPECT_EQ(error_of(app.post_form({{"grant_type", "authorization_code"}})), "invalid_client");
  EXPECT_EQ(error_of(app.post_form({{"client_id", "other"}, {"grant_type", "refresh_token"}})), "invalid_client");
  EXPECT_EQ(error_of(app.post_form({{"client_id", "demo-client"}})), "unsupported_grant_type");
  EXPECT_EQ(error_of(app.post_form({{"client_id", "demo-client"}, {"grant_type", "password"}})),
            "unsupported_grant_type");
  EXPECT_EQ(error_of(app.post_form({{"client_id", "demo-client"}, {"client_id", "demo-client"}})), "invalid_request");
  EXPECT_EQ(error_of(app.post_form({{"client_id", "demo-client"}, {"grant_type", "refresh_token"}})),
            "invalid_request");
  EXPECT_EQ(
      error_of(app.post_form(
          {{"client_id", "demo-client"}, {"grant_type", "refresh_token"}, {"refresh_token", "x"}, {"more", "y"}})),
      "invalid_request");
  EXPECT_EQ(error_of(app.ask("POST", "/api/token", "{}")), "invalid_request");
  EXPECT_EQ(app.ask("GET", "/api/token").status, 405);
}

TEST(Token, RefusesAnotherRedirectUriThanTheConsentsOwn) {
  TestApp app;
  auto code = TestApp::code_in(app.authorize(TestApp::consent()));
  EXPECT_EQ(error_of(app.post_form({{"grant_type", "authorization_code"},
                                    {"code", code},
                                    {"redirect_uri", "http://127.0.0.1:8889/callback"},
                                    {"client_id", "demo-client"},
                                    {"code_verifier", std::string(TestApp::verifier)}})),
            "invalid_grant");
}

TEST(Token, AsksForTheSecretWhereTheConsentCameWithoutPkce) {
  AccountOptions accounts;
  accounts.client_secret = "s3cret";
  TestApp app(small_world(), accounts);
  auto code = [&] {
    auto query = TestApp::consent();
    query.erase("code_challenge");
    query.erase("code_challenge_method");
    return TestApp::code_in(app.authorize(query));
  };
  auto fields = [&](std::string with) {
    return std::vector<std::pair<std::string, std::string>>{{"grant_type", "authorization_code"},
                                                            {"code", std::move(with)},
                                                            {"redirect_uri", std::string(TestApp::redirect)}};
  };
  EXPECT_EQ(error_of(app.post_form(fields(code()), "demo-client:wrong")), "invalid_client");
  EXPECT_EQ(error_of(app.post_form(fields(code()))), "invalid_client");
  auto answer = app.post_form(fields(code()), "demo-client:s3cret");
  ASSERT_EQ(answer.status, 200) << answer.body;
  auto refresh = Json::parse(answer.body).at("refresh_token").get<std::string>();
  EXPECT_EQ(error_of(app.refreshed(refresh)), "invalid_client");
  EXPECT_EQ(app.post_form({{"grant_type", "refresh_token"}, {"refresh_token", refresh}}, "demo-client:s3cret").status,
            200);
}

TEST(AccessToken, LivesAnHourOfTheSimulatorsClock) {
  TestApp app;
  app.log_in();
  app.advance(seconds(3599));
  EXPECT_EQ(app.ask("GET", "/v1/me").status, 200);
  app.advance(seconds(1));
  auto answer = app.ask("GET", "/v1/me");
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.body, R"({"error":{"status":401,"message":"The access token expired"}})");
}

TEST(RefreshToken, StaysAndIsNotSentAgain) {
  TestApp app;
  auto refresh = app.log_in();
  for (int i = 0; i < 3; ++i) {
    auto answer = app.refreshed(refresh);
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_FALSE(Json::parse(answer.body).contains("refresh_token"));
    app.advance(minutes(61));
  }
}

TEST(RefreshToken, DiesSixMonthsAfterConsentHoweverOftenUsed) {
  TestApp app;  // consent on 1 November: dies on 1 May, 181 days later
  auto refresh = app.log_in();
  app.advance(days(181) - seconds(1));
  EXPECT_EQ(app.refreshed(refresh).status, 200);
  app.advance(seconds(1));
  EXPECT_EQ(error_of(app.refreshed(refresh)), "invalid_grant");
  EXPECT_NE(app.log_in(), refresh);
}

TEST(RefreshToken, RotatesWhereAskedAndKillsTheOld) {
  AccountOptions accounts;
  accounts.rotate_refresh_tokens = true;
  TestApp app(small_world(), accounts);
  auto first = app.log_in();
  auto second = Json::parse(app.refreshed(first).body).at("refresh_token").get<std::string>();
  EXPECT_NE(first, second);
  EXPECT_EQ(error_of(app.refreshed(first)), "invalid_grant");
  app.advance(days(181));
  EXPECT_EQ(error_of(app.refreshed(second)), "invalid_grant");  // rotation lengthens nothing
}

TEST(RefreshToken, DiesWhenTheUserDisconnects) {
  TestApp app;
  auto refresh = app.log_in();
  app.ask("POST", "/sim/revoke");
  EXPECT_EQ(error_of(app.refreshed(refresh)), "invalid_grant");
}

}  // namespace
}  // namespace segue::simulator
