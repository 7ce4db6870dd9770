#include "lambda/settings.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace segue::lambda {
namespace {

using Variables = std::map<std::string, std::string>;

Variables whole() {
  return {{"AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001"},
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
  EXPECT_EQ(settings.runtime_host, "127.0.0.1:9001");
}

TEST(Settings, NamesWhatIsMissingOrOfNoUse) {
  for (const auto& [name, bad] : std::multimap<std::string, std::string>{{"SEGUE_SPOTIFY_CLIENT_ID", ""},
                                                                         {"SEGUE_SPOTIFY_CLIENT_ID", "a b"},
                                                                         {"SEGUE_LAKE", ""},
                                                                         {"SEGUE_LAKE", "/tmp/lake"},
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
