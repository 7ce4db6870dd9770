#include "formats/web_api.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace segue::formats {
namespace {

TEST(WebApiPages, ReadPlaylistsAndSkipNulls) {
  const auto page = playlists_page(
      R"({"items":[null,{"id":"p","name":"N","description":null,"owner":{"id":"me"},"public":null,"new_field":1},)"
      R"({"name":"no id"}],"next":"https://x"})");
  ASSERT_EQ(page.items.size(), 1u);
  EXPECT_EQ(page.shown, 3);
  EXPECT_EQ(page.items[0].owner_id, "me");
  EXPECT_EQ(page.items[0].description, "");
  EXPECT_FALSE(page.items[0].is_public);
  EXPECT_TRUE(page.has_next);
}

TEST(WebApiPages, ReadPlaylistEntriesByOldAndNewNames) {
  const auto page =
      playlist_items_page(R"({"items":[{"item":{"uri":"spotify:track:a"}},{"track":{"uri":"spotify:track:b"}},)"
                          R"({"item":null},{"is_local":true},)"
                          R"({"item":{"uri":"spotify:track:c","linked_from":{"uri":"spotify:track:d"}}}],"total":7})");
  EXPECT_EQ(page.items,
            (std::vector<WebItem>{
                {"spotify:track:a", ""}, {"spotify:track:b", ""}, {}, {}, {"spotify:track:c", "spotify:track:d"}}));
  EXPECT_EQ(page.total, 7);
  EXPECT_FALSE(page.has_next);
}

TEST(WebApiPages, HalfACharacterLosesNoPage) {
  const auto tracks = searched_tracks(R"({"tracks":{"items":[{"id":"t","name":"Night \ud83d"},{"id":"u"}]}})");
  ASSERT_EQ(tracks.size(), 2u);
  EXPECT_EQ(tracks[0].title, "Night \uFFFD");
}

TEST(WebApiPages, ReadSearchedTracks) {
  const auto tracks = searched_tracks(
      R"({"tracks":{"items":[null,{"id":"t","uri":"u","name":"Song","artists":[{"name":"A"},{"name":"B"}],)"
      R"("album":{"name":"L"},"duration_ms":5},{"id":"x","artists":[]}]}})");
  ASSERT_EQ(tracks.size(), 2u);
  EXPECT_EQ(tracks[0].artist, "A");
  EXPECT_EQ(tracks[0].duration_ms, 5);
  EXPECT_EQ(tracks[1].artist, "");
}

TEST(WebApiPages, ReadOnePlaylist) {
  const WebPlaylist one = playlist_in(R"({"id":"p","name":null,"owner":7,"public":true})");
  EXPECT_EQ(one.id, "p");
  EXPECT_EQ(one.name + one.owner_id, "");
  EXPECT_TRUE(one.is_public.value_or(false));
}

TEST(WebApiPages, SayWhetherTheLibraryHoldsOneThingOnlyWhereSpotifySaysIt) {
  EXPECT_EQ(contained_in("[true]"), true);
  EXPECT_EQ(contained_in("[false]"), false);
  for (const char* body : {"", "[]", "[null]", "[false,false]", R"(["false"])", R"({"items":[false]})", "<html>"})
    EXPECT_EQ(contained_in(body), std::nullopt) << body;
}

TEST(WebApiPages, RefuseWhatIsNoSuchAnswer) {
  for (const char* body :
       {"", "<html>", "[]", "{}", R"({"items":{}})", R"({"tracks":[]})", R"({"id":7})", R"({"items":[)"}) {
    EXPECT_THROW(playlists_page(body), base::Error) << body;
    EXPECT_THROW(playlist_items_page(body), base::Error) << body;
    EXPECT_THROW(searched_tracks(body), base::Error) << body;
    EXPECT_THROW(id_in(body), base::Error) << body;
    EXPECT_THROW(playlist_in(body), base::Error) << body;
  }
}

}  // namespace
}  // namespace segue::formats
