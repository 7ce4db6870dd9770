// Checks each request and what becomes of each answer; tests/on_s3.py runs against real services.
#include "aws/s3.h"

#include <gtest/gtest.h>

#include "aws/error_text_for_tests.h"
#include "aws/s3_answers.h"
#include "base/error.h"
#include "base/hash.h"
#include "http/scripted_client_for_tests.h"

namespace segue::aws {
namespace {

const base::Instant kNow = *base::parse_iso8601("2026-01-02T03:04:05Z");

Endpoints at_endpoint(const char* endpoint) {
  Endpoints config;
  config.endpoint = endpoint;
  return config;
}

Endpoints in_region(const char* region) {
  Endpoints config;
  config.region = region;
  return config;
}

std::string refusal(const char* code, const char* more = "") {
  return std::string("<?xml version=\"1.0\"?><Error><Code>") + code + "</Code><Message>no</Message>" + more +
         "</Error>";
}

class S3Test : public testing::Test {
 protected:
  http::ScriptedClient client_;
  base::ManualClock clock_{kNow};
  std::string secret_ = "hush-hush-secret";
  CredentialChain chain_{[this](const char* name) -> std::optional<std::string> {
                           if (std::string_view(name) == "AWS_ACCESS_KEY_ID") return "AKID";
                           if (std::string_view(name) == "AWS_SECRET_ACCESS_KEY") return secret_;
                           return std::nullopt;
                         },
                         client_, clock_};
  S3 s3_{BucketPlace("bucket", in_region("eu-central-1")), client_, chain_, clock_, [] { return 0.0; }};

