#include "lake/keep.h"

#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/temporary_folder_for_tests.h"
#include "lake/directory_lake.h"
#include "lake/read_object.h"

namespace segue::lake {
namespace {

class Keep : public testing::Test {
 protected:
  Envelope answered(const std::string& body) const {
    Envelope envelope;
    envelope.request = "GET /v1/me/tracks?limit=50&offset=0";
    envelope.status = 200;
    envelope.our_clock = base::from_ms(1767323045678);
    envelope.sha256 = base::sha256_hex(body);
    return envelope;
  }
  const base::TemporaryFolder folder_;
  DirectoryLake lake_{folder_.path()};
};

TEST_F(Keep, ADecisionIsNamedByItsTimeAndItsBody) {
  const std::string key =
      keep_decision(lake_, "me", {ObjectKind::rule, "rule added", "{}", base::from_ms(1767323045678)});
  EXPECT_EQ(key, "v1/me/rule/2026/01/02/20260102T030405678Z~-44136fa355b3.json.zst");
  const auto [envelope, body] = read_object(lake_, key);
  EXPECT_EQ(envelope.request, "rule added");
  EXPECT_EQ(envelope.status, 0);
  EXPECT_EQ(envelope.our_clock, base::from_ms(1767323045678));
  EXPECT_EQ(envelope.sha256, "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
  EXPECT_EQ(body, "{}");
}

TEST_F(Keep, AnAnswerIsKeptOnce) {
  Envelope envelope = answered("page");
  const auto [key, is_new] = keep_answer(lake_, "me", ObjectKind::saved_tracks, envelope, "page");
  EXPECT_TRUE(is_new);
  EXPECT_FALSE(keep_answer(lake_, "me", ObjectKind::saved_tracks, envelope, "page").is_new);
  EXPECT_EQ(read_object(lake_, key).second, "page");
}

TEST_F(Keep, AnEqualBodyIsLeftOut) {
  Envelope envelope = answered("page");
  envelope.same_as = "v1/me/saved_tracks/2026/01/01/older.json.zst";
  const auto [key, is_new] = keep_answer(lake_, "me", ObjectKind::saved_tracks, envelope, "page");
  EXPECT_EQ(read_object(lake_, key).first.same_as, "v1/me/saved_tracks/2026/01/01/older.json.zst");
  EXPECT_EQ(read_object(lake_, key).second, "");
}

TEST_F(Keep, NoAnswerNamesItself) {
  Envelope envelope = answered("page");
  const std::string key = keep_answer(lake_, "me", ObjectKind::saved_tracks, envelope, "page").key;
  envelope.same_as = key;
  EXPECT_FALSE(keep_answer(lake_, "me", ObjectKind::saved_tracks, envelope, "page").is_new);
  EXPECT_EQ(envelope.same_as, "");
  EXPECT_EQ(read_object(lake_, key).second, "page");
}

}  // namespace
}  // namespace segue::lake
