#include "capture/import.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <memory>

#include "base/error.h"
#include "base/hash.h"
#include "base/temporary_folder_for_tests.h"
#include "capture/zip_bytes_for_tests.h"
#include "lake/directory_lake.h"
#include "lake/objects.h"

namespace segue::capture {
namespace {

namespace fs = std::filesystem;

const std::string kHistory = R"([{"ts":"2019-01-02T03:04:05Z","ms_played":1}])";
const std::string kOther = R"([{"ts":"2020-01-02T03:04:05Z","ms_played":1}])";
const std::string kFolder = "Spotify Extended Streaming History/";

// Dies at the n-th write, as a kill would.
class DyingLake final : public lake::Lake {
 public:
  DyingLake(lake::Lake& inside, int writes) : inside_(inside), left_(writes) {}
  bool put_new(const std::string& key, std::string_view bytes) override {
    if (left_-- == 0) throw std::runtime_error("killed");
    return inside_.put_new(key, bytes);
  }
  std::string get(const std::string& key) const override { return inside_.get(key); }
  bool exists(const std::string& key) const override { return inside_.exists(key); }
  std::vector<lake::ListedObject> list(std::string_view prefix, std::string_view after) const override {
    return inside_.list(prefix, after);
  }
  std::vector<std::string> folders(std::string_view prefix) const override { return inside_.folders(prefix); }

 private:
  lake::Lake& inside_;
  std::atomic<int> left_;  // members land side by side
};

class Import : public testing::Test {
 protected:
  const base::TemporaryFolder temporary_;
  const fs::path root_ = temporary_.path();
  Import() { lake_ = std::make_unique<lake::DirectoryLake>(root_ / "lake"); }
  fs::path file(const std::string& name, const std::string& bytes) {
    fs::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name, std::ios::binary) << bytes;
    return root_ / name;
  }
  Imported import_of(const fs::path& path, const std::string& user = "me") { return import(*lake_, user, path, now_); }
  std::size_t objects() const { return lake_->list("v1/").size(); }
  std::string failure(const fs::path& path) {
    try {
      import_of(path);
      return "";
    } catch (const base::Error& error) {
      return std::to_string(static_cast<int>(error.fault())) + " " + error.what();
    }
  }

