#include "lake/s3_lake.h"

#include <atomic>
#include <chrono>
#include <thread>

#include "aws/error_text_for_tests.h"
#include "base/error.h"
#include "http/curl_client.h"
#include "http/scripted_client_for_tests.h"
#include "lake/lakes_for_tests.h"

namespace segue::lake {
namespace {

using aws::error_of;

TEST(SafeStart, IsNoFoldersNameAndHasNothingLaterBehindIt) {
  EXPECT_EQ(safe_start("v1/me/p/2026/01/02", 8), "v1/me/p/2026/01/01~");
  EXPECT_EQ(safe_start("v1/me/p/2026/01/10", 8), "v1/me/p/2026/01/1.~");
  EXPECT_EQ(safe_start("v1/me/p/2026/01/02/", 8), "v1/me/p/2026/01/02/");
  EXPECT_EQ(safe_start("v1/a-b/p/2026-01/a", 9), "v1/a-b/p/2025~");
  EXPECT_EQ(safe_start("v1/me/import/ab.zst", 13), "v1/me/import/aa~");
  EXPECT_EQ(safe_start("v1/me/caf\u00e9", 6), "v1/me/cae~");
  EXPECT_EQ(safe_start("v1/me/", 6), "");
  EXPECT_EQ(safe_start("", 0), "");
  EXPECT_EQ(safe_start("-", 0), "");
}

// Checks the calls of a lake against answers written by hand.
class S3LakeCalls : public testing::Test {
 protected:
  http::ScriptedClient client_;
  base::ManualClock clock_{base::from_ms(1767323045678)};
  aws::CredentialChain chain_{[](const char* name) -> std::optional<std::string> {
                                if (std::string_view(name) == "AWS_ACCESS_KEY_ID") return "A";
                                if (std::string_view(name) == "AWS_SECRET_ACCESS_KEY") return "S";
                                return std::nullopt;
                              },
                              client_, clock_};
  S3Lake lake(const char* endpoint) {
    aws::Endpoints config;
    config.endpoint = endpoint;
    config.region = "r";
    return {std::make_shared<aws::S3>(aws::BucketPlace("bucket", config), client_, chain_, clock_, [] { return 0.5; }),
            "of/mine"};
  }
};

TEST_F(S3LakeCalls, AServiceThatOverwritesIsRefused) {
  client_.answer(200, "").answer(200, "");
  try {
    lake("http://h").put_new("v1/x", "bytes");
    FAIL();
  } catch (const base::Error& error) {
    EXPECT_NE(std::string(error.what()).find("s3://bucket: the service ignores If-None-Match"), std::string::npos);
  }
  ASSERT_EQ(client_.requests().size(), 2u);
  EXPECT_EQ(client_.requests()[1].url, "http://h/bucket/of/mine/v1/x");
  EXPECT_EQ(client_.requests()[1].body, "bytes");
}

TEST_F(S3LakeCalls, TheProofIsAskedForOnceAndNotOfAws) {
  auto one = lake("http://h");
  client_.answer(200, "").answer(412, "").answer(200, "");
  EXPECT_TRUE(one.put_new("v1/x", "bytes"));
  EXPECT_TRUE(one.put_new("v1/y", "bytes"));
  client_.answer(200, "");
  EXPECT_TRUE(lake("").put_new("v1/x", "bytes"));
  EXPECT_EQ(client_.requests().back().url, "https://bucket.s3.r.amazonaws.com/of/mine/v1/x");
  EXPECT_EQ(client_.left(), 0u);
}

TEST_F(S3LakeCalls, ARefusalIsProofEnough) {
  auto one = lake("http://h");
  client_.answer(412, "").answer(200, "");
  EXPECT_FALSE(one.put_new("v1/x", "bytes"));
  EXPECT_TRUE(one.put_new("v1/y", "bytes"));
  EXPECT_EQ(client_.left(), 0u);
}

TEST_F(S3LakeCalls, NothingIsAskedWhereNothingCanBe) {
  EXPECT_TRUE(lake("http://h").list("v1/me/", "v1/me1").empty());
  EXPECT_TRUE(lake("http://h").list("v1/", "v2").empty());
  EXPECT_TRUE(client_.requests().empty());
}

TEST_F(S3LakeCalls, KeysOfOthersAndMarkersOfFoldersAreNoObjects) {
  client_.answer(200,
                 "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>of/mine/v1/b</Key><Size>1</Size>"
                 "</Contents><Contents><Key>of/mine/v1/</Key><Size>0</Size></Contents><Contents><Key>of/mine/v1/a</Key>"
                 "<Size>2</Size></Contents><Contents><Key>elsewhere</Key><Size>2</Size></Contents></ListBucketResult>");
  const auto found = lake("http://h").list("v1/");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].key, "v1/a");
  EXPECT_EQ(found[0].size, 2u);
  EXPECT_EQ(found[1].key, "v1/b");
}

