// Loads what `enrich` landed into the raw tables and reads it back as values.
#include "load/catalogue.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "formats/api_answers.h"
#include "load/backlog.h"
#include "load/loaded_lake_for_tests.h"

namespace segue::load {
namespace {

const std::string kTrack(22, '1');
const std::string kOther(22, '2');

std::string full_track(const std::string& id, const std::string& album = "al") {
  return fmt::format(
      R"({{"id":"{}","uri":"spotify:track:{}","type":"track","name":"Song","duration_ms":201000,"explicit":true,)"
      R"("artists":[{{"id":"ar","name":"A"}}],"album":{{"id":"{}","name":"Album","release_date":"2019",)"
      R"("artists":[{{"id":"ar","name":"A"}}]}},"external_ids":{{"isrc":"GBXYZ1900001"}}}})",
      id, id, album);
}

class CatalogueTest : public LoadTest {
 protected:
  // Lands one answer, a second later than the one before.
  std::string answered(const std::string& kind, const std::string& subject, const std::string& body, int status = 200,
                       std::int64_t offset = 0, const std::string& user = "me", const std::string& snapshot = "",
                       const std::string& same_as = "") {
    lake::Envelope envelope;
    envelope.request = fmt::format("GET {} {} {}", kind, subject, offset);
    envelope.status = status;
    envelope.server_date = envelope.our_clock = base::from_ms(1'767'323'045'000 + 1000 * count_++);
    envelope.sha256 = base::sha256_hex(body);
    envelope.subject = subject;
    envelope.offset = offset;
    envelope.snapshot = snapshot;
    envelope.same_as = same_as;
    const std::string key = lake::dated_key(user, lake::kind_named(kind).value(), envelope);
    lake_->put_new(key, lake::wrap(envelope, body));
    return key;
  }
  std::string text(const std::string& sql) {
    std::string all;
    work_of("one").each(sql, [&](const warehouse::Row& row) { (all += all.empty() ? "" : ", ") += row.text(0); });
    return all;
  }
  std::int64_t count_ = 0;
};

TEST(Catalogue, AnAnswerHasOneNameInBothRooms) {
  for (const char* name : {"saved_tracks", "playlists", "playlist_items", "top_tracks", "top_artists",
                           "followed_artists", "track", "album", "artist", "artist_albums"}) {
    EXPECT_TRUE(formats::answer_named(name)) << name;
    EXPECT_TRUE(lake::is_enrich_answer(lake::kind_named(name).value())) << name;
  }
}

TEST_F(CatalogueTest, ATrackAnAlbumAnArtist) {
  answered("track", kTrack, full_track(kTrack));
  answered(
      "album", "al2",
      R"({"id":"al2","name":"Other","release_date":"2020-01","album_type":"single","total_tracks":1,)"
      R"("external_ids":{"upc":"u"},"images":[{"url":"w"}],"artists":[{"id":"ar","name":"A"}],"tracks":{"items":[)" +
          full_track(kOther) + "]}}");
  answered("artist", "ar", R"({"id":"ar","name":"A","genres":["folk","sea"],"images":[{"url":"i"}]})");
  const Report report = load();
  ASSERT_EQ(report.objects.size(), 3u);
  for (const auto& object : report.objects) {
    EXPECT_EQ(object.refusal, "") << object.object;
    EXPECT_EQ(object.sources.at("catalogue"), 1) << object.object;
  }
  EXPECT_EQ(text(R"sql(
    select source || ' ' || track_key || ' ' || album_spotify_id || ' ' || coalesce(isrc, '-') || ' '
      || cast(explicit as varchar)
    from segue_raw.tracks
    order by 1
  )sql"),
            "catalogue " + kTrack + " al GBXYZ1900001 true, catalogue " + kOther + " al2 GBXYZ1900001 true");
  EXPECT_EQ(text(R"sql(
    select kind || ' ' || spotify_id || ' ' || coalesce(album_type, '-') || ' ' || coalesce(upc, '-') || ' '
      || coalesce(image_url, '-')
    from segue_raw.albums
    order by 1
  )sql"),
            "album al2 single u w, track al - - -");
  EXPECT_EQ(text("select artist_key from segue_raw.artists"), text("select distinct artist_key from segue_raw.tracks"))
      << "what the names of tracks and of the artist give is one key";
  EXPECT_EQ(
      text("select b.name from segue_raw.albums b join segue_raw.tracks t on t.album_key = b.album_key order by 1"),
      "Album, Other");
  EXPECT_EQ(text("select genre from segue_raw.artist_genres order by place"), "folk, sea");
}

TEST_F(CatalogueTest, ListsOfTheListenerAreOfTheApi) {
  answered("saved_tracks", "", R"({"items":[{"track":)" + full_track(kTrack) + R"(}],"next":"u","limit":50})");
  answered("playlists", "", R"({"items":[{"id":"p1","name":"Sea","description":"d"}],"next":null})");
  answered("playlist_items", "p1", R"({"items":[{"item":)" + full_track(kOther) + R"(}],"next":null})", 200, 50, "me",
           "s1");
  answered("followed_artists", "", R"({"artists":{"items":[{"id":"ar","name":"A","uri":"u"}],"next":null}})");
  load();
  EXPECT_EQ(
      text("select source || ' ' || item_kind || ' ' || coalesce(track_key, name) from segue_raw.library order by 1"),
      "api artist A, api track " + kTrack);
  EXPECT_EQ(text("select source || ' ' || playlist_key || ' ' || name from segue_raw.playlists"), "api p1 Sea");
  EXPECT_EQ(
      text("select playlist_key || ' ' || cast(position as varchar) || ' ' || track_key from segue_raw.playlist_items"),
      "p1 50 " + kOther);
  EXPECT_EQ(text("select distinct source from segue_raw.tracks"), "catalogue");
  EXPECT_EQ(text(R"sql(
    select kind || ' ' || coalesce(subject, '-') || ' ' || coalesce(snapshot, '-') || ' '
      || cast(page_offset as varchar) || ' ' || coalesce(next_page, '-')
    from segue_raw.answers
    order by 1
  )sql"),
            "followed_artists - - 0 -, playlist_items p1 s1 50 -, playlists - - 0 -, saved_tracks - - 0 50");
}

TEST_F(CatalogueTest, AMissingThingAndAnEqualPageAreAnswersWithoutRows) {
  answered("track", kTrack, R"({"error":{"status":404}})", 404);
  const std::string first = answered("saved_tracks", "", R"({"items":[],"next":null})");
  answered("saved_tracks", "", "", 200, 0, "me", "", first);
  for (const auto& object : load().objects) EXPECT_EQ(object.refusal, "") << object.object;
  EXPECT_EQ(number("select count(*) from segue_raw.answers"), 3);
  EXPECT_EQ(number("select count(*) from segue_raw.answers where status = 404"), 1);
  EXPECT_EQ(number("select count(*) from segue_raw.answers where same_as is not null"), 1);
  EXPECT_EQ(number("select count(*) from segue_raw.tracks"), 0);
}

TEST_F(CatalogueTest, ARefusedAnswerLeavesNothingAndIsNoAnswer) {
  answered("track", kTrack, "<html>");
  answered("artist", "ar", R"({"name":"no id"})");
  const Report report = load();
  for (const auto& object : report.objects) EXPECT_NE(object.refusal, "") << object.object;
  EXPECT_EQ(number("select count(*) from segue_raw.answers"), 0);
  EXPECT_EQ(number("select count(*) from segue_raw.load_ledger where refusal is not null"), 2);
  EXPECT_TRUE(catalogue(work_of("one"), "me").answers.empty());
}

TEST_F(CatalogueTest, ObjectsOfOtherKindsStayInTheLake) {
  answered("search", "", "{}");
  answered("profile", "", R"({"id":"ann"})");
  EXPECT_EQ(load().objects.size(), 1u) << "of the profile the answer alone is noted";
  EXPECT_EQ(number("select count(*) from segue_raw.answers where kind = 'profile'"), 1);
  EXPECT_EQ(objects_that_tables_hold(*lake_).size(), 1u) << "a search changes no table";
}

TEST_F(CatalogueTest, TracksWithTheirPlaysAndWhatIsKnownOfThem) {
  land_poll("2026-01-02T05:00:00Z", 200, page_of({{kTrack, "03:04:05"}, {kTrack, "03:09:05"}, {kOther, "03:14:05"}}));
  answered("track", kOther, full_track(kOther));
  answered("saved_tracks", "", R"({"items":[{"track":)" + full_track(std::string(22, '3')) + R"(}],"next":null})");
  answered("saved_tracks", "", R"({"items":[{"track":)" + full_track(std::string(22, '4')) + R"(}],"next":null})", 200,
           0, "you");
  answered("artist", "of you", R"({"id":"of you","name":"B"})", 200, 0, "you");
  answered("artist_albums", "ar",
           R"({"items":[{"id":"a2","name":"Two"},{"id":"a1","name":"One"}],"next":"u","limit":10})");
  load();
  const music::Catalogue found = catalogue(work_of("one"), "me");
  ASSERT_EQ(found.tracks.size(), 3u) << "not what somebody else saved";
  EXPECT_EQ(found.tracks[0].id, kTrack);
  EXPECT_EQ(found.tracks[0].plays, 2);
  EXPECT_FALSE(found.tracks[0].has_facts);
  EXPECT_FALSE(found.tracks[0].has_isrc);
  EXPECT_EQ(found.tracks[0].artist_id, "ar") << "by the artist's name";
  EXPECT_EQ(found.tracks[1].id, kOther);
  EXPECT_TRUE(found.tracks[1].has_facts);
  EXPECT_TRUE(found.tracks[1].has_isrc);
  EXPECT_EQ(found.tracks[1].album_id, "al");
  EXPECT_EQ(found.tracks[2].plays, 0);
  ASSERT_EQ(found.listed.size(), 2u);
  EXPECT_EQ(found.listed[0].album_id, "a2") << "in the list's order";
  EXPECT_EQ(found.artists, std::set<std::string>{"of you"}) << "the catalogue is everybody's";
  ASSERT_EQ(found.answers.size(), 4u) << "not the lists of somebody else";
  EXPECT_EQ(found.answers[1].kind, "artist_albums");
  EXPECT_EQ(found.answers[1].next, "10");
  EXPECT_EQ(found.answers[2].kind, "saved_tracks");
  EXPECT_EQ(found.answers[2].sha256.size(), 64u);
}

TEST_F(CatalogueTest, ASecondLoadIntoAnotherHomeGivesTheSameTables) {
  answered("track", kTrack, full_track(kTrack));
  answered("saved_tracks", "", R"({"items":[{"track":)" + full_track(kOther) + R"(}],"next":null})");
  answered("artist", "ar", R"({"id":"ar","name":"A","genres":["folk"]})");
  load();
  const std::string once = everything("one");
  load_into(files_of("two"), {.threads = 4, .shuffle_seed = 7, .zones = {}});
  EXPECT_EQ(everything("two"), once);
}

}  // namespace
}  // namespace segue::load
