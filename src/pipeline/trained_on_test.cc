#include <gtest/gtest.h>

#include "base/file.h"
#include "base/temporary_folder_for_tests.h"
#include "pipeline/train.h"
#include "warehouse/duckdb_warehouse.h"

namespace segue::pipeline {
namespace {

// Two songs in one session, and a corpus.
class TrainedOn : public testing::Test {
 protected:
  TrainedOn()
      : held_(base::FileLock::take(files_.lock())),
        work_(warehouse::DuckDbWarehouse(files_).open(held_)),
        marts_(work_->connect()) {
    marts_->execute(
        R"sql(
          create schema segue;
          create table segue.dim_tracks as
          select *
          from (values ('t1', 'r1', 'a1', 'b1'), ('t2', 'r2', 'a2', 'b2'))
            as v (track_key, recording_key, artist_key, album_key);
          create table segue.fct_plays as
          select *
          from (values
            ('me', 't1', 's1', 1, 'p1', 'export', true, 60000),
            ('me', 't2', 's1', 2, 'p2', 'export', true, 60000)
          ) as v (user_id, track_key, session_id, started_at, play_id, source, teaches, ms_played);
          create table segue.playlist_recordings (
            user_id varchar, playlist_key varchar, track_key varchar, position bigint, source varchar, teaches boolean,
            has_newer boolean
          );
          create table segue.recording_merges (recording_key varchar, merged_into varchar);
          create table segue.artist_merges (artist_key varchar, merged_into varchar, name varchar)
        )sql");
  }
  ~TrainedOn() override {
    marts_.reset();
    work_->close();
  }
  std::string digest() {
    TrainInput input;
    input.published = marts_.get();
    input.registrations = corpora_;
    return digest_of(input);
  }

  const base::TemporaryFolder temporary_;
  warehouse::Files files_{temporary_.path()};
  base::FileLock held_;
  std::unique_ptr<warehouse::Work> work_;
  std::unique_ptr<warehouse::Connection> marts_;
  std::vector<corpus::Registration> corpora_;
};

TEST_F(TrainedOn, EverythingThatATrainingReadsChangesTheDigest) {
  std::set<std::string> seen{digest()};
  EXPECT_EQ(digest(), *seen.begin());
  const auto is_another = [&](const char* what) {
    EXPECT_TRUE(seen.insert(digest()).second) << what;
    EXPECT_EQ(digest(), digest());
  };
  marts_->execute("insert into segue.fct_plays values ('me', 't1', 's1', 3, 'p3', 'export', true, 60000)");
  is_another("a listen");
  marts_->execute("update segue.fct_plays set session_id = 's2' where play_id = 'p3'");
  is_another("where a session ends");
  marts_->execute("insert into segue.playlist_recordings values ('me', 'l', 't2', 1, 'account', true, false)");
  is_another("a playlist");
  marts_->execute("insert into segue.recording_merges values ('r8', 'r9')");
  is_another("a merge of recordings that a corpus may hold");
  marts_->execute("insert into segue.artist_merges values ('a8', 'a9', 'Ye')");
  is_another("a renamed artist that a corpus may hold");
  corpora_.emplace_back().sha256 = "12";
  is_another("a corpus");
}

TEST_F(TrainedOn, WhatTeachesNothingDoesNot) {
  const std::string before = digest();
  marts_->execute(
      R"sql(
        insert into segue.fct_plays
        values ('me', 't1', 's3', 4, 'p4', 'export', false, 60000), ('me', 't1', 's3', 5, 'p5', 'export', true, 1000),
          ('me', 't1', 's3', 6, 'p6', 'api', true, 60000)
      )sql");
  EXPECT_EQ(digest(), before);
}

TEST_F(TrainedOn, TheModelInUseIsMeant) {
  const auto models = temporary_.path() / "models";
  EXPECT_FALSE(was_trained_on(models, "d"));
  base::write_file_durably(models / "one.model", "…");
  base::write_file_durably(models / "current", "one.model\n");
  EXPECT_FALSE(was_trained_on(models, "d")) << "an older segue noted nothing";
  note_trained_on(models, "one.model", "d");
  EXPECT_TRUE(was_trained_on(models, "d"));
  EXPECT_FALSE(was_trained_on(models, "e"));
  base::write_file_durably(models / "current", "two.model\n");
  EXPECT_FALSE(was_trained_on(models, "d"));
}

}  // namespace
}  // namespace segue::pipeline
