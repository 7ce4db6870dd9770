#include "lake/object_key.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "lake/key.h"

namespace segue::lake {
namespace {

using namespace std::chrono_literals;

const std::string kSha = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

Envelope polled() {
  Envelope envelope;
  envelope.our_clock = base::from_ms(1767323045678);
  envelope.sha256 = kSha;
  return envelope;
}

TEST(ObjectKey, KindsHaveTheNamesOfTheFormatPage) {
  constexpr std::pair<const char*, ObjectKind> kNames[] = {{"import", ObjectKind::imported},
                                                           {"recently_played", ObjectKind::recently_played},
                                                           {"profile", ObjectKind::profile},
                                                           {"saved_tracks", ObjectKind::saved_tracks},
                                                           {"playlists", ObjectKind::playlists},
                                                           {"playlist_items", ObjectKind::playlist_items},
                                                           {"top_tracks", ObjectKind::top_tracks},
                                                           {"top_artists", ObjectKind::top_artists},
                                                           {"followed_artists", ObjectKind::followed_artists},
                                                           {"track", ObjectKind::track},
                                                           {"album", ObjectKind::album},
                                                           {"artist", ObjectKind::artist},
                                                           {"artist_albums", ObjectKind::artist_albums},
                                                           {"search", ObjectKind::search},
                                                           {"enrich_failed", ObjectKind::enrich_failed},
                                                           {"corpus", ObjectKind::corpus},
                                                           {"playlist_written", ObjectKind::playlist_written},
                                                           {"rule", ObjectKind::rule}};
  for (const auto& [name, kind] : kNames) {
    EXPECT_EQ(text_of(kind), name);
    EXPECT_EQ(kind_named(name), kind) << name;
  }
  for (const char* bad : {"", "imported", "Rule", "rules", "rule/", "api"}) EXPECT_FALSE(kind_named(bad)) << bad;
}

TEST(ObjectKey, AnswersToEnrichAreKnown) {
  for (const char* name : {"profile", "saved_tracks", "playlists", "playlist_items", "top_tracks", "top_artists",
                           "followed_artists", "track", "album", "artist", "artist_albums"})
    EXPECT_TRUE(is_enrich_answer(kind_named(name).value())) << name;
  for (const char* name :
       {"import", "recently_played", "search", "enrich_failed", "corpus", "playlist_written", "rule"})
    EXPECT_FALSE(is_enrich_answer(kind_named(name).value())) << name;
}

TEST(ObjectKey, KeysFollowTheServersDateOrOursWithATilde) {
  Envelope envelope = polled();
  EXPECT_EQ(dated_key("me", ObjectKind::rule, envelope),
            "v1/me/rule/2026/01/02/20260102T030405678Z~-0123456789ab.json.zst");
  envelope.server_date = base::from_ms(1767323045000);
  EXPECT_EQ(dated_key("me", ObjectKind::recently_played, envelope),
            "v1/me/recently_played/2026/01/02/20260102T030405000Z-0123456789ab.json.zst");
}

TEST(ObjectKey, OfASubjectOrAnOffsetTheRequestIsInTheDigest) {
  Envelope envelope = polled();
  envelope.request = "GET /v1/tracks/a";
  envelope.subject = "a";
  // The digest is the first 12 digits of: printf 'GET /v1/tracks/a\n%s' SHA256 | sha256sum
  EXPECT_EQ(dated_key("me", ObjectKind::track, envelope),
            "v1/me/track/2026/01/02/20260102T030405678Z~-787b22d3cabd.json.zst");
  envelope.subject = "";
  envelope.offset = 50;
  EXPECT_EQ(dated_key("me", ObjectKind::track, envelope),
            "v1/me/track/2026/01/02/20260102T030405678Z~-787b22d3cabd.json.zst");
}

TEST(ObjectKey, ADayStandsBeforeItsKeys) {
  EXPECT_EQ(prefix_of("me"), "v1/me/");
  EXPECT_EQ(prefix_of("me", ObjectKind::imported), "v1/me/import/");
  EXPECT_EQ(prefix_of("a-b_c", ObjectKind::playlist_written), "v1/a-b_c/playlist_written/");
  const base::Instant last_of_the_year = *base::parse_iso8601("2025-12-31T23:59:59.999Z");
  EXPECT_EQ(prefix_of("me", ObjectKind::rule, last_of_the_year), "v1/me/rule/2025/12/31");
}

TEST(ObjectKey, ADatedKeyIsReadBack) {
  const auto key = parse_key("v1/ann/recently_played/2026/01/02/20260102T030405678Z~-0123456789ab.json.zst");
  ASSERT_TRUE(key);
  EXPECT_EQ(key->user, "ann");
  EXPECT_EQ(key->kind, ObjectKind::recently_played);
  EXPECT_EQ(key->day, std::chrono::sys_days(2026y / 1 / 2));
  EXPECT_EQ(key->sha256, "");
  EXPECT_FALSE(key->is_manifest);
}

TEST(ObjectKey, KeysOfImportsAreReadBack) {
  EXPECT_EQ(import_key("me", kSha), "v1/me/import/" + kSha + ".zst");
  EXPECT_EQ(manifest_key("me", kSha), "v1/me/import/" + kSha + ".manifest.zst");
  for (const bool is_manifest : {false, true}) {
    const auto key = parse_key(is_manifest ? manifest_key("me", kSha) : import_key("me", kSha));
    ASSERT_TRUE(key);
    EXPECT_EQ(key->user, "me");
    EXPECT_EQ(key->kind, ObjectKind::imported);
    EXPECT_EQ(key->sha256, kSha);
    EXPECT_EQ(key->is_manifest, is_manifest);
    EXPECT_FALSE(key->day);
  }
}

TEST(ObjectKey, EveryKindComesBackFromItsKeys) {
  for (int i = 0; i <= static_cast<int>(ObjectKind::rule); ++i) {
    const auto kind = static_cast<ObjectKind>(i);
    const auto key = parse_key(dated_key("me", kind, polled()));
    ASSERT_TRUE(key) << i;
    EXPECT_EQ(key->kind, kind);
    EXPECT_NO_THROW(check_key(dated_key("me", kind, polled())));
  }
}

TEST(ObjectKey, WhatIsNoDayIsLeftOpen) {
  for (const char* name : {"loose.json.zst", "2026/01/02", "2026/13/02/x.json.zst", "2026/02/30/x.json.zst",
                           "2026-01-02/x.json.zst", "26/01/02/x.json.zst", "20xx/01/02/x.json.zst"}) {
    const auto key = parse_key(std::string("v1/me/rule/") + name);
    ASSERT_TRUE(key) << name;
    EXPECT_FALSE(key->day) << name;
  }
}

TEST(ObjectKey, WhatIsNoKeyOfOursIsNone) {
  for (const char* bad :
       {"", "v1", "v1/", "v1/me", "v1/me/", "v1/me/import", "v1/me/import/", "v1/me/rule/2026/", "v1//import/a.zst",
        "v1/me//a.zst", "v1/me/nothing/a.zst", "v1/me/Import/a.zst", "v2/me/import/a.zst", "me/import/a.zst",
        "/v1/me/import/a.zst", "import/v1/me/a.zst", "v1/loose.manifest.zst"})
    EXPECT_FALSE(parse_key(bad)) << bad;
}

TEST(ObjectKey, OnlyAnImportHasAManifest) {
  EXPECT_FALSE(parse_key("v1/me/rule/a.manifest.zst")->is_manifest);
  EXPECT_EQ(parse_key("v1/me/rule/a.manifest.zst")->sha256, "");
}

}  // namespace
}  // namespace segue::lake
