#include "formats/encoding.h"

#include <gtest/gtest.h>

namespace segue::formats {
namespace {

TEST(Encoding, ZeroBytesAreDamageAndNotUtf16) {
  const std::string_view damaged[] = {{"\0{\"ts\":1}", 9}, {"\0\0\0\0[]", 6}, {"\0[", 2}};
  for (const auto text : damaged) {
    EXPECT_FALSE(is_utf16(text));
    EXPECT_EQ(encoding_fault(text),
              "it begins with a zero byte: the download or the disk was damaged; download it again");
  }
  const std::string_view wide[] = {
      {"\xFF\xFE[\0]\0", 6}, {"\xFE\xFF\0[\0]", 6}, {"[\0]\0", 4}, {"\0[\0]", 4}, {"[\0", 2}};
  for (const auto text : wide) {
    EXPECT_TRUE(is_utf16(text));
    EXPECT_TRUE(encoding_fault(text).starts_with("it is UTF-16")) << encoding_fault(text);
  }
  EXPECT_EQ(encoding_fault("[]"), "");
  EXPECT_TRUE(encoding_fault("[\"\xFC\"]").starts_with("it is not UTF-8"));
}

TEST(Encoding, SaysWhereZeroBytesStand) {
  EXPECT_EQ(zero_byte_fault("[]"), "");
  EXPECT_TRUE(zero_byte_fault({"[]\0\0\0", 5}).starts_with("it ends with 3 zero bytes, from byte 2: "));
  EXPECT_TRUE(zero_byte_fault({"[\0]", 3}).starts_with("it contains a zero byte at byte 1: "));
}

TEST(Encoding, HalfCharactersBecomeTheReplacementCharacterInPlace) {
  const std::pair<const char*, const char*> cases[] = {{R"(["Night \ud83d"])", R"(["Night \ufffd"])"},
                                                       {R"(["\ud83d\ud83c\udf19"])", R"(["\ufffd\ud83c\udf19"])"},
                                                       {R"(["\udf19\uD83C"])", R"(["\ufffd\ufffd"])"},
                                                       {R"(["\\\ud83d"])", R"(["\\\ufffd"])"}};
  for (const auto& [text, whole] : cases) EXPECT_EQ(with_whole_characters(text), whole) << text;
  for (const char* text :
       {R"([])", R"(["\ud83c\udf19"])", R"(["\\ud83d"])", R"(["\u00e4\n\q"])", R"(["\ud83)", "\\", ""})
    EXPECT_FALSE(with_whole_characters(text)) << text;
}

TEST(Encoding, SaysWhereAControlCharacterStandsBareInAText) {
  EXPECT_EQ(bare_control_at("{\n\"a\":\"b\\\"\tc\"}"), 10u);
  for (const char* text : {"", "{\n\t\"a\":1}", R"(["a\n\"", "Ü"])"})
    EXPECT_EQ(bare_control_at(text), std::string_view::npos) << text;
}

TEST(Encoding, NamesTheEscapeThatStandsForNothing) {
  EXPECT_EQ(bad_escape(R"("a\n\\q\"\u00e4")"), "");
  EXPECT_EQ(bad_escape(R"("a\q")"), "\\q");
  EXPECT_EQ(bad_escape(R"("a\u12zz")"), "\\u12zz");
}

TEST(Encoding, Utf7OfATextThatBeginsWithIt) {
  EXPECT_EQ(from_utf7("+ACM- Data export\nCaf+AOk-,Rock +- Roll,+2DzfGQ-,+ACI-a+ACI-\n"),
            "# Data export\nCafé,Rock + Roll,🌙,\"a\"\n");
  EXPECT_EQ(from_utf7("+ACM- x\nA+B-sides,+,C+Roll-,1+1,+ACM,Café"), "# x\nA+B-sides,+,C+Roll-,1+1,+ACM,Café")
      << "what is no whole character stays";
  for (const char* text : {"", "Artist,Track", "+1,2", "+44 music,A", "A+ACM-"}) EXPECT_FALSE(from_utf7(text)) << text;
}

}  // namespace
}  // namespace segue::formats
