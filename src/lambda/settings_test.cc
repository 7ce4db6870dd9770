#include "lambda/settings.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace segue::lambda {
namespace {

using Variables = std::map<std::string, std::string>;

Variables whole() {
  return {{"AWS_REGION", "eu-north-1"},
          {"SEGUE_USER", "ann"},
          {"SEGUE_SPOTIFY_CLIENT_ID", "abc"},
          {"SEGUE_LAKE", "s3://bucket/segue"},
          {"SEGUE_TOKEN_PARAMETER", "/segue/ann/consent"}};
}

base::Environment environment(const Variables& variables) {
  return [variables](const char* name) {
    const auto at = variables.find(name);
    return at == variables.end() ? std::nullopt : std::optional(at->second);
  };
}

std::string refusal(const Variables& variables) {
  try {
    settings_of(environment(variables));
  } catch (const base::Error& error) {
    EXPECT_EQ(error.fault(), base::Fault::usage);
    return error.what();
  }
  return "";
}

TEST(Settings, ReadsWhatTheFunctionNeedsWithoutAHome) {
  const Settings settings = settings_of(environment(whole()));
  EXPECT_EQ(settings.config.user, "ann");
  EXPECT_EQ(settings.config.client_id, "abc");
  EXPECT_EQ(settings.config.home, "/tmp/segue");
  EXPECT_EQ(settings.parameter, "/segue/ann/consent");
  EXPECT_EQ(settings.config.aws.region, "eu-north-1");
}

TEST(Settings, TrustsTheBundlesAuthoritiesUnlessAWSsAreNamed) {
  Variables variables = whole();
  variables["SEGUE_CA_FILE"] = "/var/task/ca.pem";
  EXPECT_EQ(settings_of(environment(variables)).config.aws.ca_file, "/var/task/ca.pem");
  variables["SEGUE_AWS_CA_FILE"] = "/own.pem";
  const Settings own = settings_of(environment(variables));
  EXPECT_EQ(own.config.aws.ca_file, "/own.pem");
  EXPECT_EQ(own.ca_file, "/var/task/ca.pem") << "Spotify's certificate is of no private authority";
}

TEST(Settings, TrustsWhatIsSaidOfTheFunctionBeforeWhatIsSaidOfAllPrograms) {
  Variables variables = whole();
  variables["SSL_CERT_FILE"] = "/all.pem";
  EXPECT_EQ(settings_of(environment(variables)).ca_file, "/all.pem");
  variables["SEGUE_CA_FILE"] = "/var/task/ca.pem";
  EXPECT_EQ(settings_of(environment(variables)).ca_file, "/var/task/ca.pem");
  EXPECT_EQ(settings_of(environment(variables)).config.aws.ca_file, "/var/task/ca.pem");
  variables["SEGUE_HTTP_CA_FILE"] = "/company.pem";
  EXPECT_EQ(settings_of(environment(variables)).ca_file, "/company.pem");
}

TEST(Settings, LeavesTheSecretOfTheBoxAlone) {
  Variables variables = whole();
  variables["SEGUE_SPOTIFY_CLIENT_SECRET"] = "of another app";
  EXPECT_EQ(settings_of(environment(variables)).config.client_secret, "");
}

TEST(Settings, NamesWhatIsMissingOrOfNoUse) {
  for (const auto& [name, bad] : std::multimap<std::string, std::string>{{"SEGUE_SPOTIFY_CLIENT_ID", ""},
                                                                         {"SEGUE_SPOTIFY_CLIENT_ID", "a b"},
                                                                         {"SEGUE_LAKE", ""},
                                                                         {"SEGUE_LAKE", "/tmp/lake"},
                                                                         {"AWS_REGION", ""},
                                                                         {"SEGUE_TOKEN_PARAMETER", ""},
                                                                         {"SEGUE_TOKEN_PARAMETER", "consent"},
                                                                         {"SEGUE_USER", "Ann!"}}) {
    Variables variables = whole();
    variables[name] = bad;
    EXPECT_NE(refusal(variables), "") << name << "=" << bad;
  }
  Variables variables = whole();
  variables.erase("SEGUE_LAKE");
  EXPECT_NE(refusal(variables).find("SEGUE_LAKE must be"), std::string::npos) << refusal(variables);
}

}  // namespace
}  // namespace segue::lambda
