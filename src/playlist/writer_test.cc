#include "playlist/writer.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "lake/directory_lake.h"
#include "spotify/signed_in.h"

namespace segue::playlist {
namespace {

const std::string kMe = R"({"id":"ann"})";
const std::string kNone = R"({"items":[],"next":null})";
const std::string kIdA = "0AbCdEfGhIjKlMnOpQrStA", kIdB = "0AbCdEfGhIjKlMnOpQrStB";

std::string listing(const std::string& id, const std::string& name, const std::string& description,
                    const std::string& owner = "ann") {
  return R"({"items":[{"id":")" + id + R"(","name":")" + name + R"(","description":")" + description +
         R"(","owner":{"id":")" + owner + R"("},"public":false}],"next":null})";
}
std::string entries(const std::vector<std::string>& ids) {
  std::string items;
  for (const auto& id : ids)
    items += (items.empty() ? "" : ",") + std::string(R"({"item":{"uri":"spotify:track:)") + id + R"("}})";
  return R"({"items":[)" + items + R"(],"next":null})";
}

class WriterTest : public testing::Test, protected spotify::SignedIn {
 protected:
  Outcome write_now(bool dry_run = false) { return write(lake, api, clock, {"me", "Segue weekly", songs, dry_run}); }
  std::vector<std::string> calls() const {
    std::vector<std::string> all;
    for (const auto& request : client.requests()) all.push_back(request.method + request.url.substr(19));
    return all;
  }
  void create_once() {
    client.answer(200, kMe).answer(200, kNone).answer(201, R"({"id":"ours"})").answer(200, "{}");
    write_now();
  }
  lake::DirectoryLake lake{folder.path() / "lake"};
  std::vector<Song> songs{{"rec-a", "A", "One", "", kIdA, 0}, {"rec-b", "B", "Two", "", kIdB, 0}};
};

TEST_F(WriterTest, CreatesOnePrivatePlaylistAndRemembersIt) {
  create_once();
  EXPECT_EQ(calls(), (std::vector<std::string>{"GET/v1/me", "GET/v1/me/playlists?limit=50&offset=0",
                                               "POST/v1/me/playlists", "PUT/v1/playlists/ours/items"}));
  EXPECT_NE(client.requests()[2].body.find(R"("public":false)"), std::string::npos);
  EXPECT_EQ(client.requests()[3].body, R"({"uris":["spotify:track:)" + kIdA + R"(","spotify:track:)" + kIdB + R"("]})");
  const auto lists = remembered(lake, "me");
  ASSERT_EQ(lists.size(), 1u);
  EXPECT_EQ(lists[0].playlist, "ours");
  EXPECT_EQ(lists[0].recording_keys, (std::vector<std::string>{"rec-a", "rec-b"}));
}

TEST_F(WriterTest, WritesNothingWhenNothingChanged) {
  create_once();
  client.answer(200, kMe).answer(200, listing("ours", "Segue weekly", kMark)).answer(200, entries({kIdA, kIdB}));
  const Outcome again = write_now();
  EXPECT_FALSE(again.created || again.changed);
  EXPECT_EQ(again.songs.size(), 2u);
  EXPECT_EQ(remembered(lake, "me").size(), 1u);
}

TEST_F(WriterTest, ReplacesInPlaceWhateverTheUserRenamedOrMoved) {
  create_once();
  client.answer(200, kMe)
      .answer(200, listing("ours", "My name", "mine now"))
      .answer(200, entries({kIdB}))
      .answer(200, "")
      .answer(200, "{}");
  const Outcome again = write_now();
  EXPECT_TRUE(again.changed);
  EXPECT_FALSE(again.created);
  EXPECT_EQ(again.playlist, "ours");
}

TEST_F(WriterTest, FindsItsOwnByTheMarkWhenTheLakeForgot) {
  client.answer(200, kMe)
      .answer(200, listing("ours", "Segue weekly", "Made by segue: x"))
      .answer(200, entries({kIdA, kIdB}));
  EXPECT_EQ(write_now().playlist, "ours");
  EXPECT_EQ(remembered(lake, "me").size(), 1u) << "the lake knows it again";
}

TEST_F(WriterTest, NeverTakesAPlaylistThatIsNotItsOwn) {
  client.answer(200, kMe)
      .answer(200, listing("theirs", "Segue weekly", "songs I like"))
      .answer(201, R"({"id":"new"})")
      .answer(200, "{}");
  EXPECT_EQ(write_now().playlist, "new");
  client.answer(200, kMe)
      .answer(200, listing("new", "Segue weekly", kMark, "somebody"))
      .answer(201, R"({"id":"newer"})")
      .answer(200, "{}");
  EXPECT_EQ(write_now().playlist, "newer") << "another's playlist of that id is not ours";
}

TEST_F(WriterTest, ADryRunWritesNothing) {
  client.answer(200, kMe).answer(200, kNone);
  const Outcome would = write_now(true);
  EXPECT_TRUE(would.created && would.changed);
  EXPECT_EQ(would.playlist, "");
  EXPECT_TRUE(remembered(lake, "me").empty());
  for (const auto& call : calls()) EXPECT_TRUE(call.starts_with("GET")) << call;
}

TEST_F(WriterTest, LeavesOutAndCountsWhatCannotBeFoundAndWhatStandsTwice) {
  songs.push_back({"rec-c", "C", "Three", "", "", 0});
  songs.push_back({"rec-d", "D", "Four", "", kIdA, 0});
  client.answer(200, R"({"tracks":{"items":[]}})")
      .answer(200, kMe)
      .answer(200, kNone)
      .answer(201, R"({"id":"ours"})")
      .answer(200, "{}");
  const Outcome outcome = write_now();
  EXPECT_EQ(outcome.unresolved, 2u);
  EXPECT_EQ(outcome.songs.size(), 2u);
}

TEST_F(WriterTest, WritesNoEmptyPlaylist) {
  songs = {{"rec-c", "C", "Three", "", "", 0}};
  client.answer(200, R"({"tracks":{"items":[]}})");
  EXPECT_THROW(write_now(), base::Error);
  songs.assign(101, {"rec", "A", "B", "", kIdA, 0});
  EXPECT_THROW(write_now(), base::Error);
  EXPECT_EQ(client.requests().size(), 1u);
}

TEST_F(WriterTest, GoesOnAfterACreationWhoseItemsFailed) {
  client.answer(200, kMe).answer(200, kNone).answer(201, R"({"id":"ours"})").answer(400, "{}");
  EXPECT_THROW(write_now(), base::Error);
  client.answer(200, kMe)
      .answer(200, listing("ours", "Segue weekly", kMark))
      .answer(200, entries({}))
      .answer(200, "{}");
  const Outcome again = write_now();
  EXPECT_FALSE(again.created) << "no second copy";
  EXPECT_TRUE(again.changed);
}

TEST(Cooled, AreTheListsOfEightWeeksBeforeThisOne) {
  const auto at = [](const char* text) { return *base::parse_iso8601(text); };
  const std::vector<Written> lists{{at("2026-09-20T12:00:00Z"), "p", "n", {}, {"too old"}},
                                   {at("2026-11-22T23:59:59Z"), "p", "n", {}, {"last week"}},
                                   {at("2026-11-23T00:00:00Z"), "p", "n", {}, {"this week"}}};
  EXPECT_EQ(cooled(lists, at("2026-11-24T16:00:00Z")), std::vector<std::string>{"last week"});
  EXPECT_EQ(cooled(lists, at("2026-11-30T00:00:00Z")), (std::vector<std::string>{"last week", "this week"}));
}

}  // namespace
}  // namespace segue::playlist
