#include "lake/read_ahead.h"

#include <gtest/gtest.h>

#include <atomic>

#include "base/error.h"

namespace segue::lake {
namespace {

// Each object's bytes are its key; an object "bad…" cannot be read. Remembers the most reads that ran at the same time.
class Far final : public Lake {
 public:
  explicit Far(int reads_at_once) : at_once_(reads_at_once) {}
  bool put_new(const std::string&, std::string_view) override { return false; }
  std::string get(const std::string& key) const override {
    ++reads;
    const int now = ++under_way;
    for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
    }
    while (wanted_together > 1 && most < wanted_together) std::this_thread::yield();
    --under_way;
    if (key.starts_with("bad")) throw base::Error(base::Fault::upstream, key);
    return key;
  }
  bool exists(const std::string&) const override { return false; }
  std::vector<ListedObject> list(std::string_view, std::string_view) const override { return {}; }
  std::vector<std::string> folders(std::string_view) const override { return {}; }
  int reads_at_once() const override { return at_once_; }

  int wanted_together = 1;  // reads wait until so many ran at the same time
  mutable std::atomic<int> reads{0}, under_way{0}, most{0};

 private:
  int at_once_;
};

std::vector<ListedObject> numbered(int count, std::uint64_t size = 1) {
  std::vector<ListedObject> objects;
  for (int i = 0; i < count; ++i) objects.push_back({std::to_string(i), size});
  return objects;
}

TEST(ReadAhead, GivesAllInTheirOrder) {
  for (const int at_once : {1, 2, 8}) {
    Far lake(at_once);
    ReadAhead reader(lake, numbered(500));
    for (int i = 0; i < 500; ++i) ASSERT_EQ(reader.next(), std::to_string(i));
    EXPECT_EQ(lake.reads, 500);
    EXPECT_LE(lake.most, at_once);
  }
}

TEST(ReadAhead, ReadsSeveralAtOnce) {
  Far lake(4);
  lake.wanted_together = 4;
  ReadAhead reader(lake, numbered(20));
  for (int i = 0; i < 20; ++i) EXPECT_EQ(reader.next(), std::to_string(i));
  EXPECT_EQ(lake.most, 4);
}

TEST(ReadAhead, HoldsNoMoreThanItMay) {
  Far lake(8);
  {
    ReadAhead reader(lake, numbered(100, 10), 25);
    EXPECT_EQ(reader.next(), "0");
  }
  EXPECT_LE(lake.reads, 1 + 2 + 1) << "the given one, two that fit, and one that somebody may wait for";
  Far other(8);
  ReadAhead large(other, numbered(3, 1000), 25);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(large.next(), std::to_string(i)) << "larger than all that may be held";
}

TEST(ReadAhead, AFaultIsOfItsOwnObjectAlone) {
  for (const int at_once : {1, 8}) {
    Far lake(at_once);
    ReadAhead reader(lake, {{"a", 1}, {"bad", 1}, {"c", 1}});
    EXPECT_EQ(reader.next(), "a");
    EXPECT_THROW(reader.next(), base::Error);
    EXPECT_EQ(reader.next(), "c");
  }
}

TEST(ReadAhead, CanBeLeftUnread) {
  Far lake(8);
  {
    ReadAhead reader(lake, numbered(1000));
  }
  EXPECT_LE(lake.reads, 4 * 8);
  {
    ReadAhead none(lake, {});
  }
}

}  // namespace
}  // namespace segue::lake
