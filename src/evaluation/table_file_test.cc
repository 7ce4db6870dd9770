#include "evaluation/table_file.h"

#include <gtest/gtest.h>

#include "evaluation/folder_for_tests.h"

namespace segue::evaluation {
namespace {

std::string read(const std::string& bytes) {
  Folder folder;
  folder.file("t.tsv", bytes);
  std::string seen;
  const std::string fault = failure([&] {
    each_row(folder.path() / "t.tsv", '\t', {"a", "b"}, true, [&](const TableRow& row) {
      seen += std::to_string(row.number(0, "a", 99)) + "," + std::to_string(row.number(1, "b", 99)) + ";";
    });
  });
  return fault.empty() ? seen : fault;
}

TEST(TableFile, ReadsRowsAndPassesOverWhatItDoesNotKnow) {
  EXPECT_EQ(read("a\tb\tc\n1\t2\tx\n3\t4\n"), "1,2;3,4;");
  EXPECT_EQ(read("a\tb\r\n1\t2\r\n\n3\t4"), "1,2;3,4;");
  EXPECT_EQ(read("a\tb\n"), "");
  EXPECT_EQ(read(""), "");
}

TEST(TableFile, RefusesARowNamingFileLineAndField) {
  EXPECT_EQ(read("a\tb\n1\t2\n3\tx4\n"), "5 t.tsv, line 3, field b: \"x4\" is not a whole number");
  for (const char* bad : {"", " 1", "1 ", "-1", "1.0", "1e3", "0x1", "99999999999999999999", "\xff"}) {
    const std::string fault = read(std::string("a\tb\n1\t") + bad + "\n");
    EXPECT_NE(fault.find("5 t.tsv, line 2, field b: "), std::string::npos) << bad << ": " << fault;
  }
  EXPECT_EQ(read("a\tb\n1\t100\n"), "5 t.tsv, line 2, field b: 100 is above 99");
  EXPECT_EQ(read("a\tb\n1\n"), "5 t.tsv, line 2: 1 fields, not 2");
  EXPECT_EQ(read("a\n1\n"), "5 t.tsv, line 1: 1 fields, not 2");
  EXPECT_EQ(read("a\tplaylist\n1\t2\n"), "5 t.tsv: its column 2 is \"playlist\", not b");
  EXPECT_EQ(read("1\t2\n"), "5 t.tsv: its column 1 is \"1\", not a");
}

TEST(TableFile, ALongTextIsShownInPart) {
  const std::string fault = read("a\tb\n1\t" + std::string(10'000, '7') + "\n");
  EXPECT_LT(fault.size(), 200u);
}

TEST(TableFile, SaysWhichFileIsMissingOrDamaged) {
  Folder folder;
  const auto reading = [&](const std::filesystem::path& path) { return failure([&] { read_packed(path); }); };
  EXPECT_NE(reading(folder.path() / "none.gz").find("has no none.gz"), std::string::npos);
  EXPECT_EQ(reading(folder.path() / "none.gz").substr(0, 1), "2");
  EXPECT_NE(reading(folder.path() / "no folder" / "x.gz").find("is not a folder"), std::string::npos);
  folder.file("cut.gz", std::string("\x1f\x8b\x08\0\0\0\0\0\0\3\xcb", 11));
  EXPECT_EQ(reading(folder.path() / "cut.gz").substr(0, 1), "5");
  EXPECT_NE(reading(folder.path() / "cut.gz").find("cut.gz: the gzip data is damaged or cut"), std::string::npos);
}

TEST(TableFile, NumbersWithBlanksBetween) {
  Folder folder;
  folder.file("s.txt", "1 2 3\n4\n5  6\n");
  std::string seen;
  const std::string fault = failure([&] {
    each_row(folder.path() / "s.txt", '\t', {"session"}, false,
             [&](const TableRow& row) { seen += std::to_string(row.numbers(0, "session").size()); });
  });
  EXPECT_EQ(seen, "31");
  EXPECT_EQ(fault, "5 s.txt, line 3, field session: \"\" is not a whole number");
}

}  // namespace
}  // namespace segue::evaluation
