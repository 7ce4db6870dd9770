#include "spotify/account_check.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/temporary_folder_for_tests.h"

namespace segue::spotify {
namespace {

const Account kAnn{"A1", "ann-id", "Ann"}, kBob{"B1", "bob-id", "Bob"};

base::Instant at(int day) {
  return base::from_ms(1'795'536'000'000) + std::chrono::days{day};
}

// Returns the refusal's message, "" if nothing is refused.
std::string refusal(const std::vector<KnownLogin>& known, const LoginClaim& claim) {
  try {
    hold_to_account(known, claim);
    return "";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.fault(), base::Fault::login);
    return error.what();
  }
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(HoldToAccount, ALoginOfTheSameAccountIsFine) {
  EXPECT_EQ(refusal({}, {"me", kAnn}), "");
  EXPECT_EQ(refusal({{"me", "c", kAnn, at(0), true}}, {"me", kAnn}), "");
  EXPECT_EQ(refusal({{"me", "c", {}, at(0), true}}, {"me", kAnn}), "") << "an older consent names none";
}

TEST(HoldToAccount, AnotherAccountNeedsTheWordOfAPerson) {
  for (const bool is_live : {true, false}) {
    const std::vector<KnownLogin> known{{"me", "c", kAnn, at(0), is_live}};
    const std::string said = refusal(known, {"me", kBob});
    EXPECT_TRUE(holds(said, "Bob (bob-id)") && holds(said, "Ann (ann-id)") && holds(said, "--switch-account") &&
                holds(said, "the plays there stay"))
        << said;
    EXPECT_EQ(refusal(known, {"me", kBob, true}), "");
  }
}

TEST(HoldToAccount, TheNewestLoginOfAnyAppSaysWhoseThePlaysAre) {
  const std::vector<KnownLogin> known{{"me", "new", kBob, at(5), true}, {"me", "old", kAnn, at(1), true}};
  EXPECT_EQ(refusal(known, {"me", kBob}), "");
  EXPECT_NE(refusal(known, {"me", kAnn}), "");
  EXPECT_EQ(account_of(known, "me").id, "bob-id");
  EXPECT_FALSE(account_of(known, "ann").is_known());
}

TEST(HoldToAccount, TwoListenersAreNeverOneAccount) {
  const std::vector<KnownLogin> known{{"me", "c", kAnn, at(0), true}};
  for (const bool may_switch : {false, true}) {
    const std::string said = refusal(known, {"ann", kAnn, may_switch});
    EXPECT_TRUE(holds(said, "logged in as me already") && holds(said, "secrets/me.c.consent.sealed")) << said;
  }
  EXPECT_EQ(refusal({{"me", "c", kAnn, at(0), false}}, {"ann", kAnn}), "") << "a login that has ended polls nothing";
}

TEST(KnownLogins, AreThoseOfTheHomeThatOpen) {
  const base::TemporaryFolder folder;
  base::SealedFiles secrets(folder.path(), std::string(32, 'k')), others(folder.path(), std::string(32, 'x'));
  EXPECT_TRUE(known_logins(base::SealedFiles(folder.path() / "none", std::string(32, 'k'))).empty());
  Consent consent;
  consent.client_id = "c";
  consent.account = kAnn;
  secrets.put("me.c.consent", to_json(consent));
  secrets.put("bob.c.consent", to_json(EndedLogin{"c", at(0), at(1), "why", kBob}));
  secrets.put("something.else", "{}");
  others.put("carol.c.consent", to_json(consent));
  secrets.put("dan.c.consent", "torn");
  const auto known = known_logins(secrets);
  ASSERT_EQ(known.size(), 2u);
  EXPECT_EQ(known[0].user, "bob");
  EXPECT_FALSE(known[0].is_live);
  EXPECT_EQ(known[1].user, "me");
  EXPECT_EQ(known[1].account.id, "ann-id");
}

}  // namespace
}  // namespace segue::spotify