// Runs against a real service.
class S3LakeTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_s3()) GTEST_SKIP() << "no SEGUE_TEST_S3: tests/on_s3.py runs this";
  }
  static S3Lake lake(const char* way = "SEGUE_TEST_S3") {
    http::RetryPolicy policy = aws::S3::default_policy();
    policy.base = std::chrono::milliseconds(1);
    policy.attempts = 3;
    return {test_s3(way, base::process_environment, policy), own_prefix()};
  }
};

base::Environment with(const char* variable, const char* value) {
  return [=](const char* name) -> std::optional<std::string> {
    return std::string_view(name) == variable ? value : base::process_environment(name);
  };
}

TEST_F(S3LakeTest, AWrongSecretIsRefused) {
  S3Lake wrong(test_s3("SEGUE_TEST_S3", with("AWS_SECRET_ACCESS_KEY", "hush-hush")), own_prefix());
  for (const auto& said : {error_of([&] { wrong.put_new("v1/x", "x"); }), error_of([&] { wrong.get("v1/x"); }),
                           error_of([&] { wrong.list("v1/"); }), error_of([&] { wrong.folders("v1/"); })}) {
    EXPECT_NE(said.find("refused: SignatureDoesNotMatch (403): the secret key does not belong to the access key"),
              std::string::npos)
        << said;
    EXPECT_EQ(said.find("hush"), std::string::npos);
  }
  EXPECT_NE(error_of([&] { wrong.exists("v1/x"); }).find("refused: status 403"), std::string::npos);
  EXPECT_TRUE(lake().list("").empty());
}

TEST_F(S3LakeTest, AnUnknownKeyAndAnUnknownBucketAreNamed) {
  S3Lake unknown(test_s3("SEGUE_TEST_S3", with("AWS_ACCESS_KEY_ID", "NOBODYSKEY")), own_prefix());
  EXPECT_NE(error_of([&] { unknown.get("v1/x"); }).find("the service does not know the access key"), std::string::npos);
  aws::Endpoints config;
  config.endpoint = environment_text("SEGUE_TEST_S3");
  S3Lake elsewhere(aws::connect_s3("no-such-bucket", config, base::process_environment), "");
  EXPECT_NE(error_of([&] { elsewhere.get("v1/x"); }).find("there is no such bucket"), std::string::npos);
  EXPECT_NE(error_of([&] { elsewhere.list(""); }).find("there is no such bucket"), std::string::npos);
}

// Tests what seaweedfs does not offer: TLS, names of hosts, a look at the payload.
class S3OnCephTest : public S3LakeTest {
 protected:
  void SetUp() override {
    if (environment_text("SEGUE_TEST_S3_SERVICE") != "ceph") GTEST_SKIP() << "tests/on_s3.py ceph runs this";
  }
};

TEST_F(S3OnCephTest, ABucketCanBeTheNameOfAHost) {
  aws::Endpoints config;
  config.endpoint = environment_text("SEGUE_TEST_S3_BY_HOST");
  config.path_style = false;
  S3Lake by_host(aws::connect_s3(environment_text("SEGUE_TEST_S3_BUCKET"), config, base::process_environment),
                 own_prefix());
  EXPECT_TRUE(by_host.put_new("v1/a b+c", "x"));
  EXPECT_EQ(lake().get("v1/a b+c"), "x");
  EXPECT_EQ(by_host.list("v1/").size(), 1u);
}

TEST_F(S3OnCephTest, TheAuthorityOfTheFileIsTrustedAndNoOther) {
  aws::Endpoints config;
  config.endpoint = environment_text("SEGUE_TEST_S3_TLS");
  config.ca_file = environment_text("SEGUE_TEST_S3_CA");
  http::RetryPolicy once = aws::S3::default_policy();
  once.attempts = 1;
  const auto connected = [&] {
    return S3Lake(aws::connect_s3(environment_text("SEGUE_TEST_S3_BUCKET"), config, base::process_environment, once),
                  own_prefix());
  };
  EXPECT_TRUE(connected().put_new("v1/x", "x"));
  config.ca_file.clear();
  EXPECT_NE(error_of([&] { connected().get("v1/x"); }).find("certificate"), std::string::npos);
}

TEST_F(S3OnCephTest, ADigestThatIsNotThePayloadsIsRefused) {
  http::CurlClient client;
  http::Request request{"PUT",
                        environment_text("SEGUE_TEST_S3") + "/" + environment_text("SEGUE_TEST_S3_BUCKET") + "/k",
                        {{"X-Amz-Content-Sha256", std::string(64, '0')}},
                        "body"};
  aws::sign(request, {environment_text("AWS_ACCESS_KEY_ID"), environment_text("AWS_SECRET_ACCESS_KEY"), "", {}},
            {"us-east-1", "s3"}, base::SystemClock().now());
  EXPECT_EQ(client.send(request)->status, 400);
}

