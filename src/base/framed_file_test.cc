#include "base/framed_file.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/temporary_folder_for_tests.h"

namespace segue::base {
namespace {

constexpr FileFrame kFrame{"SEGTESTS", 2, 4};

std::string framed(std::uint32_t version = 2) {
  std::string bytes = begin_frame({kFrame.magic, version});
  put(bytes, std::uint32_t{7});
  bytes += "text";
  for (const float number : {0.5f, -1.0f}) put(bytes, number);
  end_frame(bytes);
  return bytes;
}

TEST(FramedFile, IsMagicVersionContentAndTheSumOfAllBytesBefore) {
  const std::string bytes = framed();
  ASSERT_EQ(bytes.size(), 8u + 4 + 4 + 4 + 8 + 32);
  EXPECT_EQ(bytes.substr(0, 12), std::string("SEGTESTS\2\0\0\0", 12));
  EXPECT_EQ(bytes.substr(28), sha256_raw(bytes.substr(0, 28)));
  EXPECT_EQ(sum_at_end(bytes), bytes.substr(28));
  EXPECT_EQ(fault_of_frame(bytes, kFrame), std::nullopt);
  EXPECT_EQ(fault_of_frame(framed(1), kFrame), std::nullopt) << "an older version is read";
}

TEST(FramedFile, NamesTheFirstFault) {
  EXPECT_EQ(fault_of_frame("", kFrame), FrameFault::other_magic);
  EXPECT_EQ(fault_of_frame("SEGOTHER" + framed().substr(8), kFrame), FrameFault::other_magic);
  EXPECT_EQ(fault_of_frame(framed().substr(0, 47), kFrame), FrameFault::cut) << "a byte less than the least content";
  EXPECT_EQ(fault_of_frame(framed().substr(0, 48), kFrame), FrameFault::wrong_sum);
  EXPECT_EQ(fault_of_frame(framed(3), kFrame), FrameFault::newer_version);
  EXPECT_EQ(version_in(framed(3), kFrame), 3u);
  std::string flipped = framed();
  flipped[20] = static_cast<char>(flipped[20] ^ 1);
  EXPECT_EQ(fault_of_frame(flipped, kFrame), FrameFault::wrong_sum);
}

TEST(FramedFile, IsReadForwardToItsEnd) {
  const std::string bytes = framed();
  FrameReader reader(bytes, kFrame, "it is cut");
  EXPECT_EQ(reader.number<std::uint32_t>(), 7u);
  EXPECT_EQ(reader.take(4), "text");
  EXPECT_FALSE(reader.is_at_end());
  EXPECT_EQ(reader.numbers<float>(2), (std::vector<float>{0.5f, -1.0f}));
  EXPECT_TRUE(reader.is_at_end());
  EXPECT_TRUE(reader.numbers<float>(0).empty());
}

TEST(FramedFile, IsAlignedFromTheBeginOfTheFile) {
  const std::string bytes = framed();
  FrameReader reader(bytes, kFrame, "it is cut");
  reader.align(16);
  EXPECT_EQ(reader.take(4), "text");
  reader.align(4);
  EXPECT_EQ(reader.number<float>(), 0.5f);
}

TEST(FramedFile, RefusesAReadBeyondItsContent) {
  const std::string bytes = framed();
  const auto refusal = [&](const auto& read) -> std::string {
    FrameReader reader(bytes, kFrame, "it is cut");
    try {
      read(reader);
    } catch (const Error& error) {
      EXPECT_EQ(error.fault(), Fault::input);
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(refusal([](FrameReader& reader) { reader.take(16); }), "");
  EXPECT_EQ(refusal([](FrameReader& reader) { reader.take(17); }), "it is cut");
  EXPECT_EQ(refusal([](FrameReader& reader) { reader.numbers<float>(5); }), "it is cut");
  EXPECT_EQ(refusal([](FrameReader& reader) { reader.numbers<float>(~std::size_t{0} / 2); }), "it is cut");
  EXPECT_EQ(refusal([](FrameReader& reader) { reader.align(64); }), "it is cut");
}

TEST(FramedFile, TellsItsSumWithoutBeingRead) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "a.file";
  EXPECT_EQ(sum_at_end_of(file), std::nullopt);
  write_file_durably(file, "short");
  EXPECT_EQ(sum_at_end_of(file), std::nullopt);
  write_file_durably(file, framed());
  EXPECT_EQ(sum_at_end_of(file), std::string(sum_at_end(framed())));
}

}  // namespace
}  // namespace segue::base
