#include "warehouse/music_reader.h"

#include <gtest/gtest.h>

#include "base/temporary_folder_for_tests.h"
#include "warehouse/duckdb_warehouse.h"

namespace segue::warehouse {
namespace {

// 5,000 plays of one song, one a second; every fourth is a skip, every second is of the Web API alone.
class EachPlayOf : public testing::Test {
 protected:
  EachPlayOf()
      : held_(base::FileLock::take(files_.lock())),
        work_(DuckDbWarehouse(files_).open(held_)),
        marts_(work_->connect()) {
    marts_->execute(R"sql(
        create schema segue;
        create table segue.dim_tracks as select 't' as track_key, 'r' as recording_key;
        create table segue.fct_plays as
        select 'me' as user_id, 't' as track_key, 's' as session_id, n as play_id, true as teaches, n % 4 = 0 as skipped,
          case when n % 2 = 0 then 'api' else 'export' end as source,
          timestamp '2020-01-01' + to_seconds(n) as started_at
        from range(5000) t(n) order by hash(n))sql");
  }
  ~EachPlayOf() override {
    marts_.reset();
    work_->close();
  }

  const base::TemporaryFolder temporary_;
  Files files_{temporary_.path()};
  base::FileLock held_;
  std::unique_ptr<Work> work_;
  std::unique_ptr<Connection> marts_;
};

TEST_F(EachPlayOf, VisitsPlaysInOrderWithTheirSkips) {
  std::int64_t plays = 0;
  const std::int64_t first = 1'577'836'800'000;  // 2020-01-01
  each_play_of(*marts_, "me", ApiPlays::included, [&](const PlayOfUser& play) {
    ASSERT_EQ(base::to_ms(play.at), first + plays * 1000);
    ASSERT_EQ(play.is_skip, plays % 4 == 0) << plays;
    ASSERT_EQ(play.recording_key, "r");
    ++plays;
  });
  EXPECT_EQ(plays, 5000);
}

TEST_F(EachPlayOf, LeavesOutWhatOnlyTheApiShowed) {
  std::int64_t plays = 0, skips = 0;
  each_play_of(*marts_, "me", ApiPlays::left_out, [&](const PlayOfUser& play) {
    ++plays;
    skips += play.is_skip;
  });
  EXPECT_EQ(plays, 2500);
  EXPECT_EQ(skips, 0) << "all skips are of the API";
  each_play_of(*marts_, "somebody", ApiPlays::included, [&](const PlayOfUser&) { FAIL(); });
}

}  // namespace
}  // namespace segue::warehouse
