#include "evaluation/polimi.h"

#include <gtest/gtest.h>

#include "evaluation/folder_for_tests.h"

namespace segue::evaluation {
namespace {

const std::string kTracks =
    "track_id,album_id,artist_id,duration_sec\n0,10,20,100\n1,10,20,100\n2,11,21,100\n4,12,22,9\n";
const std::string kInteractions =
    "playlist\ttrack\tsplit80_20\n0\t2\ttrain\n0\t1\ttest\n0\t0\ttrain\n2\t4\ttrain\n2\t1\ttest\n";

class PolimiTest : public testing::Test {
 protected:
  Folder folder_;
  PolimiTest() {
    folder_.file("tracks.csv.gz", kTracks)
        .file("interactions.tsv.gz", kInteractions)
        .file("validation.tsv.gz", "playlist\ttrack\tkind\n0\t2\tr\n0\t1\tr\n2\t4\ts\n")
        .file("target_playlists.csv.gz", "playlist_id\n2\n");
  }
  std::string with(const std::string& name, const std::string& bytes) {
    folder_.file(name, bytes);
    return failure([&] { read_polimi(folder_.path()); });
  }
};

TEST_F(PolimiTest, HidesTheValidationRowsFromTraining) {
  const Polimi set = read_polimi(folder_.path());
  EXPECT_EQ(set.playlists, (std::vector<List>{{0, 1, 2}, {}, {1, 4}}));
  EXPECT_EQ(set.training, (std::vector<List>{{0}, {}, {1}}));
  ASSERT_EQ(set.questions.size(), 2u);
  EXPECT_EQ(set.questions[0].context, List{0});
  EXPECT_EQ(set.questions[0].answers, (List{1, 2}));
  EXPECT_EQ(set.questions[0].kind, 'r');
  EXPECT_EQ(set.questions[1].kind, 's');
  EXPECT_EQ(set.targets, (std::vector<std::uint32_t>{2}));
  EXPECT_EQ(set.tracks[4].artist, 22u);
  EXPECT_EQ(set.tracks[4].album, 12u);
  EXPECT_FALSE(set.tracks[3].is_known());
}

TEST_F(PolimiTest, MeansAreOfAllAndOfEachKind) {
  const Polimi set = read_polimi(folder_.path());
  const Score score = score_polimi("n", "", set, {{9, 1}, {4}}, 1);  // (½) / 2 and 1
  ASSERT_EQ(score.metrics.size(), 3u);
  EXPECT_EQ(score.metrics[0].first, "map@10");
  EXPECT_DOUBLE_EQ(score.metrics[0].second.mean, 0.625);
  EXPECT_DOUBLE_EQ(score.metrics[1].second.mean, 1);
  EXPECT_DOUBLE_EQ(score.metrics[2].second.mean, 0.25);
}

TEST_F(PolimiTest, ARowThatCannotBeIsRefused) {
  EXPECT_EQ(with("validation.tsv.gz", "playlist\ttrack\tkind\n0\t2\tx\n"),
            "5 validation.tsv.gz, line 2, field kind: \"x\" is neither s nor r");
  EXPECT_EQ(with("validation.tsv.gz", "playlist\ttrack\tkind\n0\t2\tr\n0\t1\ts\n"),
            "5 validation.tsv.gz, line 3, field kind: playlist 0 is of both kinds");
  EXPECT_EQ(with("validation.tsv.gz", "playlist\ttrack\tkind\n0\t4\tr\n"),
            "5 validation.tsv.gz, line 2, field track: 4 is not in playlist 0 of interactions.tsv.gz");
  EXPECT_EQ(with("validation.tsv.gz", "playlist\ttrack\tkind\n9\t4\tr\n"),
            "5 validation.tsv.gz, line 2, field track: 4 is not in playlist 9 of interactions.tsv.gz");
  EXPECT_EQ(with("validation.tsv.gz", "playlist\ttrack\tkind\n0\t2\tr\n0\t2\tr\n"),
            "5 validation.tsv.gz: playlist 0 hides track 2 twice: keep one of the rows");
  EXPECT_EQ(with("validation.tsv.gz", "playlist\ttrack\tkind\n"),
            "5 validation.tsv.gz hides no track: there is nothing to measure");
}

TEST_F(PolimiTest, TablesMustFitEachOther) {
  EXPECT_EQ(with("target_playlists.csv.gz", "playlist_id\n1\n"),
            "5 target_playlists.csv.gz, line 2, field playlist_id: 1 has no row in interactions.tsv.gz");
  EXPECT_EQ(with("interactions.tsv.gz", kInteractions + "0\t3\ttrain\n"),
            "5 interactions.tsv.gz, line 7, field track: 3 is not in tracks.csv.gz");
  EXPECT_EQ(with("interactions.tsv.gz", kInteractions + "2\t4\ttrain\n"),
            "5 interactions.tsv.gz: playlist 2 has track 4 twice: keep one of the rows");
  EXPECT_EQ(with("interactions.tsv.gz", kInteractions + "99999999\t4\ttrain\n"),
            "5 interactions.tsv.gz, line 7, field playlist: 99999999 is above 10000000");
  EXPECT_EQ(with("tracks.csv.gz", kTracks + "2,1,1,1\n"), "5 tracks.csv.gz, line 6, field track_id: 2 has two rows");
  EXPECT_EQ(with("tracks.csv.gz", ""), "5 interactions.tsv.gz, line 2, field track: 2 is not in tracks.csv.gz");
}

TEST_F(PolimiTest, AMissingFileIsNamed) {
  std::filesystem::remove(folder_.path() / "tracks.csv.gz");
  const std::string fault = failure([&] { read_polimi(folder_.path()); });
  EXPECT_EQ(fault.substr(0, 1), "2");
  EXPECT_NE(fault.find("tracks.csv.gz"), std::string::npos);
}

}  // namespace
}  // namespace segue::evaluation
