#include "load/lost.h"

#include "base/error.h"
#include "load/loaded_lake_for_tests.h"

namespace segue::load {
namespace {

class LostTest : public LoadTest {
 protected:
  std::string what_a_load_says(const Options& options = {}) {
    try {
      load(options);
    } catch (const base::Error& error) {
      EXPECT_EQ(error.fault(), base::Fault::input);
      return error.what();
    }
    return "";
  }
  void remove(const std::string& key) { std::filesystem::remove(root_ / "lake" / key); }
  std::string day(int number) { return "2026-03-" + std::string(number < 10 ? "0" : "") + std::to_string(number); }
  std::string poll(int number) {
    return land_poll(day(number) + "T03:00:00Z", 200, page_of({{std::string(22, 'a'), "03:04:05"}}));
  }
};

TEST_F(LostTest, ALakeThatIsGoneIsNotLoadedFrom) {
  land("endsong_0.json", export_of(0, 3));
  poll(1);
  load();
  const std::string before = everything("one");
  std::filesystem::rename(root_ / "lake", root_ / "elsewhere");
  Options options;
  options.lake_place = "s3://a-bucket/lake";
  for (const bool recent : {false, true}) {
    options.recent_only = recent;
    const std::string said = what_a_load_says(options);
    for (const char* part : {"s3://a-bucket/lake", "2 of the 2 objects", "--even-if-smaller"})
      EXPECT_NE(said.find(part), std::string::npos) << said;
    EXPECT_EQ(everything("one"), before);
  }
  std::filesystem::remove_all(root_ / "lake");
  std::filesystem::rename(root_ / "elsewhere", root_ / "lake");
  EXPECT_EQ(what_a_load_says(), "");
}

TEST_F(LostTest, APageThatLandsInAnEmptyLakeIsNotLoaded) {
  land("endsong_0.json", export_of(0, 3));
  poll(1);
  load();
  std::filesystem::remove_all(root_ / "lake");
  poll(2);
  Options recent;
  recent.recent_only = true;
  EXPECT_NE(what_a_load_says(recent), "");
  EXPECT_EQ(number("select count(*) from segue_raw.polls"), 1);
}

TEST_F(LostTest, OneImportIsTooMuchItsManifestToo) {
  for (int i = 1; i <= 30; ++i) poll(i);
  const std::string bytes = export_of(0, 3);
  const std::string key = land("endsong_0.json", bytes);
  load();
  const std::string manifest = lake::manifest_key("me", base::sha256_hex("endsong_0.json" + base::sha256_hex(bytes)));
  const std::string kept = lake_->get(manifest);
  remove(manifest);
  EXPECT_NE(what_a_load_says().find(key), std::string::npos);
  lake_->put_new(manifest, kept);
  remove(key);
  EXPECT_NE(what_a_load_says().find("1 of the 31 objects that the tables were made of is missing"), std::string::npos);
}

TEST_F(LostTest, ATenthOfThePagesMayBeMissingAndIsTold) {
  std::vector<std::string> keys;
  for (int i = 1; i <= 30; ++i) keys.push_back(poll(i));
  load();
  for (int i = 0; i < 3; ++i) remove(keys[static_cast<std::size_t>(i)]);
  EXPECT_EQ(load().lost.missing, 3U);
  EXPECT_EQ(number("select count(*) from segue_raw.polls"), 30) << "their rows are in the tables";
  remove(keys[3]);
  EXPECT_NE(what_a_load_says().find("4 of the 30 objects"), std::string::npos);
}

TEST_F(LostTest, ARecentLoadMissesWhatItLooksFor) {
  std::vector<std::string> keys;
  for (int i = 1; i <= 30; ++i) keys.push_back(poll(i));
  load();
  Options recent;
  recent.recent_only = true;
  for (int i = 0; i < 20; ++i) remove(keys[static_cast<std::size_t>(i)]);
  EXPECT_EQ(what_a_load_says(recent), "") << "older than a week: not looked for";
  for (std::size_t i = 20; i < 30; ++i) remove(keys[i]);
  EXPECT_NE(what_a_load_says(recent), "");
}

}  // namespace
}  // namespace segue::load
