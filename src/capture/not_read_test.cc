// Tests what an import passes over, and what it says about it.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <map>

#include "base/error.h"
#include "base/temporary_folder_for_tests.h"
#include "capture/import.h"
#include "capture/strange_files.h"
#include "capture/zip_bytes_for_tests.h"
#include "lake/directory_lake.h"

namespace segue::capture {
namespace {

namespace fs = std::filesystem;

const std::string kHistory = R"([{"ts":"2019-01-02T03:04:05Z","ms_played":1}])";
const std::string kOther = R"([{"ts":"2020-01-02T03:04:05Z","ms_played":1}])";
const std::string kAccount = R"([{"endTime":"2020-01-02 03:04","artistName":"A","trackName":"B","msPlayed":1}])";

class NotReadTest : public testing::Test {
 protected:
  const base::TemporaryFolder temporary_;
  const fs::path root_ = temporary_.path();
  NotReadTest() { lake_ = std::make_unique<lake::DirectoryLake>(root_ / "lake"); }
  fs::path file(const std::string& name, const std::string& bytes) {
    fs::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name, std::ios::binary) << bytes;
    return root_ / name;
  }
  Imported import_of(const fs::path& path) { return import(*lake_, "me", path, base::from_ms(0)); }
  // Returns name → why, with "!" in front if it is alarming.
  std::map<std::string, std::string> passed_over(const fs::path& path) {
    std::map<std::string, std::string> said;
    for (const NotRead& one : import_of(path).not_read) said[one.name] = (one.alarming ? "!" : "") + one.why;
    return said;
  }
  std::vector<std::string> read(const fs::path& path) {
    std::vector<std::string> names;
    for (const auto& member : import_of(path).members) names.push_back(member.name);
    return names;
  }
  std::string failure(const fs::path& path) {
    try {
      import_of(path);
      return "";
    } catch (const base::Error& error) {
      return std::to_string(static_cast<int>(error.fault())) + " " + error.what();
    }
  }

