#include "embed/text_lists.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "base/temporary_folder_for_tests.h"

namespace segue::embed {
namespace {

ListBuilder::Built read(std::string_view text) {
  const base::TemporaryFolder folder;
  base::write_file_durably(folder.path() / "lists.txt", text);
  return read_text_lists(folder.path() / "lists.txt").build(1, 100);
}

TEST(TextLists, AListALineWordsBetweenBlanks) {
  const auto built = read("b a\tb\r\n\n  c   a \nalone\nb c");
  ASSERT_EQ(built.lists.size(), 3u);  // one word is no list
  EXPECT_EQ(built.lists.starts, (std::vector<std::uint64_t>{0, 3, 5, 7}));
  EXPECT_EQ(built.vocabulary.keys[0], "b");
  EXPECT_EQ(built.vocabulary.counts[0], 3u);
  EXPECT_TRUE(built.vocabulary.find(TokenKind::recording, "alone"));
}

TEST(TextLists, AMissingFileAndAFolderAreRefused) {
  const base::TemporaryFolder folder;
  EXPECT_THROW(read_text_lists(folder.path() / "none"), base::Error);
  EXPECT_THROW(read_text_lists(folder.path()), base::Error);
}

TEST(TextLists, AWordThatNoModelHoldsIsRefusedWithItsLine) {
  try {
    read("a b\n" + std::string(70'000, 'x'));
    FAIL();
  } catch (const base::Error& error) {
    EXPECT_EQ(error.fault(), base::Fault::input);
    EXPECT_NE(std::string(error.what()).find("line 2"), std::string::npos);
  }
}

}  // namespace
}  // namespace segue::embed
