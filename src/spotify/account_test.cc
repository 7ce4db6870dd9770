#include "spotify/account.h"

#include <gtest/gtest.h>

#include "spotify/oauth.h"
#include "spotify/scopes.h"

namespace segue::spotify {
namespace {

TEST(Account, IsReadFromAGoodAnswerAlone) {
  const Account ann = account_in(R"({"account_id":"A1","id":"ann","display_name":"Ann \u001b[31m"})");
  EXPECT_EQ(ann.account_id, "A1");
  EXPECT_EQ(ann.id, "ann");
  EXPECT_EQ(shown(ann), "Spotify account Ann [31m (ann)");
  EXPECT_EQ(shown({"A1", "", ""}), "Spotify account A1");
  EXPECT_EQ(shown({"", "ann", "ann"}), "Spotify account ann");
  for (const char* body : {"", "<html>", "{}", "[]", "7", R"({"id":7})", R"({"id":null,"display_name":"Ann"})"})
    EXPECT_FALSE(account_in(body).is_known()) << body;
}

TEST(Account, IsTheSameByWhateverIdBothHave) {
  EXPECT_TRUE(is_same({"A1", "old", ""}, {"A1", "new", ""}));
  EXPECT_FALSE(is_same({"A1", "ann", ""}, {"A2", "ann", ""}));
  EXPECT_TRUE(is_same({"", "ann", ""}, {"A1", "ann", "Ann"}));
  EXPECT_FALSE(is_same({"", "ann", ""}, {"", "bob", ""}));
  EXPECT_FALSE(is_same({}, {}));
  EXPECT_FALSE(is_same({"A1", "", ""}, {"", "ann", ""}));
}

TEST(Account, LosesNothingToAnAnswerThatLeavesSomethingOut) {
  const Account now = merged({"", "ann", "Ann"}, {"A1", "ann", "Anna"});
  EXPECT_EQ(now.account_id, "A1");
  EXPECT_EQ(now.name, "Ann");
}

TEST(Scopes, NamesWhatAConsentLacks) {
  EXPECT_TRUE(missing_scopes(kScopes, kScopes).empty());
  EXPECT_TRUE(missing_scopes(kScopes, "").empty()) << "an answer without scopes grants what was asked";
  EXPECT_EQ(missing_scopes("a b c", "c  a").size(), 1u);
  EXPECT_EQ(missing_scopes("a b c", "c  a")[0], "b");
  for (const std::string& one : missing_scopes(kScopes, "none"))
    EXPECT_NE(with_its_use(one), one) << "each scope that is asked for has a use to name";
}

}  // namespace
}  // namespace segue::spotify
