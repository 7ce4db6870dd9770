#include "playlist/items.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "spotify/signed_in_for_tests.h"

namespace segue::playlist {
namespace {

using Uris = std::vector<std::string>;
const std::string kSnapshot = R"({"snapshot_id":"s"})";

std::string uri(char last) {
  return std::string("spotify:track:0AbCdEfGhIjKlMnOpQrSt") + last;
}

class ItemsTest : public testing::Test, protected spotify::SignedIn {
 protected:
  void fails(int status) {  // answers a call, and its retries
    for (int i = 0; i < (status >= 500 ? 4 : 1); ++i) client.answer(status, "");
  }
  Placed put(const Uris& uris, const Uris& before = {}) { return place(api, "ours", uris, before); }
  std::string last_body() const { return client.requests().back().body; }
};

TEST_F(ItemsTest, OneWriteIsEnoughWhereNothingIsWrong) {
  client.answer(200, kSnapshot);
  const Placed placed = put({uri('A'), uri('B')});
  EXPECT_EQ(placed.uris.size(), 2u);
  EXPECT_TRUE(placed.is_told && placed.refused.empty());
  client.answer(200, "<html>");
  EXPECT_FALSE(put({uri('A')}).is_told);
}

TEST_F(ItemsTest, ASongThatSpotifyDoesNotHaveIsLeftOut) {
  for (const int status : {400, 404, 502}) {
    fails(status);
    client.answer(200, "{}").answer(404, "{}").answer(200, "{}").answer(200, kSnapshot);
    const Placed placed = put({uri('A'), uri('B'), uri('C')}, {uri('X')});
    EXPECT_EQ(placed.uris, (Uris{uri('A'), uri('C')})) << status;
    ASSERT_EQ(placed.refused.size(), 1u);
    EXPECT_EQ(placed.refused[0].uri, uri('B'));
  }
}

TEST_F(ItemsTest, HalvesFindASongThatSpotifyShowsAndTakesInNoList) {
  client.answer(400, "").answer(200, "{}").answer(200, "{}").answer(200, "{}").answer(200, "{}");
  client.answer(200, kSnapshot);           // A B
  client.answer(400, "").answer(400, "");  // A B C D; A B C
  client.answer(200, kSnapshot);           // A B D
  const Placed placed = put({uri('A'), uri('B'), uri('C'), uri('D')}, {uri('X')});
  EXPECT_EQ(placed.uris, (Uris{uri('A'), uri('B'), uri('D')}));
  ASSERT_EQ(placed.refused.size(), 1u);
  EXPECT_EQ(placed.refused[0].uri, uri('C'));
  EXPECT_EQ(client.left(), 0u);
}

TEST_F(ItemsTest, AnOutageChangesNothing) {
  fails(503);
  for (int i = 0; i < 3; ++i) fails(503);  // three songs asked for
  EXPECT_THROW(put({uri('A'), uri('B'), uri('C'), uri('D')}, {uri('X')}), base::Error);
  EXPECT_EQ(client.left(), 0u);
}

TEST_F(ItemsTest, TheOldSongsComeBackWhereItCannotBeWritten) {
  client.answer(400, "");
  for (int i = 0; i < 4; ++i) client.answer(200, "{}");
  client.answer(200, kSnapshot);                      // A B
  client.answer(429, "", {{"Retry-After", "7200"}});  // and C D: no more may be written
  client.answer(200, kSnapshot);
  EXPECT_THROW(put({uri('A'), uri('B'), uri('C'), uri('D')}, {uri('X')}), base::Error);
}

TEST_F(ItemsTest, WhereMostAreRefusedTheOldSongsStand) {
  client.answer(400, "").answer(200, "{}").answer(404, "{}").answer(404, "{}");
  client.answer(200, kSnapshot).answer(200, kSnapshot);
  EXPECT_THROW(put({uri('A'), uri('B'), uri('C')}, {uri('X')}), base::Error);
  EXPECT_EQ(last_body(), R"({"uris":[")" + uri('X') + R"("]})");
}

}  // namespace
}  // namespace segue::playlist