  std::string header(std::size_t request, const char* name) {
    http::Response as_response;
    as_response.headers = client_.requests().at(request).headers;
    return as_response.header(name).value_or("(none)");
  }
};

TEST(BucketPlace, PutsTheBucketWhereTheServiceLooksForIt) {
  EXPECT_EQ(BucketPlace("bucket", in_region("eu-central-1")).url("a b/c"),
            "https://bucket.s3.eu-central-1.amazonaws.com/a%20b/c");
  EXPECT_EQ(BucketPlace("my.bucket", in_region("eu-central-1")).url("a"),
            "https://s3.eu-central-1.amazonaws.com/my.bucket/a")
      << "no certificate has a name with one more dot";
  EXPECT_EQ(BucketPlace("bucket", in_region("cn-north-1")).url("a"), "https://bucket.s3.cn-north-1.amazonaws.com.cn/a");
  EXPECT_EQ(BucketPlace("bucket", at_endpoint("http://h:9/")).url("a", "?x="), "http://h:9/bucket/a?x=");
  Endpoints by_host = at_endpoint("https://store.example:9");
  by_host.path_style = false;
  EXPECT_EQ(BucketPlace("bucket", by_host).url("a"), "https://bucket.store.example:9/a");
  EXPECT_EQ(BucketPlace("bucket", by_host).url(""), "https://bucket.store.example:9/");
}

TEST(BucketPlace, RefusesWhatCannotBe) {
  for (const char* bad : {"", "ab", "a/b", "a b c", "buck%2Fet", "b\u00fccket", "bucket:x", "bucket?x", "user@host"})
    EXPECT_THROW(BucketPlace(bad, in_region("r")), base::Error) << bad;
  EXPECT_THROW(BucketPlace(std::string(64, 'a'), in_region("r")), base::Error);
  EXPECT_THROW(BucketPlace("bucket", Endpoints()), base::Error) << "AWS needs a region";
  EXPECT_EQ(BucketPlace("bucket", at_endpoint("http://h")).region(), "us-east-1");
}

TEST_F(S3Test, WritesOnConditionAndWithChecksums) {
  client_.answer(200, "");
  EXPECT_TRUE(s3_.put_new("v1/a+b", "hello"));
  const auto& request = client_.requests().at(0);
  EXPECT_EQ(request.method + " " + request.url, "PUT https://bucket.s3.eu-central-1.amazonaws.com/v1/a%2Bb");
  EXPECT_EQ(request.body, "hello");
  EXPECT_EQ(header(0, "if-none-match"), "*");
  EXPECT_EQ(header(0, "x-amz-content-sha256"), base::sha256_hex("hello"));
  EXPECT_EQ(header(0, "x-amz-checksum-sha256"), "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=");
  EXPECT_NE(header(0, "authorization").find("SignedHeaders=content-type;host;if-none-match;x-amz-checksum-sha256;"),
            std::string::npos);
}

TEST_F(S3Test, AnObjectThatIsThereStays) {
  client_.answer(412, refusal("PreconditionFailed"));
  EXPECT_FALSE(s3_.put_new("k", "hello"));
  EXPECT_EQ(client_.requests().size(), 1u) << "nobody asks whose bytes they are";
}

TEST_F(S3Test, AWriteWhoseAnswerWasLostIsOursIfItsBytesAre) {
  client_.fail("reset").answer(412, "").answer(200, "hello");
  EXPECT_TRUE(s3_.put_new("k", "hello"));
  client_.answer(500, "").answer(412, "").answer(200, "another's");
  EXPECT_FALSE(s3_.put_new("k", "hello"));
  client_.answer(503, refusal("SlowDown")).answer(412, "").answer(404, refusal("NoSuchKey"));
  EXPECT_FALSE(s3_.put_new("k", "hello")) << "it went meanwhile";
  client_.answer(409, refusal("ConditionalRequestConflict")).answer(412, "");
  EXPECT_FALSE(s3_.put_new("k", "hello")) << "a 409 has written nothing";
  EXPECT_EQ(client_.left(), 0u);
}

TEST_F(S3Test, EachTryIsSignedAnewAndLater) {
  client_.answer(503, "").fail("timed out").answer(200, "");
  EXPECT_TRUE(s3_.put_new("k", "hello"));
  EXPECT_EQ(header(0, "x-amz-date"), "20260102T030405Z");
  EXPECT_NE(header(2, "x-amz-date"), "(none)");
  EXPECT_NE(header(0, "authorization"), "");
  EXPECT_EQ(clock_.now() - kNow, std::chrono::milliseconds(125 + 250)) << "half of 250 ms, half of 500 ms";
}

TEST_F(S3Test, GivesUpAndSaysWhatWasAskedAndNoSecret) {
  for (int i = 0; i < 6; ++i) client_.fail("GET https://bucket…: Couldn't connect to server");
  EXPECT_EQ(error_of([&] { s3_.get("k"); }), "GET s3://bucket/k: GET https://bucket…: Couldn't connect to server");
  for (int i = 0; i < 6; ++i) client_.answer(503, refusal("SlowDown"));
  EXPECT_EQ(error_of([&] { s3_.get("k"); }), "GET s3://bucket/k: refused: SlowDown (503)");
  EXPECT_EQ(client_.left(), 0u);
}

TEST_F(S3Test, AsksAgainWhereTheRequestWasInOrder) {
  for (const auto& [status, body] : std::vector<std::pair<int, std::string>>{{400, refusal("RequestTimeout")},
                                                                             {409, refusal("OperationAborted")},
                                                                             {429, ""},
                                                                             {500, ""},
                                                                             {502, ""},
                                                                             {504, ""}}) {
    client_.answer(status, body).answer(200, "x");
    EXPECT_EQ(s3_.get("k"), "x") << status << body;
  }
}

TEST_F(S3Test, RefusalsNameTheirCure) {
  const auto said = [&](int status, const std::string& body, std::vector<http::Header> headers = {}) {
    client_.answer(status, body, std::move(headers));
    return error_of([&] { s3_.put_new("k", "x"); });
  };
  const std::string start = "PUT s3://bucket/k: refused: ";
  EXPECT_EQ(said(403, refusal("RequestTimeTooSkewed"), {{"Date", "Fri, 02 Jan 2026 05:04:05 GMT"}}),
            start +
                "RequestTimeTooSkewed (403): this machine's clock says 2026-01-02T03:04:05.000Z, the service's Fri, 02 "
                "Jan 2026 05:04:05 GMT: set the clock (NTP)");
  const std::string elsewhere =
      ": the bucket is in region us-west-2 and not in eu-central-1: set region in [aws] of config.toml, or "
      "SEGUE_AWS_REGION";
  EXPECT_EQ(said(301, refusal("PermanentRedirect"), {{"x-amz-bucket-region", "us-west-2"}}),
            start + "PermanentRedirect (301)" + elsewhere);
  EXPECT_EQ(said(400, refusal("AuthorizationHeaderMalformed", "<Region>us-west-2</Region>")),
            start + "AuthorizationHeaderMalformed (400)" + elsewhere);
  EXPECT_EQ(
      said(307, ""),
      start +
          "status 307: the service redirects to another address: check region and endpoint in [aws] of config.toml");
  EXPECT_EQ(said(403, refusal("SignatureDoesNotMatch")),
            start + "SignatureDoesNotMatch (403): the secret key does not belong to the access key");
  EXPECT_NE(said(403, refusal("AccessDenied")).find("these credentials do not permit it"), std::string::npos);
  EXPECT_NE(said(403, "<html>").find("status 403: these credentials do not permit it"), std::string::npos);
  EXPECT_NE(said(400, refusal("ExpiredToken")).find("the session token has expired"), std::string::npos);
  EXPECT_NE(said(404, refusal("NoSuchBucket")).find("there is no such bucket"), std::string::npos);
  EXPECT_NE(said(501, refusal("NotImplemented")).find("does not offer a call that segue makes"), std::string::npos);
  for (const auto& request : client_.requests())
    for (const auto& [name, value] : request.headers) EXPECT_EQ(value.find(secret_), std::string::npos) << name;
}

TEST_F(S3Test, AServiceThatStoredOtherBytesIsCaught) {
  client_.answer(200, "", {{"x-amz-checksum-sha256", base::base64(base::sha256_raw("hell"))}});
  EXPECT_EQ(error_of([&] { s3_.put_new("k", "hello"); }),
            "PUT s3://bucket/k: the service stored other bytes than were sent");
  client_.answer(200, "", {{"x-amz-checksum-sha256", base::base64(base::sha256_raw("hello"))}});
  EXPECT_TRUE(s3_.put_new("k", "hello"));
}

TEST_F(S3Test, AServiceThatOverwritesIsNoPlaceForALake) {
  client_.answer(412, "");
  s3_.prove_conditional("k", "hello");
  client_.answer(200, "");
  EXPECT_NE(error_of([&] { s3_.prove_conditional("k", "hello"); }).find("ignores If-None-Match"), std::string::npos);
}

TEST_F(S3Test, BytesThatAreNotTheirChecksumsAreReadAgain) {
  const auto checksum = [](const char* text) {
    return http::Header{"x-amz-checksum-sha256", base::base64(base::sha256_raw(text))};
  };
  client_.answer(200, "hallo", {checksum("hello")}).answer(200, "hello", {checksum("hello")});
  EXPECT_EQ(s3_.get("k"), "hello");
  EXPECT_EQ(header(0, "x-amz-checksum-mode"), "ENABLED");
  client_.answer(200, "hello", {{"x-amz-checksum-sha256", "abc-3"}});
  EXPECT_EQ(s3_.get("k"), "hello") << "a checksum of parts says nothing of the whole";
  for (int i = 0; i < 6; ++i) client_.answer(200, "hallo", {checksum("hello")});
  EXPECT_EQ(error_of([&] { s3_.get("k"); }), "GET s3://bucket/k: the bytes that arrived do not match their checksum");
  for (int i = 0; i < 6; ++i) client_.answer(200, "hallo", {{"Content-Length", "6"}});
  EXPECT_EQ(error_of([&] { s3_.get("k"); }), "GET s3://bucket/k: 5 of 6 bytes arrived");
}

TEST_F(S3Test, WhatIsNotThereIsNothing) {
  client_.answer(404, refusal("NoSuchKey")).answer(404, "").answer(404, "").answer(200, "", {{"Content-Length", "7"}});
  EXPECT_EQ(s3_.get("k"), std::nullopt);
  EXPECT_EQ(s3_.get("k"), std::nullopt);
  EXPECT_EQ(s3_.size_of("k"), std::nullopt);
  EXPECT_EQ(s3_.size_of("k"), 7u);
  EXPECT_EQ(client_.requests().back().method, "HEAD");
  client_.answer(200, "", {{"Content-Length", "many"}}).answer(200, "").answer(403, "");
  for (int i = 0; i < 3; ++i) EXPECT_NE(error_of([&] { s3_.size_of("k"); }), "no error");
}

std::string page(const char* inside, const char* cut = "false") {
  return std::string(
             "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult "
             "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><EncodingType>url</EncodingType><IsTruncated>") +
         cut + "</IsTruncated>" + inside + "</ListBucketResult>";
}

TEST_F(S3Test, ListsAllPages) {
  client_
      .answer(200, page("<Contents><Key>a%2Bb+c</Key><Size>3</Size></Contents><NextContinuationToken>t/1==</"
                        "NextContinuationToken>",
                        "true"))
      .answer(200, page("<Contents><Key>d</Key><Size>18446744073709551615</Size></Contents><CommonPrefixes><Prefix>e%2F"
                        "</Prefix></CommonPrefixes>"));
  const Listing found = s3_.list("a b/", "a b/c", "/");
  ASSERT_EQ(found.objects.size(), 2u);
  EXPECT_EQ(found.objects[0].key, "a+b c");
  EXPECT_EQ(found.objects[0].size, 3u);
  EXPECT_EQ(found.objects[1].size, 18446744073709551615u);
  EXPECT_EQ(found.prefixes, std::vector<std::string>{"e/"});
  const std::string base =
      "https://bucket.s3.eu-central-1.amazonaws.com/?list-type=2&encoding-type=url&prefix=a%20b%2F&delimiter=%2F";
  EXPECT_EQ(client_.requests()[0].url, base + "&start-after=a%20b%2Fc");
  EXPECT_EQ(client_.requests()[1].url, base + "&continuation-token=t%2F1%3D%3D");
}

TEST_F(S3Test, AServiceThatTurnsInCirclesIsLeft) {
  const std::string again = page("<NextContinuationToken>t</NextContinuationToken>", "true");
  client_.answer(200, again).answer(200, again);
  EXPECT_EQ(error_of([&] { s3_.list("a"); }), "LIST s3://bucket/: the service returned the same page again");
}

TEST(S3Answers, APageThatIsNotWholeIsRefused) {
  const std::string whole = page("<Contents><Key>a</Key><Size>3</Size></Contents>");
  EXPECT_EQ(page_in(whole).listing.objects.size(), 1u);
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_THROW(page_in(whole.substr(0, size)), base::Error) << whole.substr(0, size);
  for (const char* bad :
       {"<ListBucketResult/>", "<ListBucketResult><IsTruncated>yes</IsTruncated></ListBucketResult>", "<Error/>", "{}"})
    EXPECT_THROW(page_in(bad), base::Error) << bad;
  for (const char* bad :
       {"<Contents><Size>3</Size></Contents>", "<Contents><Key>a</Key></Contents>",
        "<Contents><Key>a</Key><Size>-3</Size></Contents>", "<Contents><Key>a</Key><Size>3 B</Size></Contents>",
        "<Contents><Key>a</Key><Size></Size></Contents>", "<CommonPrefixes/>"})
    EXPECT_THROW(page_in(page(bad)), base::Error) << bad;
  EXPECT_THROW(page_in(page("", "true")), base::Error) << "a cut page without a token";
}

TEST(S3Answers, NamesAreTakenAsTheyAre) {
  const auto found = page_in(
      "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a%41+&amp;&lt;</Key><Size>1"
      "</Size></Contents><CommonPrefixes><Prefix> </Prefix></CommonPrefixes></ListBucketResult>");
  EXPECT_EQ(found.listing.objects.at(0).key, "a%41+&<") << "no EncodingType, so not encoded";
  EXPECT_EQ(found.listing.prefixes.at(0), " ");
}

TEST(S3Answers, ARefusalIsReadFromWhateverComes) {
  EXPECT_EQ(refusal_in({403, {}, refusal("AccessDenied")}).code, "AccessDenied");
  for (const char* body : {"", "<html><body>no</body></html>", "{\"Code\":\"x\"}", "<Error>", "\xff\xfe"})
    EXPECT_EQ(refusal_in({403, {}, body}).code, "") << body;
  EXPECT_EQ(refusal_in({301, {{"X-Amz-Bucket-Region", "r"}}, ""}).region, "r");
}

}  // namespace
}  // namespace segue::aws
