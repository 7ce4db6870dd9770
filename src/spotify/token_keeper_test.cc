#include "spotify/token_keeper.h"

#include <gtest/gtest.h>

#include <map>

#include "base/error.h"
#include "base/temporary_folder_for_tests.h"
#include "http/scripted_client_for_tests.h"

namespace segue::spotify {
namespace {

using std::chrono::hours;

// A store that imitates a killed process: `put` dies before or after its bytes are durable.
class MortalStore final : public base::SecretStore {
 public:
  enum class Dies { never, before, after };
  Dies dies = Dies::never;
  void put(const std::string& name, std::string_view bytes) override {
    if (dies == Dies::before) throw std::runtime_error("killed");
    kept_[name] = bytes;
    if (dies == Dies::after) throw std::runtime_error("killed");
  }
  std::optional<std::string> get(const std::string& name) const override {
    const auto at = kept_.find(name);
    return at == kept_.end() ? std::nullopt : std::optional(at->second);
  }
  void remove(const std::string& name) override { kept_.erase(name); }
  std::size_t size() const { return kept_.size(); }

 private:
  std::map<std::string, std::string> kept_;
};

class TokenKeeperTest : public testing::Test {
 protected:
  void SetUp() override { keeper.keep_new({"first", "refresh-1", "scope", 3600}); }
  TokenKeeper keeper_of(const std::string& user, const std::string& client_id) {
    return {client, secrets, clock, {client_id, "", "https://accounts.example"}, user, folder.path() / "lock"};
  }
  base::Fault fault_of_refresh() {
    try {
      keeper.access_token();
    } catch (const base::Error& error) {
      said = error.what();
      return error.fault();
    }
    return base::Fault::internal;
  }
  const base::TemporaryFolder folder;
  base::ManualClock clock{base::from_ms(1'795'536'000'000)};
  MortalStore secrets;
  http::ScriptedClient client;
  TokenKeeper keeper = keeper_of("me", "client");
  std::string said;
};

const char* const kRotated = R"({"access_token":"second","expires_in":3600,"refresh_token":"refresh-2"})";

TEST_F(TokenKeeperTest, KeepsTheDayOfConsentAndTheOldRefreshTokenWhenNoneComes) {
  const auto given = keeper.consent()->authorised_at;
  clock.advance(hours{2});
  client.answer(200, R"({"access_token":"second","expires_in":3600})");
  EXPECT_EQ(keeper.access_token(), "second");
  EXPECT_EQ(keeper.consent()->refresh_token, "refresh-1");
  EXPECT_EQ(keeper.consent()->authorised_at, given);
  EXPECT_EQ(keeper.consent()->scope, "scope");
}

TEST_F(TokenKeeperTest, DyingBeforeTheNewTokenIsDurableUsesNothingOfIt) {
  clock.advance(hours{2});
  secrets.dies = MortalStore::Dies::before;
  client.answer(200, kRotated);
  EXPECT_THROW(keeper.access_token(), std::runtime_error) << "no token is handed out that is not kept";
  EXPECT_EQ(keeper.consent()->refresh_token, "refresh-1");
}

TEST_F(TokenKeeperTest, DyingAfterItIsDurableLosesNothing) {
  clock.advance(hours{2});
  secrets.dies = MortalStore::Dies::after;
  client.answer(200, kRotated);
  EXPECT_THROW(keeper.access_token(), std::runtime_error);
  secrets.dies = MortalStore::Dies::never;
  TokenKeeper next = keeper_of("me", "client");
  EXPECT_EQ(next.access_token(), "second") << "the next process asks nobody";
  EXPECT_EQ(next.consent()->refresh_token, "refresh-2");
}

TEST_F(TokenKeeperTest, TheSlowerOfTwoTakesWhatTheQuickerGot) {
  client.answer(200, kRotated);
  EXPECT_EQ(keeper.access_token_after("first"), "second");
  EXPECT_EQ(keeper.access_token_after("first"), "second");
  EXPECT_EQ(client.requests().size(), 1u);
}

TEST_F(TokenKeeperTest, KeepsTheConsentThroughEverythingButInvalidGrant) {
  clock.advance(hours{2});
  client.answer(503, "<html>upstream</html>")
      .answer(429, "", {{"Retry-After", "30"}})
      .answer(400, R"({"error":"invalid_client"})")
      .answer(400, R"({"error":"invalid_request"})")
      .answer(500, R"({"error":"invalid_grant"})")
      .answer(200, "<html>sign in to the hotel's network</html>")
      .answer(200, "{}")
      .answer(400, "")
      .fail("connection reset");
  while (client.left() > 0) {
    clock.advance(hours{1});
    EXPECT_EQ(fault_of_refresh(), base::Fault::upstream) << said;
    ASSERT_TRUE(keeper.consent()) << said;
    EXPECT_EQ(keeper.consent()->refresh_token, "refresh-1");
    EXPECT_EQ(said.find("refresh-1"), std::string::npos) << said;
  }
  client.answer(400, R"({"error":"invalid_grant","error_description":"Refresh token revoked"})");
  EXPECT_EQ(fault_of_refresh(), base::Fault::login);
  EXPECT_FALSE(keeper.consent());
  EXPECT_EQ(fault_of_refresh(), base::Fault::login);
  EXPECT_EQ(client.requests().size(), 10u) << "a dead login is not tried again";
}

TEST_F(TokenKeeperTest, SaysWhenAndWhyALoginEnded) {
  keeper.keep_account({"A1", "ann", "Ann"});
  clock.advance(hours{2});
  client.answer(400, R"({"error":"invalid_grant","error_description":"Refresh token revoked"})");
  for (int time = 0; time < 2; ++time) {
    EXPECT_EQ(fault_of_refresh(), base::Fault::login);
    EXPECT_NE(said.find("the login of me ended on 2026-11-24 because Spotify no longer accepts it (invalid_grant: "
                        "Refresh token revoked)"),
              said.npos)
        << said;
    clock.advance(hours{48});
  }
  ASSERT_TRUE(keeper.ended());
  EXPECT_EQ(keeper.ended()->account.id, "ann") << "whose it was is known still";
  const std::string kept = secrets.get("me.client.consent").value();
  for (const char* secret : {"refresh-1", "first"}) EXPECT_EQ(kept.find(secret), kept.npos) << kept;
  keeper.keep_new({"next", "refresh-9", "scope", 3600});
  EXPECT_FALSE(keeper.ended());
}

TEST_F(TokenKeeperTest, SaysThatSixMonthsHavePassed) {
  clock.advance(std::chrono::days{190});
  client.answer(400, R"({"error":"invalid_grant","error_description":"Refresh token expired"})");
  EXPECT_EQ(fault_of_refresh(), base::Fault::login);
  EXPECT_NE(said.find("six months have passed"), said.npos) << said;
}

TEST_F(TokenKeeperTest, AsksForNoRefreshBeforeTheServicesTime) {
  clock.advance(hours{2});
  client.answer(429, "", {{"Retry-After", "5400.2"}});
  EXPECT_EQ(fault_of_refresh(), base::Fault::upstream);
  EXPECT_NE(said.find("not before 2026-11-24T19:30:01"), said.npos) << said;
  clock.advance(hours{1});
  EXPECT_EQ(fault_of_refresh(), base::Fault::upstream);
  EXPECT_NE(said.find("not before 2026-11-24T19:30:01"), said.npos) << said;
  EXPECT_EQ(client.requests().size(), 1u) << "nothing is asked";
  clock.advance(hours{1});
  client.answer(200, kRotated);
  EXPECT_EQ(keeper.access_token(), "second");
  EXPECT_FALSE(keeper.consent()->refresh_not_before);
}

TEST_F(TokenKeeperTest, TrustsNoTokenThatAMovedClockMakesLiveForDays) {
  clock.advance(-hours{24 * 400});
  client.answer(200, kRotated);
  EXPECT_EQ(keeper.access_token(), "second");
}

TEST_F(TokenKeeperTest, KeepsWhoseAccountItIsThroughARefresh) {
  EXPECT_FALSE(keeper.consent()->account.is_known()) << "as a consent of an older segue";
  keeper.keep_account({"A1", "ann", "Ann"});
  clock.advance(hours{2});
  client.answer(200, kRotated);
  keeper.access_token();
  EXPECT_EQ(keeper.consent()->account.account_id, "A1");
  EXPECT_EQ(shown(keeper.consent()->account), "Spotify account Ann (ann)");
}

TEST_F(TokenKeeperTest, HoldsOneConsentForEachUserAndClient) {
  keeper_of("ann", "client").keep_new({"ann-1", "ann-refresh", "scope", 3600});
  keeper_of("me", "lambda").keep_new({"lambda-1", "lambda-refresh", "scope", 3600});
  EXPECT_EQ(secrets.size(), 3u);
  EXPECT_EQ(keeper.access_token(), "first");
  EXPECT_EQ(keeper_of("ann", "client").access_token(), "ann-1");
  EXPECT_THROW(keeper_of("bob", "client").access_token(), base::Error);
}

}  // namespace
}  // namespace segue::spotify
