#include "base/json_reader.h"

#include <gtest/gtest.h>

namespace segue::base {
namespace {

class JsonReader : public testing::Test {
 protected:
  const std::string json_ =
      R"({"text": "a\u00e9", "empty": "", "null": null, "whole": -3, "real": 2.5, "huge": 18446744073709551615,
          "yes": true, "list": ["a", 1, null, "b", ["c"]], "inner": {"name": "x", "list": [{"url": "u"}]}})";
  simdjson::dom::parser parser_;
  simdjson::dom::element root_ = parser_.parse(json_).value();
};

TEST_F(JsonReader, ReadsATextAndTakesAnythingElseAsNotSaid) {
  EXPECT_EQ(text_if(root_["text"]), "aé");
  EXPECT_EQ(text_view_if(root_["text"]), "aé");
  for (const char* name : {"empty", "null", "whole", "real", "yes", "list", "inner", "absent"})
    EXPECT_EQ(text_if(root_[name]), "") << name;
}

TEST_F(JsonReader, FollowsALookUpOfSeveralSteps) {
  EXPECT_EQ(text_if(root_["inner"]["name"]), "x");
  EXPECT_EQ(text_if(root_["inner"]["list"].at(0)["url"]), "u");
  EXPECT_EQ(text_if(root_["inner"]["list"].at(1)["url"]), "");
  EXPECT_EQ(text_if(root_["text"]["name"]), "");
}

TEST_F(JsonReader, TakesBytesThatAreNoJsonAsNotSaid) {
  simdjson::dom::parser parser;
  EXPECT_EQ(text_if(parser.parse(std::string("no JSON"))["text"]), "");
}

TEST_F(JsonReader, ReadsAnIntegerButNoPartOfAReal) {
  EXPECT_EQ(integer_if(root_["whole"]), -3);
  for (const char* name : {"real", "huge", "text", "null", "absent"})
    EXPECT_EQ(integer_if(root_[name]), std::nullopt) << name;
}

TEST_F(JsonReader, ReadsARealAndAnIntegerAsOne) {
  EXPECT_EQ(real_if(root_["real"]), 2.5);
  EXPECT_EQ(real_if(root_["whole"]), -3.0);
  for (const char* name : {"text", "null", "absent"}) EXPECT_EQ(real_if(root_[name]), std::nullopt) << name;
}

TEST_F(JsonReader, ReadsAFlagButNoNumber) {
  EXPECT_EQ(flag_if(root_["yes"]), true);
  for (const char* name : {"whole", "text", "null", "absent"}) EXPECT_EQ(flag_if(root_[name]), std::nullopt) << name;
}

TEST_F(JsonReader, ReadsTheTextsOfAListAlone) {
  EXPECT_EQ(texts_if(root_["list"]), (std::vector<std::string>{"a", "b"}));
  for (const char* name : {"text", "inner", "null", "absent"}) EXPECT_TRUE(texts_if(root_[name]).empty()) << name;
}

}  // namespace
}  // namespace segue::base