  std::unique_ptr<lake::Lake> lake_;
};

using Names = std::vector<std::string>;

TEST_F(NotReadTest, AChildsFolderIsLeftOutAtAnyDepthAndNamed) {
  const std::string child = "Spotify Kids Account Data_1/StreamingHistory_music_0.json";
  const std::string inner = zip_of({{child, kAccount}, {"Spotify Account Data/StreamingHistory_music_0.json", kOther}});
  const auto zip = file("a.zip", zip_of({{"me/StreamingHistory_music_0.json", kHistory},
                                         {"deep/er/" + child, kAccount},
                                         {"all.zip", inner},
                                         {"Spotify kids account data.zip", zip_of({{"x.json", kAccount}})}}));
  EXPECT_EQ(read(zip),
            (Names{"me/StreamingHistory_music_0.json", "all.zip/Spotify Account Data/StreamingHistory_music_0.json"}));
  const auto said = passed_over(zip);
  EXPECT_EQ(said.size(), 3u);
  for (const auto& name : {"deep/er/" + child, "all.zip/" + child, std::string("Spotify kids account data.zip/x.json")})
    EXPECT_NE(said.at(name).find("segue import --user NAME"), std::string::npos) << name;
  file("folder/" + child, kAccount);
  file("folder/endsong_0.json", kHistory);
  EXPECT_EQ(read(root_ / "folder"), Names{"endsong_0.json"});
}

TEST_F(NotReadTest, WhoPointsAtAChildsFolderMeansIt) {
  file("data/Spotify Kids Account Data_1/StreamingHistory_music_0.json", kAccount);
  const fs::path kids = root_ / "data" / "Spotify Kids Account Data_1";
  EXPECT_EQ(read(kids).size(), 1u);
  EXPECT_EQ(read(kids / "").size(), 1u) << "with a slash at its end";
  EXPECT_EQ(read(kids / "StreamingHistory_music_0.json").size(), 1u);
  EXPECT_EQ(read(file("Spotify Kids Account Data_1.zip",
                      zip_of({{"Spotify Kids Account Data_1/StreamingHistory_music_0.json", kAccount}})))
                .size(),
            1u);
  EXPECT_TRUE(failure(root_ / "data").starts_with("5 data: no listening history is in it"));
  EXPECT_NE(failure(root_ / "data").find("a child's account"), std::string::npos) << failure(root_ / "data");
}

TEST_F(NotReadTest, WordsOfAChildsFolder) {
  for (const char* part : {"Spotify Kids Account Data", "spotify kids account data_12", "Kids Account Data (1)",
                           "Spotify Child Account Data", "My child's Spotify", "Spotify_Kids_Account_Data.zip",
                           "SpotifyKidsAccountData_1", "Spotify Kids-Kontodaten"})
    EXPECT_TRUE(is_a_childs_folder(part)) << part;
  for (const char* part :
       {"Spotify Account Data", "Kidz Bop", "kids", "Kid Rock live", "data", "Spotify kidney data", "SpotifyData"})
    EXPECT_FALSE(is_a_childs_folder(part)) << part;
}

TEST_F(NotReadTest, StrangersInAFolderAreNamedAndTheRestIsRead) {
  std::string large = "[";
  for (int i = 0; i < 5000; ++i) large += std::to_string(i * 7919 % 100003) + ",";
  const std::string whole = zip_of({{"film.bin", large}, {"more.bin", large}});
  const std::string inner = zip_of({{"a.zip", zip_of({{"b.zip", zip_of({{"c.txt", "x"}})}})}});
  file("d/endsong_0.json", kHistory);
  file("d/film.zip.part", whole.substr(0, whole.size() / 2));
  file("d/deep.zip", inner);
  file("d/tool.jar", inner);
  file("d/empty", "");
  file("d/photo.jpg", "\xFF\xD8\xFF");
  file("d/locked.zip", zip_with_password({{"letters.txt", "x"}}));
  file("d/cut.gz", gzip_of(large).substr(0, 900));
  const auto said = passed_over(root_ / "d");
  EXPECT_EQ(read(root_ / "d"), Names{"endsong_0.json"});
  const std::map<std::string, std::string> parts{{"film.zip.part", "cannot be read"},
                                                 {"deep.zip/a.zip/b.zip", "nested more than 2 levels deep: unpack it"},
                                                 {"tool.jar", "is a document or a program"},
                                                 {"empty", "is empty"},
                                                 {"photo.jpg", "is a picture"},
                                                 {"locked.zip/letters.txt", "has a password: unpack the zip with its"},
                                                 {"cut.gz", "cannot be read"}};
  for (const auto& [name, part] : parts) {
    ASSERT_TRUE(said.contains(name)) << name;
    EXPECT_NE(said.at(name).find(part), std::string::npos) << name << ": " << said.at(name);
    EXPECT_FALSE(said.at(name).starts_with("!")) << "no history is lost: " << name;
  }
  EXPECT_EQ(said.size(), parts.size());
}

TEST_F(NotReadTest, ADamagedHistoryInAFolderIsAlarming) {
  std::string large = "[";
  for (int i = 0; i < 5000; ++i)
    large += R"({"ts":"2020-01-02T03:04:05Z","ms_played":)" + std::to_string(i * 7919 % 100003) + "},";
  large.back() = ']';
  const std::string whole = zip_of({{"a.json", large}, {"endsong_1.json", large}});
  file("d/endsong_0.json", kHistory);
  std::string flipped = whole;
  flipped[whole.size() * 3 / 4] = static_cast<char>(flipped[whole.size() * 3 / 4] ^ 1);
  file("d/download(1).zip", flipped);  // its first member was read before the damage
  file("d/download(2).zip",
       zip_of({{"endsong_1.json", large}}).substr(0, 9000));        // its first bytes hold the name of a history
  file("d/my_spotify_data.zip", "PK\x03\x04 and nothing like it");  // its own name
  file("d/private.zip", zip_with_password({{"endsong_2.json", kHistory}}));  // a member's name
  const auto said = passed_over(root_ / "d");
  EXPECT_EQ(read(root_ / "d"), Names{"endsong_0.json"}) << "nothing of a damaged zip";
  EXPECT_EQ(said.size(), 4u);
  for (const auto& [name, why] : said) EXPECT_TRUE(why.starts_with("!")) << name << why;
}

TEST_F(NotReadTest, AHistoryOfWhichNothingIsLeftIsAlarming) {
  file("d/endsong_0.json", kHistory);
  const std::string zeros(70'000, '\0');
  for (const char* name : {"recenttracks-ann.csv", "plays.tsv", "listens/2023/12.jsonl", "notes.txt"}) {
    file(std::string("d/empty/") + name, "");
    file(std::string("d/blank/") + name, "\xEF\xBB\xBF \r\n");
    file(std::string("d/zeros/") + name, zeros);
  }
  for (const auto& [name, why] : passed_over(root_ / "d")) {
    const bool is_history = name.ends_with("recenttracks-ann.csv") || name.ends_with("plays.tsv");
    EXPECT_EQ(why.starts_with("!"), is_history) << name << ": a month without listens is an empty file";
    EXPECT_NE(why.find(name.starts_with("zeros") ? "begins with 65536 zero bytes" : "is empty"), std::string::npos)
        << name << why;
  }
  EXPECT_EQ(passed_over(root_ / "d").size(), 12u);
}

TEST_F(NotReadTest, LinksPipesAndSocketsAreNotOpened) {
  file("d/endsong_0.json", kHistory);
  fs::create_directory_symlink(root_ / "d", root_ / "d" / "circle");
  fs::create_symlink(root_ / "nowhere", root_ / "d" / "dangling.json");
  fs::create_symlink(root_ / "d" / "loop", root_ / "d" / "loop");
  ASSERT_EQ(::mkfifo((root_ / "d" / "pipe.json").c_str(), 0600), 0);
  const auto said = passed_over(root_ / "d");
  EXPECT_EQ(said.at("circle").substr(0, 24), "is a link to a folder: n");
  EXPECT_EQ(said.at("dangling.json"), "is a link that leads nowhere");
  EXPECT_EQ(said.at("loop"), "is a link that leads nowhere");
  EXPECT_EQ(said.at("pipe.json"), "is not a file");
  EXPECT_TRUE(failure(root_ / "d" / "pipe.json").ends_with("pipe.json is neither a file nor a folder"));
}

TEST_F(NotReadTest, WhatCannotBeOpenedIsNamed) {
  if (::geteuid() == 0) GTEST_SKIP() << "root opens everything";
  file("d/endsong_0.json", kHistory);
  fs::permissions(file("d/endsong_1.json", kOther), fs::perms::none);
  fs::permissions(file("d/notes.txt", "x"), fs::perms::none);
  file("d/closed/endsong_2.json", kOther);
  fs::permissions(root_ / "d" / "closed", fs::perms::none);
  const auto said = passed_over(root_ / "d");
  EXPECT_TRUE(said.at("endsong_1.json").starts_with("!cannot be read (Permission denied)"));
  EXPECT_TRUE(said.at("notes.txt").starts_with("cannot be read (Permission denied)"));
  EXPECT_TRUE(said.at("closed").starts_with("cannot be opened (Permission denied)"));
  EXPECT_TRUE(failure(root_ / "d" / "endsong_1.json").starts_with("5 endsong_1.json: cannot be read (Permission"));
  fs::permissions(root_ / "d" / "closed", fs::perms::all);
}

TEST_F(NotReadTest, AZipStaysAllOrNothingAndSaysWhatToDo) {
  const std::string said = failure(file("my_spotify_data.zip", zip_with_password({{"endsong_0.json", kHistory}})));
  EXPECT_TRUE(said.starts_with("5 my_spotify_data.zip: endsong_0.json has a password: unpack the zip with its "))
      << said;
}

TEST_F(NotReadTest, ArchivesThatAreNotOpenedAreNamedByTheirBytes) {
  std::string tar(512, '\0');
  tar.replace(257, 5, "ustar");
  const std::map<std::string, std::string> archives{{std::string("7z\xBC\xAF\x27\x1C\0\x04", 8), "7z"},
                                                    {"Rar!\x1A\x07\x01", "rar"},
                                                    {tar, "tar"},
                                                    {gzip_of(tar), "tar"},
                                                    {"BZh91AY", "bzip2"},
                                                    {"LZIP\1", "lzip"},
                                                    {std::string("PK\7\10PK\3\4"), "zip that was split"},
                                                    {std::string("\xFD\x37zXZ\0\0", 7), "xz"}};
  for (const auto& [bytes, kind] : archives) {
    const std::string alone = failure(file("data.bin", bytes));
    EXPECT_NE(alone.find(kind), std::string::npos) << alone;
    EXPECT_NE(alone.find("unpack it and import the folder"), std::string::npos) << alone;
    if (bytes.starts_with("\x1F\x8B")) continue;
    EXPECT_NE(failure(file("data.zip", zip_of({{"inside", bytes}}))).find(kind), std::string::npos) << kind;
  }
  std::string image(40000, '\0');
  image.replace(0x8001, 5, "CD001");
  EXPECT_EQ(what_it_is("a.iso", image), "is a disk image (iso): unpack it and import the folder");
}

TEST_F(NotReadTest, HistoriesOfOtherServicesAreNamedWithAWayIn) {
  struct Case {
    const char *name, *head, *says;
  };
  for (const Case& one : std::initializer_list<Case>{
           {"Apple Music - Play History Daily Tracks.csv", "Country,x\n", "Apple Music's play history"},
           {"tracks.csv", "Country,Date Played,Track Description\n", "Apple Music's play history"},
           {"Apple Music Play Activity.csv", "x", "Apple Music's play activity"},
           {"Apple_Media_Services/Apple Music Activity/Apple Music - Track Play History.csv", "x", "Apple Music"},
           {"iTunes Library.xml", "<?xml", "library of iTunes"},
           {"Takeout/YouTube and YouTube Music/history/watch-history.json", "[]", "watch history of YouTube"},
           {"Wiedergabeverlauf.json", R"([{"titleUrl":"https://www.youtube.com/watch?v=1"}])", "history of YouTube"},
           {"Wiedergabeverlauf.html", "<html><a href=\"https://www.youtube.com/watch?v=1\">", "as a page"},
           {"deezer-data_1.xlsx", "PK\x03\x04", "Deezer's export"},
           {"tidal/streaming.csv", "x", "Tidal's export"},
           {"Amazon-Music/listening.csv", "x", "Amazon Music's export"},
           {"soundcloud.json", "{}", "SoundCloud's export"},
           {"r.xml", "<?xml?><lfm status=\"ok\"><recenttracks", "Last.fm's answer as XML"},
           {"p.jsonl", R"({"timeMs":1,"mediaPlayerPackage":"x"})", "Pano Scrobbler"},
           {"Spotify Technical Log Information/AddedToCollection.json", "[]", "extended streaming history"},
           {"Wrapped2025.json", "{}", "Wrapped"}}) {
    const auto said = what_it_is(one.name, one.head);
    ASSERT_TRUE(said) << one.name;
    EXPECT_NE(said->find(one.says), std::string::npos) << one.name << ": " << *said;
    if (said->find("Spotify for") != std::string::npos) continue;
    EXPECT_NE(said->find("plays.tsv"), std::string::npos) << one.name << ": " << *said;
  }
  for (const char* name : {"notes.txt", "panorama.csv", "panorama.json"}) EXPECT_FALSE(what_it_is(name, "x")) << name;
  EXPECT_NE(what_it_is("my_spotify_data.zip", "\n<!DOCTYPE html><html><title>Log in").value_or("").find("log in"),
            std::string::npos);
  EXPECT_NE(failure(file("deezer-data_1.xlsx", zip_of({{"[Content_Types].xml", "<x/>"}}))).find("Deezer"),
            std::string::npos);
}

}  // namespace
}  // namespace segue::capture
