#include "capture/container.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "base/error.h"
#include "base/temporary_folder_for_tests.h"
#include "capture/zip_bytes_for_tests.h"

namespace segue::capture {
namespace {

namespace fs = std::filesystem;

class ContainerTest : public testing::Test {
 protected:
  const base::TemporaryFolder temporary_;
  const fs::path root_ = temporary_.path();

  fs::path file(const std::string& name, const std::string& bytes) {
    fs::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name, std::ios::binary) << bytes;
    return root_ / name;
  }

  // Maps a name to the bytes that were visited, to "" for an unwanted member, or to "!" ("!!" if alarming) and why for
  // a file passed over.
  struct Seeing final : MemberVisitor {
    std::map<std::string, std::string> seen, of_file;
    std::optional<NotRead> unwanted(const std::string& name, std::string_view) override {
      return name.ends_with(".json") ? std::nullopt : std::optional(NotRead{name, "-"});
    }
    void visit(Member&& member) override { of_file[member.name] = member.bytes; }
    void not_read(NotRead member) override {
      of_file[member.name] = (member.alarming ? "!!" : member.why == "-" ? "" : "!") + member.why;
    }
    void next_file() override { seen.merge(std::exchange(of_file, {})); }
    bool drop_file() override { return !std::exchange(of_file, {}).empty(); }
  };
  std::map<std::string, std::string> read(const fs::path& path, const ContainerLimits& limits = {}) {
    Seeing visitor;
    read_container(path, limits, visitor);
    visitor.next_file();
    return visitor.seen;
  }

  // Returns the message with which reading fails, after its exit code; "" if it does not fail.
  std::string failure(const fs::path& path, const ContainerLimits& limits = {}) {
    try {
      read(path, limits);
      return "";
    } catch (const base::Error& error) {
      return std::to_string(static_cast<int>(error.fault())) + " " + error.what();
    }
  }
};

using Seen = std::map<std::string, std::string>;

TEST_F(ContainerTest, AZipAFolderAGzipAndAPlainFile) {
  EXPECT_EQ(read(file("a.zip", zip_of({{"in/x.json", "[1]"}, {"in/y.pdf", "%PDF"}, {"z.json", ""}}))),
            (Seen{{"in/x.json", "[1]"}, {"in/y.pdf", "-"}, {"z.json", ""}}));
  file("folder/in/x.json", "[1]");
  file("folder/y.pdf", "%PDF");
  EXPECT_EQ(read(root_ / "folder"), (Seen{{"in/x.json", "[1]"}, {"y.pdf", "-"}}));
  EXPECT_EQ(read(file("x.json.gz", gzip_of("[1]"))), (Seen{{"x.json", "[1]"}}));
  EXPECT_EQ(read(file("x.json", "[1]")), (Seen{{"x.json", "[1]"}}));
  EXPECT_EQ(read(file("empty.zip", zip_of({}))), (Seen{{"empty.zip", "-"}}));
  fs::create_directories(root_ / "nothing");
  EXPECT_EQ(read(root_ / "nothing"), Seen{});
}

TEST_F(ContainerTest, AnEmptyFileIsNoFault) {
  EXPECT_EQ(failure(file("x.json", "")), "");
}

TEST_F(ContainerTest, JunkOfOtherSystemsIsLeftOut) {
  EXPECT_EQ(read(file("a.zip", zip_of({{"__MACOSX/in/._x.json", "junk"},
                                       {"in/._x.json", "junk"},
                                       {"in/.DS_Store", "junk"},
                                       {"in/x.json", "[1]"}})))
                .at("in/x.json"),
            "[1]");
  for (const auto& [name, bytes] : read(root_ / "a.zip")) EXPECT_EQ(bytes == "-", name != "in/x.json") << name;
}

TEST_F(ContainerTest, AZipInsideAZipIsOpenedAndAThirdRefused) {
  const std::string inner = zip_of({{"in/x.json", "[1]"}});
  const std::string outer = zip_of({{"inner.zip", inner}, {"y.json", "[2]"}});
  EXPECT_EQ(read(file("outer.zip", outer)), (Seen{{"inner.zip/in/x.json", "[1]"}, {"y.json", "[2]"}}));
  file("folder/outer.zip", outer);
  EXPECT_EQ(read(root_ / "folder"), (Seen{{"outer.zip/inner.zip/in/x.json", "[1]"}, {"outer.zip/y.json", "[2]"}}));
  EXPECT_TRUE(failure(file("third.zip", zip_of({{"outer.zip", outer}})))
                  .starts_with("2 third.zip: outer.zip/inner.zip is nested more than 2 levels"))
      << failure(root_ / "third.zip");
}

TEST_F(ContainerTest, NamesNeedNoLocale) {
  EXPECT_EQ(read(file("a.zip", zip_of({{"Verläufe/東京.json", "[1]"}, {"plain.json", "[2]"}}))),
            (Seen{{"Verläufe/東京.json", "[1]"}, {"plain.json", "[2]"}}));
}

TEST_F(ContainerTest, DamageAnywhereIsInputThatNamesContainerAndMember) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i * 7919 % 10007);
  const std::string whole = zip_of({{"first.json", text}, {"second.pdf", text}, {"third.json", text}});
  ASSERT_EQ(failure(file("whole.zip", whole)), "");
  for (const std::size_t keep :
       {whole.size() - 1, whole.size() - 30, whole.size() / 2, whole.size() / 5, std::size_t{30}, std::size_t{4}}) {
    const std::string said = failure(file("cut.zip", whole.substr(0, keep)));
    EXPECT_TRUE(said.starts_with("5 cut.zip: ")) << keep << said;
  }
  // Flips one byte inside the data of each member, also of the one that is not wanted.
  for (const std::size_t at : {whole.size() / 6, whole.size() / 2, whole.size() * 5 / 6}) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
    const std::string said = failure(file("flipped.zip", flipped));
    EXPECT_TRUE(said.starts_with("5 flipped.zip: ")) << at << said;
    EXPECT_TRUE(said.find("first.json") != std::string::npos || said.find("second.pdf") != std::string::npos ||
                said.find("third.json") != std::string::npos)
        << said;
  }
  const std::string packed = gzip_of(text);
  for (const std::size_t keep : {packed.size() - 1, packed.size() - 9, packed.size() / 2})
    EXPECT_TRUE(failure(file("x.json.gz", packed.substr(0, keep))).starts_with("5 x.json.gz: ")) << keep;
}

