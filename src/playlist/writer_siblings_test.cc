// Tests more bad days of the one playlist, call by call.
#include "playlist/writer.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "lake/directory_lake.h"
#include "playlist/ours.h"
#include "playlist/songs_for_tests.h"
#include "playlist/written.h"
#include "spotify/signed_in_for_tests.h"

namespace segue::playlist {
namespace {

const std::string kMe = R"({"id":"ann"})";
const std::string kNone = R"({"items":[],"next":null})";
const std::string kSnapshot = R"({"snapshot_id":"s"})";
const std::string kIdA = "0AbCdEfGhIjKlMnOpQrStA", kIdB = "0AbCdEfGhIjKlMnOpQrStB", kIdC = "0AbCdEfGhIjKlMnOpQrStC";

std::string head(const std::string& id, const std::string& name = "Segue weekly", const std::string& mark = kMark,
                 const std::string& is_public = "false", const std::string& owner = R"({"id":"ann"})") {
  return R"({"id":")" + id + R"(","name":")" + name + R"(","description":")" + mark + R"(","owner":)" + owner +
         R"(,"public":)" + is_public + "}";
}
std::string listing(const std::string& entry) {
  return R"({"items":[)" + entry + R"(],"next":null})";
}
std::string entries(const std::vector<std::string>& ids) {
  std::string items;
  for (const auto& id : ids)
    items += (items.empty() ? "" : ",") + std::string(R"({"item":{"uri":"spotify:track:)") + id + R"("}})";
  return R"({"items":[)" + items + R"(],"next":null})";
}

class WriterSiblings : public testing::Test, protected spotify::SignedIn {
 protected:
  WriteOutcome write_now(bool dry_run = false) {
    return write(lake, api, clock, {"me", "Segue weekly", songs, count, dry_run});
  }
  // Returns the paths that were asked for since the last call of this function.
  std::vector<std::string> calls() {
    std::vector<std::string> all;
    for (; seen < client.requests().size(); ++seen)
      all.push_back(client.requests()[seen].method + client.requests()[seen].url.substr(19));
    return all;
  }
  bool wrote() {
    for (const auto& call : calls())
      if (!call.starts_with("GET")) return true;
    return false;
  }
  void create_once(const std::string& is_public = "false") {
    client.answer(200, kNone).answer(200, kNone).answer(201, head("ours", "Segue weekly", kMark, is_public));
    client.answer(200, kSnapshot).answer(200, entries({kIdA, kIdB}));
    write_now();
    seen = client.requests().size();
  }
  std::size_t seen = 0, count = 0;
  lake::DirectoryLake lake{folder.path() / "lake"};
  std::vector<music::Recording> songs{song_of("rec-a", "A", "One", kIdA), song_of("rec-b", "B", "Two", kIdB)};
};

TEST_F(WriterSiblings, IsMadeAnewOnlyWhenSpotifySaysThatItIsGone) {
  create_once();
  client.answer(200, kNone).answer(200, "[]");
  EXPECT_THROW(write_now(), base::Error) << "neither yes nor no";
  client.answer(200, kNone).answer(200, "[true]").answer(404, "{}");
  EXPECT_THROW(write_now(), base::Error) << "yes and no";
  EXPECT_FALSE(wrote());
  client.answer(200, kNone).answer(200, "[false]").answer(200, kNone).answer(201, head("new"));
  client.answer(200, kSnapshot).answer(200, entries({kIdA, kIdB}));
  const WriteOutcome anew = write_now();
  EXPECT_TRUE(anew.created);
  EXPECT_EQ(anew.playlist, "new");
}

TEST_F(WriterSiblings, AbsenceFromTheListMakesNoSecondOne) {
  create_once();
  client.answer(200, kNone).answer(200, "[true]").answer(200, head("ours")).answer(200, entries({kIdA, kIdB}));
  EXPECT_FALSE(write_now().created);
  EXPECT_EQ(calls()[1], "GET/v1/me/library/contains?uris=spotify%3Aplaylist%3Aours");
  // A login from before segue asked this question lacks its scope; the endpoint may be gone one day.
  for (const int status : {403, 404, 405, 410, 501}) {
    client.answer(200, kNone).answer(status, R"({"error":{"message":"Insufficient client scope"}})");
    client.answer(200, head("ours")).answer(200, entries({kIdA, kIdB}));
    EXPECT_FALSE(write_now().created) << status;
  }
}

TEST_F(WriterSiblings, IsOwnedByItsIdWhateverTheListSaysOfIt) {
  create_once();
  client.answer(200, listing(head("ours", "My name", "mine now", "false", "null")));
  client.answer(200, entries({kIdA, kIdB})).answer(200, "").answer(200, head("ours"));
  const WriteOutcome again = write_now();
  EXPECT_EQ(again.playlist, "ours");
  EXPECT_TRUE(again.changed) << "renamed";
  EXPECT_FALSE(again.created);
}

TEST_F(WriterSiblings, AsksThePlaylistWhereTheListLeavesOutItsMark) {
  client.answer(200, listing(R"({"id":"ours","name":"Segue weekly","description":null,"owner":{"id":"ann"}})"));
  client.answer(200, head("ours")).answer(200, kMe).answer(200, entries({kIdA, kIdB}));
  EXPECT_EQ(write_now().playlist, "ours");
}

TEST_F(WriterSiblings, FillsUpForWhatCannotBeFoundAndWhatStandsTwice) {
  songs = {song_of("rec-c", "C", "Three"), song_of("rec-a", "A", "One", kIdA), song_of("rec-d", "D", "Four", kIdA),
           song_of("rec-b", "B", "Two", kIdB), song_of("rec-e", "E", "Five", kIdC)};
  count = 2;
  for (int i = 0; i < 2; ++i) client.answer(200, R"({"tracks":{"items":[]}})");
  create_once();
  EXPECT_EQ(remembered(lake, "me").back().uris.size() + remembered(lake, "me").front().uris.size(), 2u);
}

TEST_F(WriterSiblings, KeepsTheOldListWhereMostSongsCannotBeHad) {
  create_once();
  songs = {song_of("rec-c", "C", "Three", kIdC)};
  for (const char* name : {"D", "E", "F"}) songs.push_back(song_of(std::string("rec-") + name, name, name));
  songs.front().spotify_id = {};
  songs.push_back(song_of("rec-a", "A", "One"));
  for (int i = 0; i < 10; ++i) client.answer(200, R"({"tracks":{"items":[]}})");
  client.answer(200, listing(head("ours"))).answer(200, entries({kIdA, kIdB}));
  EXPECT_THROW(write_now(), base::Error);
  EXPECT_FALSE(wrote());
}

TEST_F(WriterSiblings, GoesOnAfterACreationWhoseAnswerWasIllegible) {
  client.answer(200, kNone).answer(200, kNone).answer(201, "<html>");
  client.answer(200, listing(head("ours"))).answer(200, kMe).answer(200, kSnapshot).answer(200, entries({kIdA, kIdB}));
  EXPECT_EQ(write_now().playlist, "ours");
}

TEST_F(WriterSiblings, ACreationWhoseItemsFailIsSaidAndRemembered) {
  client.answer(200, kNone).answer(200, kNone).answer(201, head("ours")).answer(403, "{}");
  try {
    write_now();
    ADD_FAILURE();
  } catch (const base::Error& error) {
    EXPECT_NE(std::string(error.what()).find("has no songs yet"), std::string::npos) << error.what();
  }
  client.answer(200, listing(head("ours"))).answer(200, entries({})).answer(200, kSnapshot);
  client.answer(200, entries({kIdA, kIdB}));
  const WriteOutcome again = write_now();
  EXPECT_FALSE(again.created) << "no second copy";
  EXPECT_TRUE(again.changed);
}

TEST_F(WriterSiblings, RelinkedSongsAndANameCutAreNotWrittenAgain) {
  client.answer(200, kNone).answer(200, kNone).answer(201, head("ours", "Segue")).answer(200, kSnapshot);
  client.answer(200, entries({kIdC, kIdB}));
  write_now();
  client.answer(200, listing(head("ours", "Segue"))).answer(200, entries({kIdC, kIdB}));
  calls();
  EXPECT_FALSE(write_now().changed) << "as Spotify showed it after the writing";
  client.answer(200, listing(head("ours", "Segue")));
  client.answer(200, R"({"items":[{"item":{"uri":"spotify:track:x","linked_from":{"uri":"spotify:track:)" + kIdA +
                         R"("}}},{"item":{"uri":"spotify:track:)" + kIdB + R"("}}],"next":null})");
  EXPECT_FALSE(write_now().changed) << "linked_from is what was put in";
  EXPECT_FALSE(wrote());
}

