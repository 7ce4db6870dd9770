#include "base/json.h"

#include <gtest/gtest.h>

namespace segue::base {
namespace {

TEST(Json, EscapesAndKeepsUtf8) {
  EXPECT_EQ(json_quoted("a\"b\\c\n\x01é"), "\"a\\\"b\\\\c\\n\\u0001é\"");
}

TEST(Json, ReplacesWhatIsNoUtf8) {
  for (const char* bad : {"\xff", "\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf8"})
    EXPECT_EQ(json_quoted(bad).find(bad), std::string::npos);
}

TEST(Json, ObjectsKeepTheOrderOfCalls) {
  EXPECT_EQ(JsonObject{}.text("b", "x").number("a", 1).number("c", 0.5).flag("d", true).null("e").str(),
            R"({"b":"x","a":1,"c":0.5,"d":true,"e":null})");
  EXPECT_EQ(JsonArray{}.text("x").raw("1").str(), R"(["x",1])");
}

}  // namespace
}  // namespace segue::base
