#include "settings/config.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "base/temporary_folder_for_tests.h"

namespace segue::settings {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::Fault;
using base::TemporaryFolder;
using base::write_file_durably;
using music::Counting;
using music::LearnFromApi;

class ConfigTest : public testing::Test {
 protected:
  const TemporaryFolder temporary_;
  const fs::path home_ = temporary_.path();
  void SetUp() override { set_ = {{"SEGUE_HOME", home_.string()}, {"HOME", "/nowhere"}}; }
  Config load() {
    return load_config([this](const char* name) -> std::optional<std::string> {
      const auto at = set_.find(name);
      return at == set_.end() ? std::nullopt : std::optional(at->second);
    });
  }
  std::map<std::string, std::string> set_;
};

TEST_F(ConfigTest, DefaultsWithoutAFile) {
  const Config config = load();
  EXPECT_EQ(config.user, "me");
  EXPECT_EQ(config.learn_from_api, LearnFromApi::taste);
  EXPECT_EQ(config.key_folder, "/nowhere/.config/segue");
}

TEST_F(ConfigTest, EnvironmentBeatsTheFile) {
  write_file_durably(home_ / "config.toml",
                     "user = \"ann\"\n[users.ann]\ntimezone = \"Europe/Berlin\"\n[playlist]\nitems = 20\n");
  EXPECT_EQ(load().user, "ann");
  EXPECT_EQ(load().zones.at("ann"), "Europe/Berlin");
  EXPECT_EQ(load().playlist_items, 20);
  set_["SEGUE_USER"] = "bob";
  EXPECT_EQ(load().user, "bob");
}

TEST_F(ConfigTest, WhatCountsAndWhereTheWarehouseIs) {
  EXPECT_EQ(load().counting, Counting{});
  write_file_durably(home_ / "config.toml",
                     "[counting]\nmin_seconds = 30\nmin_share = 0.5\nskips = false\n[warehouse]\nurl = "
                     "\"postgresql://me@db/x\"\nstatement_timeout_s = 60\n");
  EXPECT_EQ(load().counting, (Counting{30, 0.5, false, true}));
  EXPECT_EQ(load().warehouse_url, "postgresql://me@db/x");
  EXPECT_EQ(load().warehouse_statement_timeout_s, 60);
  set_["SEGUE_WAREHOUSE_URL"] = "postgresql:///y";
  EXPECT_EQ(load().warehouse_url, "postgresql:///y");
}

TEST_F(ConfigTest, WhereTheLakeIs) {
  EXPECT_EQ(load().lake_url, "");
  EXPECT_EQ(load().lake_place(), (home_ / "lake").string());
  EXPECT_FALSE(load().aws.in_path());
  write_file_durably(home_ / "config.toml",
                     "lake = \"s3://bucket/of/mine\"\n[aws]\nregion = \"eu-central-1\"\nendpoint = "
                     "\"https://store.example\"\nca_file = \"/etc/ca.pem\"\n");
  EXPECT_EQ(load().lake_url, "s3://bucket/of/mine");
  EXPECT_EQ(load().aws.region, "eu-central-1");
  EXPECT_TRUE(load().aws.in_path()) << "the default beside an endpoint";
  set_["SEGUE_S3_ENDPOINT"] = "http://127.0.0.1:9000";
  set_["AWS_DEFAULT_REGION"] = "us-west-1";
  EXPECT_EQ(load().aws.region, "us-west-1");
  set_["AWS_REGION"] = "us-west-2";
  EXPECT_EQ(load().aws.region, "us-west-2");
  set_["SEGUE_AWS_REGION"] = "ap-south-1";
  set_["AWS_REGION"] = "";
  EXPECT_EQ(load().aws.region, "ap-south-1");
  EXPECT_EQ(load().aws.endpoint, "http://127.0.0.1:9000");
}

TEST_F(ConfigTest, ATildeIsTheHomeOfItsUser) {
  set_["HOME"] = home_.string();
  for (const auto& [said, meant] : {std::pair("~", home_), std::pair("~/", home_), std::pair("~/x y", home_ / "x y")}) {
    set_["SEGUE_HOME"] = said;
    EXPECT_EQ(load().home, meant) << said;
  }
  set_["SEGUE_HOME"] = "/a/~b";
  EXPECT_EQ(load().home, "/a/~b");
  set_["SEGUE_HOME"] = "~ann/segue";
  EXPECT_THROW(load(), Error) << "another user's home is not guessed";
  set_["SEGUE_HOME"] = "~/x";
  set_["HOME"] = "";
  EXPECT_THROW(load(), Error);
}

TEST_F(ConfigTest, WhichAuthoritiesAreTrusted) {
  EXPECT_EQ(load().http_ca_file, "");
  set_["CURL_CA_BUNDLE"] = "/curl.pem";
  EXPECT_EQ(load().http_ca_file, "/curl.pem");
  set_["SSL_CERT_FILE"] = "/ssl.pem";
  EXPECT_EQ(load().http_ca_file, "/ssl.pem");
  write_file_durably(home_ / "config.toml", "[http]\nca_file = \"~/mine.pem\"\n");
  EXPECT_EQ(load().http_ca_file, "/nowhere/mine.pem");
  EXPECT_EQ(load().aws.ca_file, "/nowhere/mine.pem") << "nothing else is said of AWS's lines";
  set_["SEGUE_HTTP_CA_FILE"] = "/own.pem";
  set_["SEGUE_AWS_CA_FILE"] = "~/aws.pem";
  EXPECT_EQ(load().http_ca_file, "/own.pem");
  EXPECT_EQ(load().aws.ca_file, "/nowhere/aws.pem");
  write_file_durably(home_ / "config.toml", "[http]\nca = \"x\"\n");
  EXPECT_THROW(load(), Error);
}

TEST_F(ConfigTest, P11APlaylistsNameIsOneThatSpotifyTakes) {
  const auto name_is = [&](const std::string& name) {
    write_file_durably(home_ / "config.toml", "[playlist]\nname = \"" + name + "\"\n");
    return load().playlist_name;
  };
  const std::string hundred(98, 'x');
  EXPECT_EQ(name_is(hundred + "\xC3\xA9\xC3\xA9"), hundred + "\xC3\xA9\xC3\xA9") << "characters, not bytes";
  for (const std::string& bad : {std::string(), std::string("  "), hundred + "xxx", std::string("a\\nb")}) try {
      name_is(bad);
      ADD_FAILURE() << bad;
    } catch (const Error& error) {
      EXPECT_EQ(error.fault(), Fault::usage) << bad;
      EXPECT_NE(std::string(error.what()).find("[playlist] name in config.toml"), std::string::npos) << error.what();
    }
}

TEST_F(ConfigTest, PathStyleCanBeSaid) {
  write_file_durably(home_ / "config.toml", "[aws]\nendpoint = \"https://store.example\"\npath_style = false\n");
  EXPECT_FALSE(load().aws.in_path());
  write_file_durably(home_ / "config.toml", "[aws]\npath_style = true\n");
  EXPECT_TRUE(load().aws.in_path());
}

TEST_F(ConfigTest, SaysWhatIsWrongAndWhere) {
  for (const char* bad : {"lake = \"/a/folder\"",
                          "lake = \"s3://\"",
                          "lake = \"s3:///x\"",
                          "lake = 7",
                          "[aws]\nregion = 1",
                          "[aws]\nendpoint = \"store.example\"",
                          "[aws]\npath_style = \"yes\"",
                          "[aws]\nsecret = \"x\"",
                          "user = 1",
                          "user = \"No Spaces\"",
                          "colour = \"red\"",
                          "learn_from_api = \"everything\"",
                          "[playlist]\nitems = 0",
                          "[playlist]\nitems = \"many\"",
                          "users = 3",
                          "[quota]\ndaily = 0",
                          "[spotify]\nclient_id = \"../up\"",
                          "[quota]\nhourly = 30",
                          "[spotify]\nsecret = \"x\"",
                          "user = ",
                          "[users]\nann = 1",
                          "[counting]\nmin_share = 2",
                          "[counting]\nskips = 1",
                          "[counting]\nmin_seconds = 0.5",
                          "[warehouse]\nhost = \"x\""}) {
    write_file_durably(home_ / "config.toml", bad);
    try {
      load();
      ADD_FAILURE() << bad;
    } catch (const Error& error) {
      EXPECT_EQ(error.fault(), Fault::usage) << bad;
    }
  }
}

TEST_F(ConfigTest, ASimulatedClockNeedsASimulatedSpotify) {
  set_["SEGUE_CLOCK_URL"] = "http://127.0.0.1:1/clock";
  EXPECT_THROW(load(), Error);
  set_["SEGUE_SPOTIFY_API_URL"] = "http://127.0.0.1:1";
  EXPECT_THROW(load(), Error);
  set_["SEGUE_SPOTIFY_ACCOUNTS_URL"] = "http://[::1]:1";
  EXPECT_EQ(load().clock_url, "http://127.0.0.1:1/clock");
}

}  // namespace
}  // namespace segue::settings
