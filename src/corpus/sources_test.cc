#include "corpus/sources.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/temporary_folder_for_tests.h"
#include "http/scripted_client_for_tests.h"

namespace segue::corpus {
namespace {

TEST(NewestDumps, OfAnIndexPage) {
  const std::string page =
      "<a "
      "href=\"listenbrainz-dump-99-20260701-000003-incremental/\">listenbrainz-dump-99-20260701-000003-incremental</a>"
      "<a href=\"listenbrainz-dump-2611-20260730-000003-incremental/\">x</a>"
      "<a href=\"listenbrainz-dump-2610-20260729-000003-incremental/\">x</a>"
      "<a href=\"listenbrainz-dump-2612-20260730-000003-full/\">x</a> listenbrainz-dump-incremental listenbrainz-dump-";
  EXPECT_EQ(newest_dumps(page, 2), (std::vector<std::string>{"listenbrainz-dump-2610-20260729-000003-incremental",
                                                             "listenbrainz-dump-2611-20260730-000003-incremental"}));
  EXPECT_EQ(newest_dumps(page, 9).size(), 3u);
  EXPECT_TRUE(newest_dumps("<html>", 3).empty());
  EXPECT_EQ(listens_file("listenbrainz-dump-7-20260730-000003-incremental"),
            "listenbrainz-listens-dump-7-20260730-000003-incremental.tar.zst");
}

class ListenBrainz : public testing::Test {
 protected:
  Fetched fetch(std::size_t days = 1) {
    const Sources sources(folder_.path(), [](const char* name) {
      return std::string(name) == "SEGUE_LISTENBRAINZ_DUMPS_URL"
                 ? std::optional<std::string>("https://dumps.example/a//")
                 : std::nullopt;
    });
    return sources.listenbrainz(client_, clock_, days,
                                [this](const std::string& file, std::uint64_t, std::uint64_t) { told_ = file; });
  }

  const std::string kDump = "listenbrainz-dump-7-20260730-000003-incremental";
  const std::string kFile = "listenbrainz-listens-dump-7-20260730-000003-incremental.tar.zst";
  const base::TemporaryFolder folder_;
  http::ScriptedClient client_;
  base::ManualClock clock_{base::from_ms(1767323045000)};
  std::string told_;
};

TEST_F(ListenBrainz, IsFetchedOnceFromTheAddressThatTheEnvironmentNames) {
  client_.answer(200, "<a href=\"" + kDump + "/\">");
  client_.answer(200, base::sha256_hex("abc") + "  " + kFile);
  client_.answer(206, "abc", {{"Content-Range", "bytes 0-2/3"}});
  const Fetched fetched = fetch();
  ASSERT_EQ(fetched.paths.size(), 1u);
  EXPECT_EQ(fetched.paths[0], folder_.path() / "fetched" / kFile);
  EXPECT_EQ(base::read_file(fetched.paths[0]), "abc");
  EXPECT_EQ(fetched.terms, "CC0");
  EXPECT_EQ(told_, kFile);
  EXPECT_EQ(client_.requests().at(0).url, "https://dumps.example/a/");
  EXPECT_EQ(client_.requests().at(2).url, "https://dumps.example/a/" + kDump + "/" + kFile);

  client_.answer(200, "<a href=\"" + kDump + "/\">");
  EXPECT_EQ(fetch().paths, fetched.paths);
  EXPECT_EQ(client_.left(), 0u);
}

TEST_F(ListenBrainz, WithoutADumpOrASumIsRefused) {
  client_.answer(200, "<html>");
  EXPECT_THROW(fetch(), base::Error);
  client_.answer(200, "<a href=\"" + kDump + "/\">");
  client_.answer(200, "no sum");
  EXPECT_THROW(fetch(), base::Error);
  EXPECT_EQ(client_.left(), 0u);
}

}  // namespace
}  // namespace segue::corpus
