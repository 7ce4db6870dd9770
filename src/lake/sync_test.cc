#include "lake/sync.h"

#include <gtest/gtest.h>

#include <map>
#include <mutex>

#include "base/error.h"
#include "base/temporary_folder_for_tests.h"
#include "lake/directory_lake.h"
#include "lake/objects.h"

namespace segue::lake {
namespace {

// A lake in memory that can spoil an object or fail.
class Memory final : public Lake {
 public:
  explicit Memory(int count = 0) {
    for (int i = 0; i < count; ++i) objects["v1/me/p/" + std::to_string(i) + ".zst"] = compress(std::to_string(i));
  }

  std::map<std::string, std::string> objects;
  std::string spoil;     // this key is stored with one byte more
  int writes_left = -1;  // at 0 the line breaks

  bool put_new(const std::string& key, std::string_view bytes) override {
    const std::lock_guard guard(mutex_);
    if (writes_left == 0) throw base::Error(base::Fault::upstream, "the line broke");
    if (writes_left > 0) --writes_left;
    return objects.try_emplace(key, key == spoil ? std::string(bytes) + "!" : std::string(bytes)).second;
  }
  std::string get(const std::string& key) const override {
    const std::lock_guard guard(mutex_);
    const auto at = objects.find(key);
    if (at == objects.end()) throw base::Error(base::Fault::internal, "no object " + key);
    return at->second;
  }
  bool exists(const std::string& key) const override { return objects.contains(key); }
  std::vector<ListedObject> list(std::string_view prefix, std::string_view after) const override {
    std::vector<ListedObject> found;
    for (const auto& [key, bytes] : objects)
      if (key.starts_with(prefix) && key > after) found.push_back({key, bytes.size()});
    return found;
  }
  std::vector<std::string> folders(std::string_view) const override { return {}; }

 private:
  mutable std::mutex mutex_;
};

TEST(Sync, CopiesAllAndThenFindsThemEqual) {
  const base::TemporaryFolder folder;
  Memory from(50);
  DirectoryLake to(folder.path());
  const SyncReport first = sync(from, to, {});
  EXPECT_EQ(first.objects, 50u);
  EXPECT_EQ(first.copied, 50u);
  EXPECT_EQ(first.copied_bytes, first.bytes);
  EXPECT_TRUE(first.problems.empty());
  for (const auto& [key, bytes] : from.objects) EXPECT_EQ(to.get(key), bytes);
  const SyncReport second = sync(from, to, {});
  EXPECT_EQ(second.copied, 0u);
  EXPECT_EQ(second.same, 50u);
  to.put_new("v1/me/own.zst", compress("x"));
  EXPECT_EQ(sync(from, to, {}).only_in_copy, 1u);
}

TEST(Sync, OverwritesNothingAndSaysWhatDiffers) {
  Memory from(50);
  Memory to;
  to.objects["v1/me/p/1.zst"] = "short";
  to.objects["v1/me/p/2.zst"] = from.objects["v1/me/p/3.zst"];
  const auto before = to.objects;
  const SyncReport report = sync(from, to, {});
  ASSERT_EQ(report.problems.size(), 2u);
  EXPECT_EQ(report.problems[0].key, "v1/me/p/1.zst");
  EXPECT_NE(report.problems[0].what.find("5 in the copy"), std::string::npos);
  EXPECT_NE(report.problems[1].what.find("other bytes are in the copy: sha256 "), std::string::npos);
  EXPECT_EQ(report.copied, 48u);
  for (const auto& [key, bytes] : before) EXPECT_EQ(to.objects[key], bytes);
  SyncOptions sizes;
  sizes.compare_bytes = false;
  EXPECT_EQ(sync(from, to, sizes).problems.size(), 1u) << "equal sizes are all that is asked for";
}

TEST(Sync, DamageIsNotCopied) {
  Memory from(50);
  from.objects["v1/me/p/7.zst"].pop_back();
  from.objects["v1/me/p/8.zst"] = "";
  from.objects["v1/me/../9.zst"] = compress("x");
  Memory to;
  const SyncReport report = sync(from, to, {});
  ASSERT_EQ(report.problems.size(), 3u);
  EXPECT_NE(report.problems[0].what.find("is not a key"), std::string::npos);
  EXPECT_NE(report.problems[1].what.find("damaged"), std::string::npos);
  EXPECT_EQ(to.objects.size(), 48u);
}

TEST(Sync, AnObjectThatComesBackOtherwiseIsTold) {
  Memory from(50);
  Memory to;
  to.spoil = "v1/me/p/7.zst";
  const SyncReport report = sync(from, to, {});
  ASSERT_EQ(report.problems.size(), 1u);
  EXPECT_EQ(report.problems[0].key, to.spoil);
  EXPECT_EQ(report.copied, 49u);
}

TEST(Sync, GoesOnWhereItBroke) {
  Memory from(50);
  Memory to;
  to.writes_left = 20;
  EXPECT_THROW(sync(from, to, {}), base::Error);
  EXPECT_EQ(to.objects.size(), 20u);
  to.writes_left = -1;
  const SyncReport report = sync(from, to, {});
  EXPECT_EQ(report.copied, 30u);
  EXPECT_EQ(report.same, 20u);
  EXPECT_EQ(to.objects, from.objects);
}

TEST(Sync, ADryRunWritesNothing) {
  Memory from(50);
  from.objects["v1/me/p/7.zst"].pop_back();
  Memory to;
  SyncOptions options;
  options.dry_run = true;
  std::uint64_t last = 0;
  options.progress = [&](std::uint64_t done, std::uint64_t of) {
    EXPECT_EQ(done, ++last);
    EXPECT_EQ(of, 50u);
  };
  const SyncReport report = sync(from, to, options);
  EXPECT_EQ(report.copied, 49u);
  EXPECT_EQ(report.problems.size(), 1u);
  EXPECT_TRUE(to.objects.empty());
  EXPECT_EQ(last, 50u);
}

}  // namespace
}  // namespace segue::lake