TEST_F(ContainerTest, WhatOnlyBeginsLikeAZipIsDamage) {
  EXPECT_TRUE(failure(file("x.zip", "PK\x03\x04 and then nothing like it")).starts_with("5 x.zip: "));
  EXPECT_TRUE(failure(file("y.zip", zip_of({{"inner.zip", "PK\x03\x04 and then nothing like it"}})))
                  .starts_with("5 y.zip: inner.zip "));
}

TEST_F(ContainerTest, LimitsAreUsage) {
  const ContainerLimits small{.member_bytes = 1000, .members = 3, .levels = 2};
  const std::string most(1000, ' '), more(1001, ' ');
  EXPECT_EQ(failure(file("a.zip", zip_of({{"x.json", most}, {"y.pdf", most}, {"z.json", ""}})), small), "");
  EXPECT_TRUE(failure(file("b.zip", zip_of({{"x.json", more}})), small).starts_with("2 b.zip: x.json is larger"));
  EXPECT_TRUE(failure(file("c.zip", zip_of({{"x.pdf", more}})), small).starts_with("2 c.zip: x.pdf is larger"));
  EXPECT_TRUE(failure(file("d.json.gz", gzip_of(more)), small).starts_with("2 d.json.gz: is larger"));
  EXPECT_TRUE(failure(file("e.json", more), small).starts_with("2 e.json: is larger"));
  EXPECT_TRUE(failure(file("f.zip", zip_of({{"1", ""}, {"2", ""}, {"3", ""}, {"4", ""}})), small)
                  .starts_with("2 f.zip: has more than 3 members"));
  const std::string inner = zip_of({{"1", ""}, {"2", ""}});
  EXPECT_TRUE(failure(file("g.zip", zip_of({{"a.zip", inner}, {"b.zip", inner}})), small)
                  .starts_with("2 g.zip: has more than 3"))
      << "members inside count, too";
}

TEST_F(ContainerTest, ASizeThatLiesIsFoundOut) {
  std::string bytes = zip_of({{"x.json", std::string(5000, ' ')}});
  // The sizes are in the central directory, 24 bytes behind its mark.
  const std::size_t directory = bytes.find("PK\x01\x02");
  ASSERT_NE(directory, std::string::npos);
  for (const char size : {'\x10', '\x00'}) {
    std::string lying = bytes;
    lying[directory + 24] = size;
    lying[directory + 25] = 0;
    EXPECT_TRUE(failure(file("lying.zip", lying), {.member_bytes = 1000}).starts_with("2 ") ||
                failure(root_ / "lying.zip", {.member_bytes = 1000}).starts_with("5 "))
        << failure(root_ / "lying.zip", {.member_bytes = 1000});
  }
}

TEST_F(ContainerTest, AMissingPathIsUsage) {
  EXPECT_TRUE(failure(root_ / "none.zip").starts_with("2 there is no "));
}

}  // namespace
}  // namespace segue::capture