TEST_F(WriterSiblings, LeavesOutWhatSpotifyTakesInNoListAndFillsUp) {
  songs.push_back(song_of("rec-c", "C", "Three", kIdC));
  count = 2;
  client.answer(200, kNone).answer(200, kNone).answer(201, head("ours")).answer(400, "{}");
  client.answer(404, "{}").answer(200, "{}").answer(200, kSnapshot).answer(200, entries({kIdB}));
  client.answer(200, kSnapshot).answer(200, entries({kIdB, kIdC}));
  const WriteOutcome outcome = write_now();
  ASSERT_EQ(outcome.songs.size(), 2u);
  EXPECT_EQ(outcome.songs[1].spotify_id.value, kIdC);
  ASSERT_EQ(outcome.left_out.size(), 1u);
  EXPECT_NE(outcome.left_out[0].why.find("404"), std::string::npos) << outcome.left_out[0].why;
  client.answer(200, listing(head("ours"))).answer(200, entries({kIdB, kIdC}));
  EXPECT_FALSE(write_now().changed);
}

TEST_F(WriterSiblings, TornAndOddMemoryIsLeftAside) {
  create_once();
  lake.put_new("v1/me/playlist_written/2026/11/24/torn.json.zst", "no zstd");
  EXPECT_EQ(remembered(lake, "me").size(), 2u);
}

}  // namespace
}  // namespace segue::playlist