TEST_F(S3LakeTest, AClockThatIsWrongIsNamed) {
  aws::Endpoints config;
  config.endpoint = environment_text("SEGUE_TEST_S3");
  http::CurlClient client;
  const base::ManualClock late(base::SystemClock().now() - std::chrono::hours(1));
  aws::CredentialChain chain(base::process_environment, client, late);
  S3Lake lake(std::make_shared<aws::S3>(aws::BucketPlace(environment_text("SEGUE_TEST_S3_BUCKET"), config), client,
                                        chain, late, [] { return 0.5; }),
              own_prefix());
  const std::string said = error_of([&] { lake.list(""); });
  EXPECT_NE(said.find("RequestTimeTooSkewed (403): this machine's clock says "), std::string::npos) << said;
}

TEST_F(S3LakeTest, TenThousandObjectsAreListed) {
  auto lake = this->lake();
  std::vector<std::string> wanted;
  for (int i = 0; i < 10'000; ++i) wanted.push_back("v1/me/p/" + std::to_string(100'000 + i));
  std::atomic<std::size_t> next{0};
  {
    std::vector<std::jthread> writers;
    for (int i = 0; i < 16; ++i)
      writers.emplace_back([&] {
        for (std::size_t at = next++; at < wanted.size(); at = next++) lake.put_new(wanted[at], "x");
      });
  }
  std::vector<std::string> found;
  const auto begun = std::chrono::steady_clock::now();
  for (const auto& object : lake.list("v1/")) found.push_back(object.key);
  const auto took = std::chrono::steady_clock::now() - begun;
  EXPECT_EQ(found, wanted);
  RecordProperty("list_10000_ms",
                 static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()));
}

// Returns `size` bytes without short repetitions.
std::string bytes_of(std::size_t size) {
  std::string bytes(size, '\0');
  std::uint64_t state = 1;
  for (std::size_t i = 0; i + 8 <= size; i += 8) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    for (std::size_t k = 0; k < 8; ++k) bytes[i + k] = static_cast<char>(state >> (8 * k));
  }
  return bytes;
}

TEST_F(S3LakeTest, AnObjectOf200MillionBytesComesBack) {
  auto lake = this->lake();
  const std::string bytes = bytes_of(200'000'000);
  EXPECT_TRUE(lake.put_new("v1/me/import/large", bytes));
  EXPECT_EQ(lake.list("v1/").at(0).size, bytes.size());
  EXPECT_TRUE(lake.get("v1/me/import/large") == bytes);
}

TEST_F(S3LakeTest, AWriteThatIsCutLeavesNothing) {
  const std::string bytes = bytes_of(1'000'000);
  auto cut = lake("SEGUE_TEST_S3_CUT_UP"), whole = lake();
  EXPECT_NE(error_of([&] { cut.put_new("v1/x", bytes); }).find("PUT s3://"), std::string::npos);
  EXPECT_FALSE(whole.exists("v1/x"));
  EXPECT_TRUE(whole.list("").empty());
  EXPECT_TRUE(whole.put_new("v1/x", "another")) << "the key is free";
}

TEST_F(S3LakeTest, AWriteThatIsCutOnceIsWrittenAgain) {
  const std::string bytes = bytes_of(1'000'000);
  EXPECT_TRUE(lake("SEGUE_TEST_S3_CUT_UP_ONCE").put_new("v1/x", bytes));
  EXPECT_TRUE(lake().get("v1/x") == bytes);
}

TEST_F(S3LakeTest, AReadThatIsCutGivesNothing) {
  const std::string bytes = bytes_of(1'000'000);
  EXPECT_TRUE(lake().put_new("v1/x", bytes));
  EXPECT_NE(error_of([&] { lake("SEGUE_TEST_S3_CUT_DOWN").get("v1/x"); }).find("GET s3://"), std::string::npos);
  EXPECT_TRUE(lake("SEGUE_TEST_S3_CUT_DOWN_ONCE").get("v1/x") == bytes);
}

TEST_F(S3LakeTest, AWriteWhoseAnswerIsLostIsOurs) {
  EXPECT_TRUE(lake("SEGUE_TEST_S3_LOST_ONCE").put_new("v1/x", "mine"));
  EXPECT_EQ(lake().get("v1/x"), "mine");
  EXPECT_FALSE(lake().put_new("v1/x", "mine"));
  EXPECT_NE(error_of([&] { lake("SEGUE_TEST_S3_LOST").put_new("v1/y", "mine"); }).find("PUT s3://"), std::string::npos)
      << "whether it is there nobody can say";
}

}  // namespace
}  // namespace segue::lake
