#include "neighbors/index_file.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/temporary_folder_for_tests.h"

namespace segue::neighbors {
namespace {

const IndexOf kOf{std::string(32, 'm'), 5, 8};

class IndexFileTest : public testing::Test {
 protected:
  void SetUp() override { write_index_file(path_, kOf, {"first part", "", std::string(100, 'x')}); }
  void write(std::string_view bytes) const { base::write_file_durably(path_, bytes); }
  // A header of our making, its checksum right.
  void write_summed(const std::string& bytes) const { write(bytes + base::sha256_raw(bytes)); }
  std::string refusal(const IndexOf& of = kOf) const {
    try {
      const IndexFile file(path_, of);
      return "";
    } catch (const base::Error& error) {
      EXPECT_EQ(error.fault(), base::Fault::input);
      const std::string said = error.what();
      EXPECT_NE(said.find("songs.index"), std::string::npos) << said;
      EXPECT_NE(said.find("train again"), std::string::npos) << said;
      return said;
    }
  }
  void expect_refused(const std::string& word, const IndexOf& of = kOf) const {
    const auto said = refusal(of);
    EXPECT_NE(said.find(word), std::string::npos) << "'" << said << "' says nothing of: " << word;
  }

  const base::TemporaryFolder temporary_;
  const std::filesystem::path path_ = temporary_.path() / "songs.index";
};

TEST_F(IndexFileTest, GivesBackWhatWasWrittenEachPartAtAMultipleOf64) {
  const IndexFile file(path_, kOf);
  ASSERT_EQ(file.parts().size(), 3u);
  EXPECT_EQ(file.parts()[0], "first part");
  EXPECT_EQ(file.parts()[1], "");
  EXPECT_EQ(file.parts()[2], std::string(100, 'x'));
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(file.parts()[2].data()) % 64, 0u);
}

TEST_F(IndexFileTest, TheSameIsWrittenAsTheSameBytes) {
  const auto before = base::read_file(path_);
  SetUp();
  EXPECT_EQ(base::read_file(path_), before);
}

TEST_F(IndexFileTest, AnIndexOfAnotherModelIsRefused) {
  expect_refused("another model", {std::string(32, 'n'), 5, 8});
  expect_refused("another model", {kOf.model, 6, 8});
  expect_refused("another model", {kOf.model, 5, 16});
}

TEST_F(IndexFileTest, EachFlippedBitIsRefused) {
  const auto whole = base::read_file(path_);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    auto flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ (1 << at % 8));
    write(flipped);
    EXPECT_NE(refusal(), "") << "byte " << at;
  }
  auto flipped = whole;
  flipped[whole.size() / 2] ^= 1;
  write(flipped);
  expect_refused("damaged");
}

TEST_F(IndexFileTest, EachCutIsRefused) {
  const auto whole = base::read_file(path_);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    write(whole.substr(0, size));
    EXPECT_NE(refusal(), "") << size << " bytes";
  }
  write(whole.substr(0, whole.size() - 1));
  expect_refused("cut");
  write(whole + "x");
  EXPECT_NE(refusal(), "");
}

TEST_F(IndexFileTest, ANewerVersionSaysSo) {
  auto newer = base::read_file(path_);
  newer[8] = 2;
  write(newer);
  expect_refused("version 2, this segue reads up to 1");
}

TEST_F(IndexFileTest, WhatIsNoIndexIsRefused) {
  for (const char* bytes : {"", "SEG", "SEGMODEL and more than a frame of bytes, but it is no index of anything"}) {
    write(bytes);
    expect_refused("not an index of segue");
  }
}

TEST_F(IndexFileTest, AHeaderThatPromisesMoreThanThereIsIsRefused) {
  const auto whole = base::read_file(path_);
  const std::size_t parts = 8 + 4 + 8 + 32, first_size = parts + 4;
  for (const std::size_t at : {parts, first_size, first_size + 7}) {
    auto more = whole.substr(0, whole.size() - 32);
    more[at] = static_cast<char>(0x7F);
    write_summed(more);
    EXPECT_NE(refusal(), "") << at;
  }
  write_summed(whole.substr(0, whole.size() - 32) + "more");
  expect_refused("longer");
}

}  // namespace
}  // namespace segue::neighbors
