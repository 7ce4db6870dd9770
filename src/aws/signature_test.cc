// Vectors: AWS's own (the suite for signature version 4, and the examples of the S3 API reference), and what botocore
// 1.44.8 signs, an implementation that shares no line with ours.
#include "aws/signature.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/hash.h"

namespace segue::aws {
namespace {

std::string header_of(const http::Request& request, std::string_view name) {
  http::Response as_response;
  as_response.headers = request.headers;
  return as_response.header(name).value_or("(none)");
}

struct Vector {
  const char* method;
  const char* url;
  std::vector<http::Header> headers;
  const char* body;
  const char* signed_headers;
  const char* signature;
};

void expect(const std::vector<Vector>& vectors, const Credentials& credentials, const Scope& scope, const char* now) {
  for (const auto& [method, url, headers, body, names, signature] : vectors) {
    http::Request request{method, url, headers, body};
    sign(request, credentials, scope, *base::parse_iso8601(now));
    const std::string got = header_of(request, "authorization");
    EXPECT_EQ(got.substr(got.find("SignedHeaders=")),
              std::string("SignedHeaders=") + names + ", Signature=" + signature)
        << method << " " << url << "\n"
        << canonical_request(request, scope, base::sha256_hex(body));
  }
}

const Credentials kExample{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "", {}};

TEST(Signature, AgreesWithAwsSuite) {
  const char* vanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
  expect({{"GET", "https://example.amazonaws.com/", {}, "", "host;x-amz-date", vanilla},
          {"GET", "https://example.amazonaws.com/example/..", {}, "", "host;x-amz-date", vanilla},
          {"GET", "https://example.amazonaws.com:443//./", {}, "", "host;x-amz-date", vanilla},
          {"GET",
           "https://example.amazonaws.com/?Param2=value2&Param1=value1",
           {},
           "",
           "host;x-amz-date",
           "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
          {"POST",
           "https://example.amazonaws.com/",
           {},
           "",
           "host;x-amz-date",
           "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"}},
         kExample, {"us-east-1", "service"}, "2015-08-30T12:36:00Z");
}

TEST(Signature, AgreesWithTheExamplesOfS3) {
  expect({{"GET",
           "https://examplebucket.s3.amazonaws.com/test.txt",
           {{"Range", "bytes=0-9"}},
           "",
           "host;range;x-amz-content-sha256;x-amz-date",
           "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"},
          {"PUT",
           "https://examplebucket.s3.amazonaws.com/test%24file.text",
           {{"Date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
           "Welcome to Amazon S3.",
           "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
           "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"},
          {"GET",
           "https://examplebucket.s3.amazonaws.com/?lifecycle",
           {},
           "",
           "host;x-amz-content-sha256;x-amz-date",
           "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
          {"GET",
           "https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J",
           {},
           "",
           "host;x-amz-content-sha256;x-amz-date",
           "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"}},
         {"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "", {}}, {"us-east-1", "s3"},
         "2013-05-24T00:00:00Z");
}

Credentials with_token() {
  Credentials credentials = kExample;
  credentials.session_token = "the/session+token==";
  return credentials;
}

TEST(Signature, S3SignsThePathAsItStands) {
  const std::string names = "host;x-amz-content-sha256;x-amz-date;x-amz-security-token";
  expect({{"GET",
           "https://b.s3.eu-central-1.amazonaws.com/v1/me/recently_played/2026/01/02/"
           "20260102T030405678Z~-0123456789ab.json.zst",
           {},
           "",
           names.c_str(),
           "4139c538f4fb0a6078d4d887045d012ca2a51fa5989f54255a2f989e90d1e665"},
          {"GET",
           "https://b.s3.eu-central-1.amazonaws.com//a//./b/../%25/%3D%20%2B%C3%A9%21/",
           {},
           "",
           names.c_str(),
           "d9a0cf72a2931077c04a83ddaa9f863297410c36337dfee741c96c8b44290dc2"},
          {"GET",
           "https://b.s3.eu-central-1.amazonaws.com/?start-after=a%2Fb%20c&prefix=v1%2F&list-type=2&delimiter=%2F",
           {},
           "",
           names.c_str(),
           "3c25704bef82b0e2405fc369498330c2f1d9a669950652cf5f176c495827d553"},
          {"PUT",
           "http://127.0.0.1:8333/b/a",
           {{"If-None-Match", "*"}, {"x-amz-checksum-sha256", "x  y"}},
           "hello",
           "host;if-none-match;x-amz-checksum-sha256;x-amz-content-sha256;x-amz-date;x-amz-security-token",
           "28389151697b834becee164309be7aaeea5d3f0b527399eb11d400ceb7b13ae4"}},
         with_token(), {"eu-central-1", "s3"}, "2026-01-02T03:04:05.678Z");
}

TEST(Signature, OtherServicesSignThePathEncodedTwice) {
  expect({{"GET",
           "https://h.example/a%20b/./c/../%C3%A9/?x=1",
           {},
           "",
           "host;x-amz-date;x-amz-security-token",
           "44e9916774af82978876053b7bcca7a080b8ce910e71e5b758b343f6e8f8013b"}},
         with_token(), {"eu-central-1", "other"}, "2026-01-02T03:04:05Z");
  expect({{"POST",
           "https://ssm.eu-central-1.amazonaws.com/",
           {{"Content-Type", "application/x-amz-json-1.1"}, {"X-Amz-Target", "AmazonSSM.GetParameter"}},
           R"({"Name":"/segue/me/consent"})",
           "content-type;host;x-amz-date;x-amz-security-token;x-amz-target",
           "42ff09b1868d7912dcb48da3eb963b7651a28ee83685bc90a7d3ebc041923ab0"}},
         with_token(), {"eu-central-1", "ssm"}, "2026-01-02T03:04:05Z");
}

std::string path_line(const std::string& url, const char* service) {
  const std::string text = canonical_request({"GET", url, {}, ""}, {"r", service}, "");
  return text.substr(4, text.find('\n', 4) - 4);
}

TEST(Signature, PathsOfOddKeys) {
  EXPECT_EQ(path_line("http://h/b/user=me,a:b", "s3"), "/b/user%3Dme%2Ca%3Ab") << "as the service encodes it";
  EXPECT_EQ(path_line("http://h/b/a+b%2Bc", "s3"), "/b/a%2Bb%2Bc");
  EXPECT_EQ(path_line("http://h/b/%41%2541", "s3"), "/b/A%2541");
  EXPECT_EQ(path_line("http://h/b/a%2Fb", "s3"), "/b/a/b");
  EXPECT_EQ(path_line("http://h/b/~-_.", "s3"), "/b/~-_.");
  EXPECT_EQ(path_line("http://h", "s3"), "/");
  EXPECT_EQ(path_line("http://h?x", "s3"), "/");
  EXPECT_EQ(path_line("http://h/b%20c/..//../d/", "ssm"), "/d/");
  EXPECT_EQ(path_line("http://h/%E1%88%B4", "ssm"), "/%25E1%2588%25B4");
}

std::string query_line(const std::string& query) {
  const std::string text = canonical_request({"GET", "http://h/?" + query, {}, ""}, {"r", "s3"}, "");
  return text.substr(6, text.find('\n', 6) - 6);
}

TEST(Signature, QueriesAreSortedAndEncodedOnce) {
  EXPECT_EQ(query_line("b=2&a=1&a=0"), "a=0&a=1&b=2");
  EXPECT_EQ(query_line("uploads"), "uploads=");
  EXPECT_EQ(query_line("&&x=&"), "x=");
  EXPECT_EQ(query_line("p=a/b c%20d+e%2B"), "p=a%2Fb%20c%20d%2Be%2B");
  EXPECT_EQ(query_line("a%2Db=1=2&A=3"), "A=3&a-b=1%3D2");
  EXPECT_EQ(query_line("x=1#part"), "x=1");
}

TEST(Signature, HeadersAreTrimmedJoinedAndSorted) {
  const std::string text = canonical_request({"GET",
                                              "http://h/",
                                              {{"X-B", "  two \t words  "},
                                               {"x-a", "1"},
                                               {"X-b", ""},
                                               {"User-Agent", "u"},
                                               {"Expect", ""},
                                               {"Content-Length", "7"}},
                                              ""},
                                             {"r", "s3"}, "DIGEST");
  EXPECT_EQ(text, "GET\n/\n\nx-a:1\nx-b:two words,\n\nx-a;x-b\nDIGEST");
}

TEST(Signature, AddsTheHeadersThatServicesWant) {
  http::Request request{"GET", "http://Bucket.Example:80/k", {}, ""};
  sign(request, with_token(), {"eu-central-1", "s3"}, *base::parse_iso8601("2026-01-02T03:04:05Z"));
  EXPECT_EQ(header_of(request, "host"), "bucket.example");
  EXPECT_EQ(header_of(request, "x-amz-date"), "20260102T030405Z");
  EXPECT_EQ(header_of(request, "x-amz-security-token"), "the/session+token==");
  EXPECT_EQ(header_of(request, "x-amz-content-sha256"), base::sha256_hex(""));
  EXPECT_EQ(header_of(request, "authorization")
                .find("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/eu-central-1/s3/aws4_request, "),
            0u);

  http::Request plain{"GET", "http://h:8080/k", {}, ""};
  sign(plain, kExample, {"r", "ssm"}, base::from_ms(0));
  EXPECT_EQ(header_of(plain, "host"), "h:8080");
  EXPECT_EQ(header_of(plain, "x-amz-security-token"), "(none)");
  EXPECT_EQ(header_of(plain, "x-amz-content-sha256"), "(none)");
}

TEST(Signature, TakesADigestThatIsThere) {
  http::Request request{"PUT", "http://h/k", {{"x-amz-content-sha256", "UNSIGNED-PAYLOAD"}}, "body"};
  http::Request other{"PUT", "http://h/k", {{"x-amz-content-sha256", "UNSIGNED-PAYLOAD"}}, "another"};
  for (auto* each : {&request, &other}) sign(*each, kExample, {"r", "s3"}, base::from_ms(0));
  EXPECT_EQ(request.headers, other.headers);
}

TEST(Signature, RefusesWhatItCannotSign) {
  for (const char* url : {"", "h/k", "ftp://h/k", "s3://bucket/key"}) {
    http::Request request{"GET", url, {}, ""};
    EXPECT_THROW(sign(request, kExample, {"r", "s3"}, base::from_ms(0)), base::Error) << url;
  }
  http::Request twice{"GET", "http://h/", {}, ""};
  sign(twice, kExample, {"r", "s3"}, base::from_ms(0));
  EXPECT_THROW(sign(twice, kExample, {"r", "s3"}, base::from_ms(0)), base::Error);
}

}  // namespace
}  // namespace segue::aws
