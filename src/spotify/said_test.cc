#include "spotify/said.h"

#include <gtest/gtest.h>

namespace segue::spotify {
namespace {

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(MessageIn, ReadsEveryFormThatARefusalComesIn) {
  EXPECT_EQ(message_in(R"({"error":{"status":403,"message":"Forbidden"}})"), "Forbidden");
  EXPECT_EQ(message_in(R"({"error":{"status":403,"message":"No","reason":"PREMIUM_REQUIRED"}})"),
            "No (PREMIUM_REQUIRED)");
  EXPECT_EQ(message_in(R"({"error":{"reason":"PREMIUM_REQUIRED"}})"), "PREMIUM_REQUIRED");
  EXPECT_EQ(message_in(R"({"error":"invalid_client"})"), "invalid_client");
  EXPECT_EQ(message_in(R"({"error":"invalid_client","error_description":"Invalid client"})"),
            "invalid_client: Invalid client");
  EXPECT_EQ(message_in(R"({"message":"Too many"})"), "Too many");
  EXPECT_EQ(message_in(R"({"status":403,"error":"Forbidden","message":"User not registered"})"),
            "Forbidden: User not registered");
  EXPECT_EQ(message_in("\xEF\xBB\xBF{\"error\":{\"message\":\"Forbidden\"}}"), "Forbidden");
  EXPECT_EQ(message_in("\xEF\xBB\xBFUser not registered"), "User not registered");
  EXPECT_EQ(message_in(R"("Check your app")"), "Check your app");
  EXPECT_EQ(message_in("User not registered in the Developer Dashboard"),
            "User not registered in the Developer Dashboard");
  EXPECT_EQ(message_in("\n  Active premium subscription required.\r\nsecond line"),
            "Active premium subscription required.");
}

TEST(MessageIn, IsNothingForPagesAndBytes) {
  for (const std::string& body :
       {std::string(), std::string("  \n"), std::string("<html>busy</html>"), std::string("  <!DOCTYPE html>x"),
        std::string("busy <HTML>"), std::string("{\"error\":"), std::string("{}"), std::string("[1]"),
        std::string("bad\xff"), std::string("a\0b", 3), std::string(3'000, 'x')})
    EXPECT_EQ(message_in(body), "") << body;
}

TEST(MessageIn, CutsTokensAndLongLines) {
  EXPECT_EQ(message_in("Bearer BQabcdefghijklmnopqrstuvwxyz0123456789 is bad"), "Bearer [left out] is bad");
  EXPECT_EQ(message_in("ask at https://developer.spotify.com/dashboard please"),
            "ask at https://developer.spotify.com/dashboard please");
  EXPECT_TRUE(
      holds(message_in("see //developer.spotify.com/x?code=AQabcdefghijklmnopqrstuvwxyz0123456789"), "left out"));
  std::string words;
  for (int i = 0; i < 60; ++i) words += "wörter ";
  const std::string cut = message_in(words);
  EXPECT_LE(cut.size(), 204u);
  EXPECT_TRUE(cut.ends_with("…")) << cut;
  EXPECT_EQ(message_in("a\tb\x1b[31mc"), "a b [31mc");
}

TEST(CureOf, MatchesSpotifysWordsInAnyCase) {
  for (const char* said : {"User not registered in the Developer Dashboard", "USER NOT REGISTERED", "app not approved",
                           "the user may not be registered. Check settings on developer.spotify.com/dashboard"})
    EXPECT_TRUE(holds(cure_of(403, said), "app's users")) << said;
  for (const char* said :
       {"Active premium subscription required for the owner of the app.", "No (PREMIUM_REQUIRED)", "Premium required"})
    EXPECT_TRUE(holds(cure_of(403, said), "Spotify Premium")) << said;
  EXPECT_TRUE(holds(cure_of(400, "INVALID_CLIENT: Invalid redirect URI"), "http://127.0.0.1/callback,"));
  EXPECT_TRUE(holds(cure_of(400, "INVALID_CLIENT: Invalid client"), "check the client id"));
  EXPECT_TRUE(holds(cure_of(400, "access_denied"), "agree on Spotify's page"));
  EXPECT_EQ(cure_of(403, "Forbidden"), "");
  EXPECT_EQ(cure_of(503, "premium nodes are busy"), "");
  EXPECT_TRUE(speaks_of_scopes("Insufficient client scope") && speaks_of_scopes("INSUFFICIENT SCOPE") &&
              speaks_of_scopes("Permissions missing"));
}

}  // namespace
}  // namespace segue::spotify
