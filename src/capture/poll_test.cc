#include "capture/poll.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "lake/directory_lake.h"
#include "lake/objects.h"
#include "spotify/signed_in_for_tests.h"

namespace segue::capture {
namespace {

const std::string kPage =
    R"({"items":[{"track":{"id":"0AbCdEfGhIjKlMnOpQrStU","name":"Harbour","uri":"spotify:track:0AbCdEfGhIjKlMnOpQrStU",)"
    R"("artists":[{"name":"Paper Boats"}],"duration_ms":201000},"played_at":"2026-11-24T15:55:00.123Z"}],"next":null})";
const std::vector<http::Header> kFour{{"Date", "Tue, 24 Nov 2026 16:00:00 GMT"}};
const std::vector<http::Header> kTwentyPast{{"Date", "Tue, 24 Nov 2026 16:20:00 GMT"}};
const std::vector<http::Header> kFortyPast{{"Date", "Tue, 24 Nov 2026 16:40:00 GMT"}};

class PollTest : public testing::Test, protected spotify::SignedIn {
 protected:
  Polled poll_now() { return poll(lake, "me", api, clock); }
  std::pair<lake::Envelope, std::string> stored(const Polled& polled) { return lake::unwrap(lake.get(polled.object)); }
  lake::DirectoryLake lake{folder.path() / "lake"};
};

TEST_F(PollTest, KeepsThePageByteForByte) {
  client.answer(200, kPage, kFour);
  const Polled polled = poll_now();
  EXPECT_EQ(polled.items, 1);
  EXPECT_TRUE(polled.is_page);
  EXPECT_EQ(polled.object.substr(0, 57),
            "v1/me/recently_played/2026/11/24/20261124T160000000Z-" + stored(polled).first.sha256.substr(0, 4));
  EXPECT_EQ(stored(polled).second, kPage);
  EXPECT_EQ(client.requests()[0].url, "https://api.example/v1/me/player/recently-played?limit=50") << "no cursor, ever";
}

TEST_F(PollTest, LeavesOutABodyThatTheLakeHolds) {
  client.answer(200, kPage, kFour).answer(200, kPage, kTwentyPast).answer(200, kPage, kFortyPast);
  const Polled first = poll_now(), second = poll_now(), third = poll_now();
  EXPECT_TRUE(second.is_repeat);
  EXPECT_EQ(second.items, 1);
  for (const Polled& later : {second, third}) {
    EXPECT_EQ(stored(later).first.same_as, first.object) << "never a chain";
    EXPECT_EQ(stored(later).second, "");
  }
}

TEST_F(PollTest, GoesOnWhereTheLakesNewestPageIsDamagedOrGone) {
  client.answer(200, kPage, kFour).answer(200, kPage, kTwentyPast).answer(200, kPage, kFortyPast);
  const Polled first = poll_now();
  base::write_file_durably(folder.path() / "lake" / first.object, "no zstd");
  const Polled second = poll_now();
  EXPECT_FALSE(second.is_repeat) << "the page lies in the lake whole again";
  EXPECT_EQ(stored(second).second, kPage);
  const base::Instant later = *base::parse_iso8601("2026-11-24T17:00:00Z");
  EXPECT_EQ(last_good_poll(lake, "me", later), base::parse_iso8601("2026-11-24T16:20:00Z"));
  const Polled third = poll_now();
  EXPECT_TRUE(third.is_repeat);
  std::filesystem::remove(folder.path() / "lake" / second.object);
  EXPECT_EQ(last_good_poll(lake, "me", later), std::nullopt) << "the page that the newest poll repeats is gone";
}

TEST_F(PollTest, TheNewestPageIsFoundWithADateOrWithout) {
  const base::Instant later = *base::parse_iso8601("2026-11-24T17:00:00Z");
  client.answer(200, kPage);  // by our clock, at 16:00
  poll_now();
  EXPECT_EQ(last_good_poll(lake, "me", later), clock.now());
  client.answer(200, kPage, kTwentyPast);
  poll_now();
  EXPECT_EQ(last_good_poll(lake, "me", later), base::parse_iso8601("2026-11-24T16:20:00Z"));
}

TEST_F(PollTest, NamesRowsThatCannotBeRead) {
  const std::string odd = kPage.substr(0, kPage.find("],\"next\"")) +
                          R"(,{"track":{"id":"1AbCdEfGhIjKlMnOpQrStU","name":"x"},"played_at":7}],"next":null})";
  client.answer(200, odd, kFour).answer(200, odd, kTwentyPast).answer(200, kPage, kFortyPast);
  const Polled first = poll_now(), again = poll_now();
  for (const Polled& polled : {first, again}) {
    EXPECT_TRUE(polled.is_page);
    EXPECT_EQ(polled.items, 2);
    ASSERT_EQ(polled.unread.size(), 1u);
    EXPECT_EQ(polled.unread[0].ordinal, 1);
    EXPECT_EQ(polled.page, first.object) << "where the body lies";
  }
  EXPECT_EQ(newest_page(lake, "me", clock.now())->unread, 1);
  EXPECT_TRUE(poll_now().unread.empty());
  EXPECT_EQ(newest_page(lake, "me", clock.now())->unread, 0);
}

TEST_F(PollTest, NamesItselfOnceWithinOneSecond) {
  client.answer(200, kPage, kFour).answer(200, kPage, kFour);
  const Polled first = poll_now(), second = poll_now();
  EXPECT_EQ(first.object, second.object);
  EXPECT_EQ(stored(second).second, kPage);
  EXPECT_EQ(stored(second).first.same_as, "");
}

// A page that the disk has damaged, or that somebody deleted, must not keep the next page from landing.
TEST_F(PollTest, LandsWholeWhereTheEarlierPageCannotBeRead) {
  const auto spoil = [&](const std::string& key) {
    const auto file = folder.path() / "lake" / key;
    std::filesystem::resize_file(file, 20);
  };
  client.answer(200, kPage, kFour).answer(200, kPage, kTwentyPast).answer(200, kPage, kFortyPast);
  const Polled first = poll_now();
  spoil(first.object);
  const Polled second = poll_now();
  EXPECT_FALSE(second.is_repeat);
  EXPECT_EQ(stored(second).second, kPage);
  const auto newest = newest_page(lake, "me", *base::parse_iso8601("2026-11-24T16:21:00Z"));
  ASSERT_TRUE(newest);
  EXPECT_EQ(newest->items, 1);
  // The newest page says that its body is that of another page, which is gone.
  const Polled third = poll_now();
  ASSERT_TRUE(third.is_repeat);
  std::filesystem::remove(folder.path() / "lake" / second.object);
  EXPECT_FALSE(newest_page(lake, "me", *base::parse_iso8601("2026-11-24T16:41:00Z")));
  client.answer(200, kPage, {{"Date", "Tue, 24 Nov 2026 17:00:00 GMT"}});
  const Polled fourth = poll_now();
  EXPECT_FALSE(fourth.is_repeat);
  EXPECT_EQ(stored(fourth).second, kPage);
}

TEST_F(PollTest, KeepsFailuresToo) {
  client.answer(429, R"({"error":{"status":429,"message":"Too many requests"}})", {{"Retry-After", "60"}})
      .answer(200, "<html>", kFour)
      .fail("reset");
  const Polled limited = poll_now();
  clock.advance(std::chrono::minutes{20});
  const Polled html = poll_now(), cut = poll_now();
  EXPECT_EQ(stored(limited).first.status, 429);
  EXPECT_EQ(limited.reply.retry_after, std::chrono::milliseconds{60'000});
  EXPECT_FALSE(html.is_page);
  EXPECT_EQ(stored(html).second, "<html>");
  EXPECT_EQ(stored(cut).first.status, 0);
  EXPECT_NE(cut.object.find("Z~-"), std::string::npos) << "named by our clock: " << cut.object;
  EXPECT_TRUE(waits.empty()) << "a poll asks once; the next one comes in 20 minutes";
}

TEST_F(PollTest, AFailureBetweenDoesNotHideThatABodyRepeats) {
  client.answer(200, kPage, kFour).answer(503, "").answer(200, kPage, kFortyPast);
  poll_now();
  poll_now();
  EXPECT_EQ(stored(poll_now()).second, kPage) << "named is the poll before alone, so the body stands again";
}

TEST_F(PollTest, AsksNothingWhileSpotifysRefusalHolds) {
  client.answer(429, R"({"error":{"status":429,"message":"Too many requests","reason":"QUOTA_EXCEEDED"}})",
                {{"Retry-After", "7200"}});
  poll_now();
  clock.advance(std::chrono::minutes{110});
  try {
    poll_now();
    ADD_FAILURE() << "it was asked";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.fault(), base::Fault::upstream);
    EXPECT_NE(std::string(error.what()).find("not before 2026-11-24T18:00:00.000Z"), std::string::npos) << error.what();
  }
  EXPECT_EQ(lake.list("v1/").size(), 1u) << "what was not asked does not land";
  clock.advance(std::chrono::minutes{10});
  client.answer(200, R"({"access_token":"b","expires_in":3600})").answer(200, kPage, kFour);
  EXPECT_TRUE(poll_now().is_page);
}

TEST_F(PollTest, AsksNothingWithoutALogin) {
  secrets.remove("me.client.consent");
  EXPECT_THROW(poll_now(), base::Error);
  EXPECT_TRUE(lake.list("v1/").empty());
}

TEST_F(PollTest, AShortHoldIsWaitedForALongOneIsNot) {
  client.answer(429, "{}", {{"Retry-After", "12"}})
      .answer(200, kPage, kFour)
      .answer(429, "{}", {{"Retry-After", "7200"}});
  EXPECT_EQ(poll_now().reply.status, 429);
  const base::Instant before = clock.now();
  EXPECT_EQ(poll_now().reply.status, 200) << "another listener's poll of the same minute";
  EXPECT_GE(clock.now() - before, std::chrono::seconds{12});
  EXPECT_EQ(poll_now().reply.status, 429);
  EXPECT_THROW(poll_now(), base::Error) << "two hours are not waited for";
}

TEST_F(PollTest, TheLastGoodPollIsThatOfTheNewestPage) {
  const auto at = [](const char* time) { return *base::parse_iso8601(time); };
  EXPECT_FALSE(last_good_poll(lake, "me", at("2026-11-24T17:00:00Z")));
  client.answer(200, kPage, kFour)
      .answer(200, kPage, kTwentyPast)
      .answer(503, "", kFortyPast)
      .answer(200, "<html>", kFortyPast);
  for (int i = 0; i < 4; ++i) poll_now();
  EXPECT_EQ(last_good_poll(lake, "me", at("2026-11-24T17:00:00Z")), at("2026-11-24T16:20:00Z"))
      << "a repeated page is one";
  EXPECT_FALSE(last_good_poll(lake, "you", at("2026-11-24T17:00:00Z")));
  EXPECT_FALSE(last_good_poll(lake, "me", at("2026-12-02T17:00:00Z"))) << "older than a week";
}

}  // namespace
}  // namespace segue::capture
