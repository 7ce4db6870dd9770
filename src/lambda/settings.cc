#include "lambda/settings.h"

#include <fmt/core.h>

#include <initializer_list>
#include <tuple>

#include "base/error.h"

namespace segue::lambda {
namespace {

// The only folder that a function can write to; nothing in it has to last.
constexpr const char* kScratch = "/tmp/segue";

std::optional<std::string> with_scratch(const base::Environment& environment, const char* name) {
  auto set = environment(name);
  if (set && !set->empty()) return set;
  if (std::string_view(name) == "SEGUE_HOME" || std::string_view(name) == "HOME") return kScratch;
  return set;
}

}  // namespace

Settings settings_of(const base::Environment& environment) {
  const auto text = [&](const char* name) { return environment(name).value_or(""); };
  Settings settings;
  settings.config = settings::load_config([&](const char* name) { return with_scratch(environment, name); });
  settings.parameter = text("SEGUE_TOKEN_PARAMETER");
  // A setting of this function wins over a setting of the environment for all programs.
  settings.ca_file = text("SEGUE_HTTP_CA_FILE");
  for (const std::string& named : {text("SEGUE_CA_FILE"), settings.config.http_ca_file})
    if (settings.ca_file.empty()) settings.ca_file = named;
  if (text("SEGUE_AWS_CA_FILE").empty() && !text("SEGUE_CA_FILE").empty()) settings.config.aws.ca_file.clear();
  settings.config.client_secret.clear();  // the function uses PKCE, like its login
  if (settings.config.aws.ca_file.empty()) settings.config.aws.ca_file = settings.ca_file;
  const std::initializer_list<std::tuple<bool, const char*, const char*>> needed{
      {!settings.config.client_id.empty(), "SEGUE_SPOTIFY_CLIENT_ID",
       "the id of the app that the function logs in with"},
      {!settings.config.lake_url.empty(), "SEGUE_LAKE",
       "\"s3://BUCKET/PREFIX\": what a function writes elsewhere is lost"},
      {!settings.config.aws.region.empty(), "AWS_REGION", "the region of the parameter and the bucket; Lambda sets it"},
      {settings.parameter.starts_with("/"), "SEGUE_TOKEN_PARAMETER",
       "the name of the SSM parameter that `segue login --into ssm:/NAME` filled, \"/segue/me/consent\""}};
  for (const auto& [holds, name, what] : needed)
    if (!holds) throw base::Error(base::Fault::usage, fmt::format("{} must be {}", name, what));
  return settings;
}

}  // namespace segue::lambda
