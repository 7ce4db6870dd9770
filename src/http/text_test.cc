#include <gtest/gtest.h>

#include "http/client.h"

namespace segue::http {
namespace {

TEST(Percent, EncodesAllButTheUnreserved) {
  EXPECT_EQ(percent_encode("AZaz09-._~"), "AZaz09-._~");
  EXPECT_EQ(percent_encode("a b+c&d=e/ü\n"), "a%20b%2Bc%26d%3De%2F%C3%BC%0A");
  EXPECT_EQ(percent_encode(std::string_view("\0", 1)), "%00");
}

TEST(Percent, DecodesWhatForms) {
  EXPECT_EQ(percent_decode("a+b%2Bc%c3%BC"), "a b+cü");
}

TEST(Percent, LeavesWhatIsNoEscape) {
  for (const char* text : {"%", "%1", "%zz", "%1g", "100%", "%%"}) EXPECT_EQ(percent_decode(text), text);
  EXPECT_EQ(percent_decode("%%41"), "%A");
}

TEST(Percent, RoundTripsEveryByte) {
  std::string all;
  for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
  EXPECT_EQ(percent_decode(percent_encode(all)), all);
}

TEST(Form, JoinsEncodedFields) {
  EXPECT_EQ(form({{"a", "1"}, {"b", "x y"}, {"c&", "="}}), "a=1&b=x%20y&c%26=%3D");
  EXPECT_EQ(form({}), "");
}

TEST(Response, FindsAHeaderWhateverItsCase) {
  const Response response{200, {{"Retry-After", "3"}, {"retry-after", "4"}}, ""};
  EXPECT_EQ(response.header("RETRY-AFTER"), "3");
  EXPECT_EQ(response.header("Retry"), std::nullopt);
  EXPECT_EQ(response.header(""), std::nullopt);
}

}  // namespace
}  // namespace segue::http
