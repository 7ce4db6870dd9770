#include "load/superseded.h"

#include "load/loaded_lake_for_tests.h"

namespace segue::load {
namespace {

class SupersededTest : public LoadTest {
 protected:
  // Makes the tables as an older segue left them.
  void age() { number("update segue_raw.load_ledger set loader_version = loader_version - 1"); }
  std::string page(int day) {
    return land_poll("2026-03-" + std::to_string(day) + "T03:00:00Z", 200,
                     page_of({{std::string(22, 'a'), "03:04:" + std::to_string(day)}}));
  }
};

TEST_F(SupersededTest, EveryObjectOfAnOlderLoaderIsReadAnewWhateverTheBatches) {
  land("endsong_0.json", export_of(0, 5));
  for (int day = 10; day < 31; ++day) page(day);
  land_rule("2026-03-01T00:00:00Z", "{}");
  load();
  const std::string before = everything("one");
  for (const int threads : {1, 3}) {
    age();
    number("update segue_raw.plays set title = 'old'");
    Options options;
    options.threads = threads;
    EXPECT_EQ(load(options).objects.size(), 23u);
    EXPECT_EQ(everything("one"), before);
  }
}

TEST_F(SupersededTest, AnObjectThatIsDamagedKeepsItsRowsUntilItIsBack) {
  const std::string good = page(11), bad = page(12);
  load();
  const std::string before = everything("one");
  const auto file = root_ / "lake" / bad;
  const std::string bytes = lake_->get(bad);
  std::filesystem::resize_file(file, bytes.size() - 3);
  age();
  const Report report = load();
  ASSERT_EQ(report.objects.size(), 2u);
  EXPECT_NE(report.objects[1].refusal.find("bring " + bad + " back from a backup"), std::string::npos);
  EXPECT_EQ(number("select count(*) from segue_raw.plays"), 2);
  EXPECT_EQ(number("select count(*) from segue_raw.polls"), 2);
  std::filesystem::remove(file);
  lake_->put_new(bad, bytes);
  EXPECT_EQ(load().objects.size(), 1u) << good << " is read anew by now";
  EXPECT_EQ(everything("one"), before);
}

}  // namespace
}  // namespace segue::load
