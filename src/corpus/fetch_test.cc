#include "corpus/fetch.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/temporary_folder_for_tests.h"
#include "http/scripted_client_for_tests.h"

namespace segue::corpus {
namespace {

namespace fs = std::filesystem;
const std::string kUrl = "https://dumps.example/f.tar.zst";

class FetchTest : public testing::Test {
 protected:
  void range(const std::string& bytes, std::size_t first, std::size_t of, const std::string& etag = "\"1\"") {
    client_.answer(
        206, bytes,
        {{"Content-Range", fmt::format("bytes {}-{}/{}", first, first + bytes.size() - 1, of)}, {"ETag", etag}});
  }
  // Returns "" if the fetch went well, else the fault's number.
  std::string run(const std::string& sha256 = base::sha256_hex("abcdefgh"), const std::string& url = kUrl) {
    try {
      fetch(client_, clock_, url, file_, sha256, {.piece = 3});
      EXPECT_EQ(client_.left(), 0u);
      return "";
    } catch (const base::Error& error) {
      return std::to_string(static_cast<int>(error.fault()));
    }
  }
  std::string header(std::size_t request, const std::string& name) const {
    for (const auto& [key, value] : client_.requests().at(request).headers)
      if (key == name) return value;
    return "";
  }
  void nothing_is_left() const {
    EXPECT_FALSE(fs::exists(file_));
    EXPECT_FALSE(fs::exists(file_.string() + ".part"));
  }
  const base::TemporaryFolder folder_;
  const fs::path file_ = folder_.path() / "in" / "f.tar.zst";
  http::ScriptedClient client_;
  base::ManualClock clock_{base::from_ms(1767323045000)};
};

TEST_F(FetchTest, PieceByPiece) {
  range("abc", 0, 8);
  range("def", 3, 8);
  range("gh", 6, 8);
  EXPECT_EQ(run(), "");
  EXPECT_EQ(base::read_file(file_), "abcdefgh");
  EXPECT_EQ(header(0, "Range"), "bytes=0-2");
  EXPECT_EQ(header(0, "If-Match"), "");
  EXPECT_EQ(header(2, "Range"), "bytes=6-8");
  EXPECT_EQ(header(2, "If-Match"), "\"1\"");
  EXPECT_FALSE(fs::exists(file_.string() + ".part.etag"));
}

TEST_F(FetchTest, GoesOnWhereAnotherEnded) {
  range("abc", 0, 8);
  for (int i = 0; i < 4; ++i) client_.fail("connection reset");
  EXPECT_EQ(run(), "4");
  EXPECT_FALSE(fs::exists(file_));
  range("def", 3, 8);
  client_.fail("cut in the middle");
  range("gh", 6, 8);
  EXPECT_EQ(run(), "");
  EXPECT_EQ(base::read_file(file_), "abcdefgh");
}

TEST_F(FetchTest, AFileThatChangedIsBegunAnew) {
  range("xyz", 0, 9, "\"old\"");
  client_.answer(412, "");
  range("abc", 0, 8);
  range("zzz", 3, 8, "\"other\"");  // a server that ignores If-Match
  range("abc", 0, 8);
  range("def", 3, 8);
  range("gh", 6, 8);
  EXPECT_EQ(run(), "");
  EXPECT_EQ(base::read_file(file_), "abcdefgh");
}

TEST_F(FetchTest, OneThatChangesForeverIsGivenUp) {
  for (int i = 0; i < 3; ++i) {
    range("abc", 0, 8);
    client_.answer(412, "");
  }
  EXPECT_EQ(run(), "4");
}

TEST_F(FetchTest, AnotherSumLeavesNothing) {
  range("abc", 0, 3);
  EXPECT_EQ(run(), "5");
  nothing_is_left();
}

TEST_F(FetchTest, OnlyASmallFileComesWithoutRanges) {
  client_.answer(200, "abc");
  EXPECT_EQ(run(base::sha256_hex("abc")), "");
  fs::remove(file_);
  client_.answer(200, "abcdefgh");
  EXPECT_EQ(run(), "4");
}

TEST_F(FetchTest, AnswersThatAreNotWhatWasAskedFor) {
  const std::vector<http::Header> wrong[] = {{},
                                             {{"Content-Range", "bytes 3-5/8"}},
                                             {{"Content-Range", "bytes 0-9/8"}},
                                             {{"Content-Range", "bytes 0-2/*"}},
                                             {{"Content-Range", "bytes -2/8"}},
                                             {{"Content-Range", "abc"}}};
  for (const auto& headers : wrong) {
    client_.answer(206, "abc", headers);
    EXPECT_EQ(run(), "4");
  }
  for (const int status : {404, 403, 301}) {
    client_.answer(status, "");
    EXPECT_EQ(run(), "4") << status;
  }
  nothing_is_left();
}

TEST_F(FetchTest, NothingIsAskedOfAnUnsafeAddress) {
  for (const char* url :
       {"http://dumps.example/f", "ftp://dumps.example/f", "file:///etc/passwd", "", "--upload-pack=x"})
    EXPECT_EQ(run("", url), "2") << url;
  EXPECT_TRUE(client_.requests().empty());
  client_.answer(302, "", {{"Location", "http://elsewhere.example/f"}});
  EXPECT_EQ(run(), "2") << "nor of one that it leads to";
}

}  // namespace
}  // namespace segue::corpus
