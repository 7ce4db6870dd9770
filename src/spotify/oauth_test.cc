#include "spotify/oauth.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace segue::spotify {
namespace {

const App kPublic{"client", "", "https://accounts.example"};
const App kWithSecret{"client", "hush", "https://accounts.example"};

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Pkce, MakesTheChallengeOfRfc7636) {
  // Appendix B: these 32 octets give this verifier and this challenge.
  const unsigned char octets[] = {116, 24,  223, 180, 151, 153, 224, 37,  79, 250, 96, 125, 216, 173, 187, 186,
                                  22,  212, 37,  77,  105, 214, 191, 240, 91, 88,  5,  88,  83,  132, 141, 121};
  const Pkce pkce = pkce_from(std::string(reinterpret_cast<const char*>(octets), sizeof octets));
  EXPECT_EQ(pkce.verifier, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
  EXPECT_EQ(pkce.challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST(AuthorizeUrl, ChallengesWithoutASecretAndShowsTheDialogAlways) {
  const Pkce pkce{"verifier", "challenge"};
  const std::string open = authorize_url(kPublic, "http://127.0.0.1:1/callback", "state", pkce);
  EXPECT_TRUE(holds(open, "code_challenge_method=S256")) << open;
  EXPECT_TRUE(holds(open, "redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fcallback")) << open;
  EXPECT_FALSE(holds(open, "verifier")) << "the verifier goes with the code alone";
  const std::string secret = authorize_url(kWithSecret, "http://127.0.0.1:1/callback", "state", pkce);
  EXPECT_FALSE(holds(secret, "code_challenge")) << secret;
  for (const std::string& url : {open, secret}) EXPECT_TRUE(holds(url, "show_dialog=true")) << url;
  EXPECT_FALSE(holds(secret, "hush")) << secret;
}

TEST(AuthorizeUrl, AsksForNoMoreThanTheHolderNeeds) {
  App capture = kPublic;
  capture.scopes = std::string(kCaptureScope);
  const std::string url = authorize_url(capture, "http://127.0.0.1:1/callback", "state", {"verifier", "challenge"});
  EXPECT_TRUE(holds(url, "&scope=user-read-recently-played&")) << url;
  EXPECT_TRUE(holds(authorize_url(kPublic, "http://127.0.0.1:1/callback", "state", {}), "playlist-modify-private"));
}

TEST(Code, IsTakenFromTheAddressOfThisLogin) {
  EXPECT_EQ(code_from("http://127.0.0.1:1/callback?code=a%2Fb&state=s", "s"), "a/b");
  EXPECT_EQ(code_from("http://127.0.0.1:1/callback?state=s&code=x#_=_", "s"), "x");
  for (const char* address : {"http://127.0.0.1/callback?code=x&state=other", "http://127.0.0.1/callback?code=x",
                              "http://127.0.0.1/callback?error=access_denied&state=s",
                              "http://127.0.0.1/callback?state=s", "http://127.0.0.1/callback?state=s&code=", "x", ""})
    EXPECT_THROW(code_from(address, "s"), base::Error) << address;
}

TEST(Code, SaysWhatIsWrongWithAnAddress) {
  for (const auto& [address, said] : {std::pair("http://127.0.0.1/callback", "not the address of the last page"),
                                      std::pair("AQBcode", "not the address of the last page"),
                                      std::pair("http://x/?code=x&state=other", "belongs to another login"),
                                      std::pair("https://accounts.spotify.com/authorize?state=s", "contains no code"),
                                      std::pair("http://x/?error=access_denied&state=s", "agree on Spotify's page")})
    try {
      code_from(address, "s");
      ADD_FAILURE() << address;
    } catch (const base::Error& error) {
      EXPECT_EQ(error.fault(), base::Fault::login) << address;
      EXPECT_TRUE(holds(error.what(), said)) << error.what();
    }
}

TEST(TokenRequest, ProvesItselfByVerifierOrBySecret) {
  const auto open = code_request(kPublic, "code", "http://127.0.0.1:1/callback", {"verifier", "challenge"});
  EXPECT_TRUE(holds(open.body, "code_verifier=verifier") && holds(open.body, "client_id=client")) << open.body;
  const auto secret = code_request(kWithSecret, "code", "http://127.0.0.1:1/callback", {"verifier", "challenge"});
  EXPECT_FALSE(holds(secret.body, "verifier")) << secret.body;
  ASSERT_EQ(secret.headers.size(), 2u);
  EXPECT_EQ(secret.headers[1].second, "Basic Y2xpZW50Omh1c2g=");
  EXPECT_TRUE(holds(refresh_request(kPublic, "r&t").body, "refresh_token=r%26t&client_id=client"));
}

TEST(TokenAnswer, KeepsTheOldRefreshTokenWhereNoneComes) {
  const auto answer = read_token_answer({200, {}, R"({"access_token":"a","token_type":"Bearer","expires_in":3600})"});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->refresh_token, "");
  EXPECT_EQ(answer->expires_in_s, 3600);
}

TEST(TokenAnswer, OnlyInvalidGrantIsTerminal) {
  EXPECT_TRUE(read_token_answer({400, {}, R"({"error":"invalid_grant","error_description":"Refresh token revoked"})"})
                  .error()
                  .is_terminal());
  for (const http::Response& answer :
       {http::Response{400, {}, R"({"error":"invalid_client"})"}, http::Response{503, {}, "<html>"},
        http::Response{503, {}, R"({"error":"invalid_grant"})"},
        http::Response{429, {}, R"({"error":"invalid_grant"})"}, http::Response{200, {}, "<html>"},
        http::Response{200, {}, "{}"}, http::Response{200, {}, R"({"access_token":"a"})"},
        http::Response{429, {}, ""}}) {
    const auto read = read_token_answer(answer);
    ASSERT_FALSE(read) << answer.body;
    EXPECT_FALSE(read.error().is_terminal()) << answer.body;
  }
}

TEST(TokenAnswer, LeavesOutWhatCouldBeAnEchoedSecret) {
  const auto said = [](const std::string& error, const std::string& description) {
    return said_by({error, description, 400, true, {}});
  };
  EXPECT_EQ(said("unsupported_response_type", "must be code"), "unsupported_response_type: must be code");
  EXPECT_EQ(said("bad", "got refresh_token=AQabcdefghijklmnopqrstuvwxyz0123456789&client_id=x"),
            "bad: got [left out]&client_id=x");
  EXPECT_EQ(said("bad", "Basic Y2xpZW50OmFiY2RlZmdoaWprbG1ub3A= refused"), "bad: Basic [left out] refused");
  EXPECT_EQ(said("0123456789abcdef0123456789abcdef", ""), "[left out]");
}

TEST(TokenAnswer, SaysWhatAPlainTextSaysAndItsCure) {
  for (const auto& [body, cure] :
       {std::pair("User not registered in the Developer Dashboard", "app's users"),
        std::pair("Active premium subscription required for the owner of the app.", "Spotify Premium"),
        std::pair(R"({"error":"Forbidden","message":"User not registered"})", "app's users"),
        std::pair(R"({"error":"invalid_grant","error_description":"Invalid redirect URI"})", "http://127.0.0.1/call"),
        std::pair(R"({"error":"invalid_client","error_description":"Invalid client"})", "check the client id")}) {
    const auto read = read_token_answer({body[0] == '{' ? 400 : 403, {{"Content-Type", "text/plain"}}, body});
    ASSERT_FALSE(read);
    EXPECT_TRUE(holds(said_by(read.error()), cure)) << said_by(read.error());
  }
  EXPECT_FALSE(read_token_answer({403, {}, "invalid_grant"}).error().is_terminal()) << "a text ends no consent";
}

TEST(TokenAnswer, IsDatedByTheServiceAndLivesADayAtMost) {
  const auto answer = read_token_answer(
      {200, {{"Date", "Tue, 24 Nov 2026 16:00:00 GMT"}}, R"({"access_token":"a","expires_in":9223372036854775807})"});
  ASSERT_TRUE(answer);
  EXPECT_EQ(base::to_iso8601(answer->date.value()), "2026-11-24T16:00:00.000Z");
  EXPECT_EQ(answer->expires_in_s, 86'400);
  EXPECT_FALSE(read_token_answer({200, {{"Date", "soon"}}, R"({"access_token":"a","expires_in":1})"})->date);
}

TEST(TokenAnswer, TellsAnOutageFromARefusal) {
  EXPECT_TRUE(read_token_answer({401, {}, R"({"error":"invalid_client"})"}).error().is_refusal);
  for (const http::Response& answer : {http::Response{400, {}, "<html>"}, http::Response{400, {}, R"({"error":{}})"},
                                       http::Response{502, {}, ""}, http::Response{200, {}, "<html>"}})
    EXPECT_FALSE(read_token_answer(answer).error().is_refusal) << answer.body;
  const auto limited = read_token_answer({429, {{"Retry-After", "17"}}, ""});
  EXPECT_TRUE(holds(said_by(limited.error()), "status 429; not before 17 s from now")) << said_by(limited.error());
}

}  // namespace
}  // namespace segue::spotify
