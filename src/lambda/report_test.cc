#include "lambda/report.h"

#include <gtest/gtest.h>

namespace segue::lambda {
namespace {

TEST(Report, CountsDaysToTheEndOfAConsentWithTheirParts) {
  const base::Instant now = base::from_ms(1'795'536'000'000);
  EXPECT_EQ(days_to(now + std::chrono::hours{36}, now), 1.5);
  EXPECT_EQ(days_to(now - std::chrono::hours{12}, now), -0.5);
}

TEST(Report, LeavesAMetricOutWhereNothingIsKnownOfTheConsent) {
  GoodPoll poll;
  poll.user = "me";
  EXPECT_EQ(to_log(poll).find("DaysToConsentEnd"), std::string::npos);
  EXPECT_NE(to_answer(poll).find(R"("consent_ends":null)"), std::string::npos);
}

TEST(Report, CountsRowsThatCannotBeRead) {
  GoodPoll poll;
  poll.account = "ann";
  poll.polled.unread = {{3, "played_at", "is no date"}, {4, "", "is no play"}};
  EXPECT_NE(to_log(poll).find(R"("unread":2,"account":"ann")"), std::string::npos) << to_log(poll);
  EXPECT_NE(to_answer(poll).find(R"("unread":2)"), std::string::npos) << to_answer(poll);
}

TEST(Report, KeepsAFailureOnOneLine) {
  const std::string line =
      failure_log("id", "me", base::from_ms(0), {"Segue.Upstream", "status 503: \"busy\"\nand more"});
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_EQ(line, R"({"level":"error","message":"status 503: \"busy\"\nand more","errorType":"Segue.Upstream",)"
                  R"("time":"1970-01-01T00:00:00.000Z","request_id":"id","User":"me"})");
}

TEST(Report, MakesLogsOfOtherRoomsJsonToo) {
  const auto before = spdlog::default_logger();
  start_json_logging(spdlog::level::warn);
  testing::internal::CaptureStdout();
  spdlog::warn("a \"quoted\"\nline");
  spdlog::info("not this");
  const std::string said = testing::internal::GetCapturedStdout();
  spdlog::set_default_logger(before);
  EXPECT_EQ(said.substr(0, said.find(R"(,"time")")), R"({"level":"warning","message":"a \"quoted\"\nline")");
  EXPECT_EQ(said.find("not this"), std::string::npos);
  EXPECT_TRUE(said.ends_with("\"}\n")) << said;
}

}  // namespace
}  // namespace segue::lambda
