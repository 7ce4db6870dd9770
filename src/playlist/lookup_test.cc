#include "playlist/lookup.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "lake/directory_lake.h"
#include "spotify/signed_in.h"

namespace segue::playlist {
namespace {

std::string found(const std::string& id, const std::string& artist, const std::string& title, int duration_ms) {
  return R"({"id":")" + id + R"(","name":")" + title + R"(","artists":[{"name":")" + artist +
         R"("}],"album":{"name":"L"},"duration_ms":)" + std::to_string(duration_ms) + "}";
}
std::string answer_with(const std::string& tracks) {
  return R"({"tracks":{"items":[)" + tracks + "]}}";
}

const std::string kIdA = "0AbCdEfGhIjKlMnOpQrStA", kIdB = "0AbCdEfGhIjKlMnOpQrStB";

class LookupTest : public testing::Test, protected spotify::SignedIn {
 protected:
  std::optional<std::string> look_up(const Song& song) { return Lookup(lake, "me", api, clock).spotify_id(song); }
  lake::DirectoryLake lake{folder.path() / "lake"};
  const Song harbour{"rec", "Paper Boats", "Harbour", "Low Tide", "", 201'000};
};

TEST_F(LookupTest, AsksNothingForASongThatHasItsId) {
  EXPECT_EQ(look_up({"rec", "A", "B", "", kIdA, 0}), kIdA);
  EXPECT_TRUE(client.requests().empty());
}

TEST_F(LookupTest, TakesTheFirstThatIsTheSameSongOfTheSameLength) {
  client.answer(200, answer_with(found(kIdB, "Paper Boats", "Harbour - Live", 201'000) + "," +
                                 found(kIdB, "Paper Boats", "Harbour", 215'000) + "," +
                                 found(kIdB, "Boats of Paper", "Harbour", 201'000) + "," +
                                 found(kIdA, "PAPER BOATS", "Harbour - Remastered 2011", 205'000)));
  EXPECT_EQ(look_up(harbour), kIdA);
}

TEST_F(LookupTest, AsksForASongOnceForGood) {
  client.answer(200, answer_with(""));
  EXPECT_FALSE(look_up(harbour));
  EXPECT_FALSE(look_up(harbour)) << "a new Lookup reads the lake";
  EXPECT_EQ(client.requests().size(), 1u);
}

TEST_F(LookupTest, QuotesNamesAndCutsLongOnesAtACharacter) {
  client.answer(200, answer_with(""));
  std::string long_title = "say \"cheese\" ";
  while (long_title.size() < 200) long_title += "\xC3\xA9";
  look_up({"rec", "A", long_title, "", "", 0});
  const std::string url = client.requests()[0].url;
  EXPECT_NE(url.find("track%3A%22say%20cheese%20%C3%A9"), std::string::npos) << url;
  EXPECT_EQ(url.find("%C3%22"), std::string::npos) << "half a character: " << url;
  EXPECT_NE(url.find("limit=10"), std::string::npos) << "11 would be refused";
}

TEST_F(LookupTest, KeepsNoFailureAsAnAnswer) {
  client.answer(404, "{}");
  EXPECT_THROW(look_up(harbour), base::Error);
  EXPECT_TRUE(lake.list("v1/me/search/").empty());
}

}  // namespace
}  // namespace segue::playlist