  std::unique_ptr<lake::Lake> lake_;
  base::Instant now_ = base::from_ms(1796000000000);
};

TEST_F(Import, LandsWhatWeReadAndAManifestThatNamesTheRest) {
  const auto path = file("my_spotify_data.zip", zip_of({{kFolder + "Streaming_History_Audio_2019_0.json", kHistory},
                                                        {kFolder + "ReadMeFirst.pdf", "%PDF"},
                                                        {"Spotify Account Data/Payments.json", R"({"card":"1"})"}}));
  const Imported imported = import_of(path);
  ASSERT_EQ(imported.members.size(), 1u);
  EXPECT_TRUE(imported.members[0].landed);
  EXPECT_EQ(imported.members[0].object, "v1/me/import/" + base::sha256_hex(kHistory) + ".zst");
  EXPECT_EQ(lake::decompress(lake_->get(imported.members[0].object)), kHistory);
  EXPECT_EQ(imported.not_read.size(), 2u);
  EXPECT_EQ(objects(), 2u) << "payments are never stored";
  const std::string manifest = lake::decompress(lake_->get(imported.manifest));
  for (const char* part :
       {"my_spotify_data.zip", "Streaming_History_Audio_2019_0.json", "ReadMeFirst.pdf", "Payments.json",
        "\"format\":\"spotify_extended\"", "\"format\":null", "\"landed_at\":\"2026-11-30T00:53:20.000Z\""})
    EXPECT_NE(manifest.find(part), std::string::npos) << part << manifest;
}

TEST_F(Import, AgainIsANoOp) {
  const auto path = file("a.zip", zip_of({{"endsong_0.json", kHistory}, {"endsong_1.json", kOther}}));
  const std::string first = lake_->get(import_of(path).manifest);
  now_ += std::chrono::hours(1);
  const Imported again = import_of(path);
  EXPECT_EQ(lake_->get(again.manifest), first) << "the instant at which it landed first stays";
  ASSERT_EQ(again.members.size(), 2u);
  for (const auto& member : again.members) EXPECT_FALSE(member.landed);
  EXPECT_EQ(objects(), 3u);
}

TEST_F(Import, AZipAndItsUnpackedFolderAreTheSameImport) {
  const Members members{{kFolder + "endsong_0.json", kHistory}, {kFolder + "endsong_1.json", kOther}};
  const std::string first = import_of(file("a.zip", zip_of(members))).manifest;
  for (const auto& [name, bytes] : members) file("out/" + name, bytes);
  file("out/.DS_Store", "junk");
  EXPECT_EQ(import_of(root_ / "out").manifest, first);
  EXPECT_EQ(import_of(root_ / "out" / kFolder).manifest, first) << "pointed to one level deeper";
  EXPECT_EQ(import_of(file("b.zip", zip_of({members[1], members[0]}))).manifest, first) << "in another order";
  EXPECT_EQ(objects(), 3u);
}

TEST_F(Import, OtherBytesOrNamesAreAnotherImport) {
  const std::string first = import_of(file("a.zip", zip_of({{"endsong_0.json", kHistory}}))).manifest;
  EXPECT_NE(import_of(file("b.zip", zip_of({{"endsong_0.json", kOther}}))).manifest, first);
  EXPECT_NE(import_of(file("c.zip", zip_of({{"endvideo.json", kHistory}}))).manifest, first);
  EXPECT_NE(import_of(root_ / "a.zip", "you").manifest, first);
}

TEST_F(Import, KilledBeforeTheManifestItIsCompletedByTheNext) {
  const auto path = file("a.zip", zip_of({{"endsong_0.json", kHistory}, {"endsong_1.json", kOther}}));
  for (int writes = 0; writes < 3; ++writes) {
    DyingLake dying(*lake_, writes);
    EXPECT_THROW(import(dying, "me", path, now_), std::runtime_error);
    for (const auto& object : lake_->list("v1/")) EXPECT_FALSE(object.key.ends_with(".manifest.zst")) << writes;
    EXPECT_GE(objects(), static_cast<std::size_t>(writes)) << "members land side by side, the manifest alone and last";
    EXPECT_LE(objects(), 2u);
  }
  const Imported imported = import_of(path);
  EXPECT_EQ(imported.members.size(), 2u);
  EXPECT_TRUE(lake_->exists(imported.manifest));
  EXPECT_EQ(objects(), 3u);
}

TEST_F(Import, NothingLandsOnADamagedContainer) {
  std::string large = "[";
  for (int i = 0; i < 5000; ++i)
    large += R"({"ts":"2020-01-02T03:04:05Z","ms_played":)" + std::to_string(i * 7919 % 100003) + "},";
  large.back() = ']';
  const std::string whole =
      zip_of({{"endsong_0.json", kHistory}, {"endsong_1.json", large}, {"endsong_2.json", kOther}});
  std::string flipped = whole;
  flipped[whole.size() / 2] = static_cast<char>(flipped[whole.size() / 2] ^ 1);
  for (const auto& bytes : {whole.substr(0, whole.size() - 1), whole.substr(0, whole.size() / 2), flipped}) {
    EXPECT_TRUE(failure(file("bad.zip", bytes)).starts_with("5 bad.zip: "));
    EXPECT_EQ(objects(), 0u);
  }
}

TEST_F(Import, WhatHoldsNoHistorySaysWhatItHolds) {
  EXPECT_TRUE(failure(file("h.zip", zip_of({{"photo.jpg", "\xFF\xD8"}})))
                  .starts_with("5 h.zip: no listening history is in it (found: photo.jpg)"));
  EXPECT_NE(
      failure(file("t.zip",
                   zip_of({{"Spotify Technical Log Information/ReadMeFirst_TechnicalLogInformation.pdf", "%PDF"}})))
          .find("technical log"),
      std::string::npos);
  EXPECT_NE(failure(file("e.zip", zip_of({}))).find("5 e.zip: is a zip without members"), std::string::npos);
  EXPECT_EQ(objects(), 0u);
}

TEST_F(Import, ListsOfOtherPeopleAreNoHistory) {
  const std::string slice =
      R"({"playlists":[{"pid":1,"tracks":[{"track_uri":"spotify:track:4uLU6hMCjMI75M1A2tKUQC"}]}]})";
  for (const auto& path : {file("mpd.slice.0-999.json", slice), file("l.tsv", "list\tartist\ttitle\na\tA\tB\n")})
    EXPECT_NE(failure(path).find("segue corpus add"), std::string::npos) << failure(path);
  EXPECT_EQ(import_of(file("both.zip", zip_of({{"endsong.json", kHistory}, {"mpd.json", slice}}))).not_read.at(0).name,
            "mpd.json");
}

}  // namespace
}  // namespace segue::capture
