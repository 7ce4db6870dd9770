#include "aws/credentials.h"

#include <gtest/gtest.h>

#include <map>

#include "base/error.h"
#include "base/file.h"
#include "base/temporary_folder_for_tests.h"
#include "http/scripted_client_for_tests.h"

namespace segue::aws {
namespace {

const base::Instant kNow = *base::parse_iso8601("2026-01-02T03:00:00Z");

class CredentialsTest : public testing::Test {
 protected:
  const base::TemporaryFolder temporary_;
  std::map<std::string, std::string> variables_;
  http::ScriptedClient client_;
  base::ManualClock clock_{kNow};

  CredentialChain chain() {
    return CredentialChain(
        [this](const char* name) -> std::optional<std::string> {
          const auto at = variables_.find(name);
          return at == variables_.end() ? std::nullopt : std::optional(at->second);
        },
        client_, clock_);
  }
  std::string file(const std::string& text) {
    base::write_file_durably(temporary_.path() / "credentials", text);
    return (temporary_.path() / "credentials").string();
  }
  // Returns the message of the error that current() throws.
  std::string fault() {
    try {
      chain().current();
    } catch (const base::Error& error) {
      return error.what();
    }
    return "no fault";
  }
};

std::string keys(const char* name, const char* expires) {
  return std::string(R"({"Code":"Success","AccessKeyId":")") + name +
         R"(","SecretAccessKey":"s","Token":"t","Expiration":")" + expires + "\"}";
}

TEST_F(CredentialsTest, TheEnvironmentGoesFirst) {
  variables_ = {{"AWS_ACCESS_KEY_ID", "A"},
                {"AWS_SECRET_ACCESS_KEY", "S"},
                {"AWS_SESSION_TOKEN", "T"},
                {"AWS_SHARED_CREDENTIALS_FILE", file("[default]\naws_access_key_id=F\naws_secret_access_key=G\n")}};
  EXPECT_EQ(chain().current(), (Credentials{"A", "S", "T", {}}));
  variables_["AWS_SESSION_TOKEN"] = "";
  EXPECT_EQ(chain().current().session_token, "");
}

TEST_F(CredentialsTest, EmptyVariablesAreUnset) {
  variables_ = {{"AWS_ACCESS_KEY_ID", ""},
                {"AWS_SECRET_ACCESS_KEY", ""},
                {"AWS_PROFILE", ""},
                {"AWS_CONTAINER_CREDENTIALS_FULL_URI", ""},
                {"AWS_SHARED_CREDENTIALS_FILE", file("[default]\naws_access_key_id=F\naws_secret_access_key=G\n")}};
  EXPECT_EQ(chain().current(), (Credentials{"F", "G", "", {}}));
}

TEST_F(CredentialsTest, HalfAPairIsAFaultAndNotTheNextSource) {
  variables_ = {{"AWS_ACCESS_KEY_ID", "A"}, {"HOME", temporary_.path().string()}};
  EXPECT_EQ(fault(), "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not: both are needed");
  variables_ = {{"AWS_SECRET_ACCESS_KEY", "hush"}};
  EXPECT_EQ(fault(), "AWS_SECRET_ACCESS_KEY is set and AWS_ACCESS_KEY_ID is not: both are needed");
  EXPECT_TRUE(client_.requests().empty());
}

TEST_F(CredentialsTest, AProfileIsRead) {
  const char* text =
      "# comment\n[default]\r\naws_access_key_id = D\r\naws_secret_access_key = a/b+c=\r\n\n"
      "[ work ]\naws_access_key_id=W\n; note\naws_secret_access_key=S\naws_session_token = T\nregion = x\n"
      "s3 =\n  max_concurrent_requests = 20\n[other]\naws_access_key_id=O\n";
  EXPECT_EQ(profile_in(text, "default", "f"), (Credentials{"D", "a/b+c=", "", {}}));
  EXPECT_EQ(profile_in(text, "work", "f"), (Credentials{"W", "S", "T", {}}));
  EXPECT_EQ(profile_in(text, "wor", "f"), std::nullopt);
  EXPECT_EQ(profile_in("", "default", "f"), std::nullopt);
}

TEST_F(CredentialsTest, WhatIsNoProfileIsRefused) {
  for (const char* bad : {"[p]\n", "[p]\naws_access_key_id=A\n", "[p]\naws_access_key_id=A\naws_secret_access_key=\n",
                          "[p]\naws_access_key_id A\n", "[p\naws_access_key_id=A\naws_secret_access_key=S\n",
                          "[p]\nrole_arn=arn:aws:iam::1:role/x\nsource_profile=q\n"})
    EXPECT_THROW(profile_in(bad, "p", "f"), base::Error) << bad;
}

TEST_F(CredentialsTest, AProfileThatIsNamedMustBeThere) {
  variables_ = {{"AWS_PROFILE", "work"}, {"AWS_SHARED_CREDENTIALS_FILE", file("[default]\n")}};
  EXPECT_NE(fault().find("has no profile [work] (AWS_PROFILE)"), std::string::npos);
  variables_ = {{"AWS_SHARED_CREDENTIALS_FILE", "/nowhere/at/all"}};
  EXPECT_EQ(fault(), "AWS_SHARED_CREDENTIALS_FILE is set, but there is no file /nowhere/at/all");
  variables_ = {{"AWS_PROFILE", "work"}, {"HOME", "/nowhere"}};
  EXPECT_EQ(fault(), "AWS_PROFILE is set, but there is no file /nowhere/.aws/credentials");
}

TEST_F(CredentialsTest, AContainerIsAskedWithItsToken) {
  variables_ = {{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/1"}};
  client_.answer(200, keys("C", "2026-01-02T09:00:00Z"));
  EXPECT_EQ(chain().current(), (Credentials{"C", "s", "t", base::parse_iso8601("2026-01-02T09:00:00Z")}));
  EXPECT_EQ(client_.requests().at(0).url, "http://169.254.170.2/v2/credentials/1");
  EXPECT_TRUE(client_.requests().at(0).headers.empty());

  variables_ = {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:9/x"},
                {"AWS_CONTAINER_AUTHORIZATION_TOKEN", "old"},
                {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file("Bearer fresh\n")}};
  client_.answer(200, keys("C", "2026-01-02T09:00:00Z"));
  chain().current();
  EXPECT_EQ(client_.requests().at(1).headers.at(0), (http::Header{"Authorization", "Bearer fresh"}));
}

TEST_F(CredentialsTest, AContainerFarAwayWithoutEncryptionIsNotAsked) {
  for (const char* url : {"http://example.com/x", "http://169.254.170.2.example.com/", "ftp://127.0.0.1/",
                          "http://localhost.example.com/", "169.254.170.2/x"}) {
    variables_ = {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", url}};
    EXPECT_NE(fault().find("AWS_CONTAINER_CREDENTIALS_FULL_URI must be https"), std::string::npos) << url;
  }
  EXPECT_TRUE(client_.requests().empty());
}

TEST_F(CredentialsTest, AContainerThatRefusesIsTheEnd) {
  variables_ = {{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x"}};
  client_.answer(403, "no").answer(200, "no JSON").answer(200, "{\"AccessKeyId\":\"A\"}").fail("timed out");
  EXPECT_EQ(fault(), "the container agent gives no credentials: status 403");
  EXPECT_EQ(fault(), "the container agent gives no credentials: its answer is not JSON");
  EXPECT_EQ(fault(), "the container agent gives no credentials: its answer lacks AccessKeyId or SecretAccessKey");
  EXPECT_EQ(fault(), "the container agent gives no credentials: timed out");
}

TEST_F(CredentialsTest, AnInstanceIsAskedByVersion2) {
  client_.answer(200, "TOKEN").answer(200, "role one\n").answer(200, keys("I", "2026-01-02T09:00:00Z"));
  EXPECT_EQ(chain().current().access_key, "I");
  const auto& asked = client_.requests();
  ASSERT_EQ(asked.size(), 3u);
  EXPECT_EQ(asked[0].method + " " + asked[0].url, "PUT http://169.254.169.254/latest/api/token");
  EXPECT_EQ(asked[0].headers.at(0), (http::Header{"X-aws-ec2-metadata-token-ttl-seconds", "21600"}));
  EXPECT_EQ(asked[1].url, "http://169.254.169.254/latest/meta-data/iam/security-credentials/");
  EXPECT_EQ(asked[2].url, "http://169.254.169.254/latest/meta-data/iam/security-credentials/role%20one");
  EXPECT_EQ(asked[2].headers.at(0), (http::Header{"X-aws-ec2-metadata-token", "TOKEN"}));
}

TEST_F(CredentialsTest, WhereThereIsNothingItSaysWhatToDo) {
  client_.fail("timed out");
  EXPECT_NE(fault().find("no AWS credentials: set AWS_ACCESS_KEY_ID"), std::string::npos) << "no instance";
  client_.answer(200, "TOKEN").answer(404, "");
  EXPECT_NE(fault().find("no AWS credentials"), std::string::npos) << "an instance without a role";
  variables_ = {{"AWS_EC2_METADATA_DISABLED", "true"}};
  EXPECT_NE(fault().find("no AWS credentials"), std::string::npos);
  EXPECT_EQ(client_.left(), 0u);
}

TEST_F(CredentialsTest, AnInstanceThatFailsIsNamed) {
  client_.answer(403, "");
  const std::string refused = fault();
  EXPECT_TRUE(refused.starts_with("no AWS credentials: set AWS_ACCESS_KEY_ID")) << refused;
  EXPECT_TRUE(refused.ends_with("(the instance metadata service answers 403)")) << refused;
  client_.answer(200, "T").answer(500, "");
  EXPECT_EQ(fault(), "the instance metadata service names no role: status 500");
  client_.answer(200, "T").answer(200, "r").answer(404, "");
  EXPECT_EQ(fault(), "the instance metadata service gives no keys of role r: status 404");
}

TEST_F(CredentialsTest, TheyAreKeptUntilFiveMinutesBeforeTheirEnd) {
  auto chain = this->chain();
  client_.answer(200, "T").answer(200, "r").answer(200, keys("one", "2026-01-02T04:00:00Z"));
  EXPECT_EQ(chain.current().access_key, "one");
  clock_.advance(std::chrono::minutes(54));
  EXPECT_EQ(chain.current().access_key, "one");
  clock_.advance(std::chrono::minutes(1));
  client_.answer(200, "T").answer(200, "r").answer(200, keys("two", "2026-01-02T10:00:00Z"));
  EXPECT_EQ(chain.current().access_key, "two");
}

TEST_F(CredentialsTest, OldOnesServeAsLongAsTheyAreValid) {
  auto chain = this->chain();
  client_.answer(200, "T").answer(200, "r").answer(200, keys("one", "2026-01-02T04:00:00Z"));
  chain.current();
  clock_.advance(std::chrono::minutes(58));
  client_.answer(500, "");
  EXPECT_EQ(chain.current().access_key, "one");
  clock_.advance(std::chrono::minutes(2));
  client_.answer(500, "");
  EXPECT_THROW(chain.current(), base::Error);
}

}  // namespace
}  // namespace segue::aws
