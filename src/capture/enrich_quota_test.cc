// Tests how quota is spent: weeks of enriching beside hourly polls, against a Spotify that counts.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <set>

#include "capture/enrich.h"
#include "capture/poll.h"
#include "spotify/signed_in_for_tests.h"

namespace segue::capture {
namespace {

class MemoryLake final : public lake::Lake {
 public:
  bool put_new(const std::string& key, std::string_view bytes) override { return objects_.emplace(key, bytes).second; }
  std::string get(const std::string& key) const override { return objects_.at(key); }
  bool exists(const std::string& key) const override { return objects_.contains(key); }
  std::vector<lake::ListedObject> list(std::string_view prefix, std::string_view after) const override {
    std::vector<lake::ListedObject> found;
    for (auto at = objects_.upper_bound(std::string(std::max(prefix, after)));
         at != objects_.end() && at->first.starts_with(prefix); ++at)
      found.push_back({at->first, at->second.size()});
    return found;
  }
  std::vector<std::string> folders(std::string_view prefix) const override {
    std::set<std::string> names;
    for (const auto& object : list(prefix, {}))
      if (const auto end = object.key.find('/', prefix.size()); end != std::string::npos)
        names.insert(object.key.substr(prefix.size(), end - prefix.size()));
    return {names.begin(), names.end()};
  }

 private:
  std::map<std::string, std::string> objects_;
};

// Answers polls and tracks; refuses the 601st call of any 24 hours, and all calls after it, for a day.
class CountingSpotify final : public http::Client {
 public:
  explicit CountingSpotify(const base::Clock& clock) : clock_(clock) {}
  Expected<http::Response, http::TransportError> send(const http::Request& request) override {
    const base::Instant now = clock_.now();
    if (request.url.find("accounts.example") != std::string::npos)
      return http::Response{200, {}, R"({"access_token":"t","token_type":"Bearer","expires_in":3600,"scope":"x"})"};
    while (!calls_.empty() && calls_.front() <= now - std::chrono::hours{24}) calls_.pop_front();
    calls_.push_back(now);
    most_ = std::max(most_, calls_.size());
    std::vector<http::Header> headers{{"Date", base::to_http_date(now)}};
    if (calls_.size() > 600) {
      ++refused_;
      headers.emplace_back("Retry-After", "86000");
      return http::Response{429, headers, R"({"error":{"status":429,"message":"no","reason":"QUOTA_EXCEEDED"}})"};
    }
    if (request.url.find("recently-played") != std::string::npos)
      return http::Response{200, headers, fmt::format(R"({{"items":[],"limit":50,"at":{}}})", base::to_ms(now))};
    const std::string id = request.url.substr(request.url.rfind('/') + 1);
    return http::Response{
        200, headers, R"({"id":")" + id + R"(","name":"T","duration_ms":7,"external_ids":{"isrc":"GBXYZ1900001"}})"};
  }
  std::size_t most() const { return most_; }
  int refused() const { return refused_; }

 private:
  const base::Clock& clock_;
  std::deque<base::Instant> calls_;
  std::size_t most_ = 0;
  int refused_ = 0;
};

TEST(EnrichAndPolls, FiveThousandTracksDelayNoPoll) {
  constexpr int kTracks = 5000;
  spotify::SignedIn signed_in;
  CountingSpotify service(signed_in.clock);
  spotify::TokenKeeper keeper(service, signed_in.secrets, signed_in.clock, {"client", "", "https://accounts.example"},
                              "me", signed_in.folder.path() / "lock");
  spotify::WebApi api(service, keeper, "https://api.example", signed_in.quota, signed_in.clock, signed_in.wait_);
  MemoryLake lake;
  music::Catalogue catalogue;
  for (int i = 0; i < kTracks; ++i)
    catalogue.tracks.push_back({fmt::format("{:022}", i), "", "", {}, {}, kTracks - i, true, false});
  int days = 0, held = 0;
  Enriched made;
  for (made.calls_left = kTracks; made.calls_left > 0; ++days) {
    ASSERT_LT(days, 30);
    for (int hour = 0; hour < 24; ++hour) {
      const base::Instant began = signed_in.clock.now();
      EXPECT_EQ(poll(lake, "me", api, signed_in.clock).reply.status, 200) << "day " << days << ", hour " << hour;
      EXPECT_EQ(signed_in.clock.now(), began) << "a poll waited";
      if (hour == 3) made = enrich(lake, "me", api, signed_in.clock, {kTracks, ""}, catalogue, [](const Enriched&) {});
      if (hour == 3 && made.held_until) ++held;
      signed_in.clock.advance(std::chrono::hours{1});
    }
  }
  EXPECT_EQ(service.refused(), 0);
  EXPECT_LE(service.most(), 424u) << "400 of metadata in 24 hours, and 24 polls";
  EXPECT_EQ(held, days - 1) << "each day but the last the day's share was spent, and said so";
  EXPECT_EQ(lake.list("v1/me/track/", {}).size(), static_cast<std::size_t>(kTracks)) << "each asked for once";
  EXPECT_TRUE(signed_in.waits.empty());
}

}  // namespace
}  // namespace segue::capture
