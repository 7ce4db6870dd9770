// How it works: config.toml is read over the defaults of Config, then the variables over both, and the whole is checked
// last, wherever a value came from. A reader of a table notes the keys that it was asked for; any other key is an
// error.
#include "settings/config.h"

#include <fmt/core.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string_view>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "base/toml_reader.h"

namespace segue::settings {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::Fault;
using base::TomlReader;
using music::LearnFromApi;

fs::path xdg(const base::Environment& environment, const char* variable, const char* below_home) {
  if (const auto set = environment(variable); set && !set->empty()) return fs::path(*set) / "segue";
  const auto home = environment("HOME");
  if (!home) throw Error(Fault::usage, fmt::format("neither {} nor HOME is set: set SEGUE_HOME", variable));
  return fs::path(*home) / below_home / "segue";
}

// Expands "~" and "~/x" as a shell does: systemd units and quoted variables do not expand them.
fs::path expanded(const base::Environment& environment, const std::string& path, std::string_view setting) {
  if (!path.starts_with("~")) return path;
  const auto home = environment("HOME");
  if ((path.size() > 1 && path[1] != '/') || !home || home->empty())
    throw Error(Fault::usage, fmt::format("{} is \"{}\": write the whole path, beginning with /", setting, path));
  return path.size() < 3 ? fs::path(*home) : fs::path(*home) / path.substr(2);
}

LearnFromApi learn_from(std::string_view text, const std::string& where) {
  if (text == "statistics") return LearnFromApi::statistics;
  if (text == "taste") return LearnFromApi::taste;
  if (text == "train") return LearnFromApi::train;
  throw Error(Fault::usage, fmt::format("{}: learn_from_api is \"{}\": write statistics, taste or train", where, text));
}

void read_counting(TomlReader& reader, music::Counting& counting) {
  reader.whole_number("min_seconds", 0, 86'400, counting.min_seconds);
  reader.share("min_share", counting.min_share);
  reader.flag("skips", counting.skips);
  reader.flag("incognito", counting.incognito);
}

void read_toml(const fs::path& file, Config& config) {
  toml::table parsed;
  try {
    parsed = toml::parse(base::read_file(file), file.string());
  } catch (const toml::parse_error& error) {
    throw Error(Fault::usage, fmt::format("{}:{}: {}", file.string(), error.source().begin.line, error.description()));
  }
  TomlReader top(parsed, file.string());
  std::string learn;
  top.text("user", config.user);
  top.text("learn_from_api", learn);
  if (!learn.empty()) config.learn_from_api = learn_from(learn, file.string());
  if (const auto* users = top.table("users"))
    for (const auto& [name, node] : *users) {
      if (!node.is_table())
        throw Error(Fault::usage, fmt::format("{}: users.{} must be a table", file.string(), name.str()));
      TomlReader user(*node.as_table(), fmt::format("{} [users.{}]", file.string(), name.str()));
      user.text("timezone", config.zones[std::string(name.str())]);
      user.refuse_the_rest();
    }
  top.inside("spotify", [&](TomlReader& spotify) { spotify.text("client_id", config.client_id); });
  top.inside("http", [&](TomlReader& http) { http.text("ca_file", config.http_ca_file); });
  top.inside("quota", [&](TomlReader& quota) { quota.whole_number("daily", 24, 1'000'000, config.quota_daily); });
  top.inside("counting", [&](TomlReader& counting) { read_counting(counting, config.counting); });
  top.text("lake", config.lake_url);
  top.inside("aws", [&](TomlReader& table) { aws::read(table, config.aws); });
  top.inside("warehouse", [&](TomlReader& warehouse) {
    warehouse.text("url", config.warehouse_url);
    warehouse.whole_number("statement_timeout_s", 0, 86'400, config.warehouse_statement_timeout_s);
  });
  top.inside("transform", [&](TomlReader& transform) { transform.text("own_models", config.own_models); });
  if (!config.own_models.empty() && !fs::path(config.own_models).is_absolute())
    throw Error(Fault::usage, fmt::format("{} [transform]: own_models must begin with /", file.string()));
  top.inside("playlist", [&](TomlReader& playlist) {
    playlist.text("name", config.playlist_name);
    playlist.whole_number("items", 1, 100, config.playlist_items);
    playlist.whole_number("per_artist", 1, 100, config.artist_cap);
    playlist.whole_number("new_artists_percent", 0, 100, config.new_artists_percent);
  });
  top.refuse_the_rest();
}

// If segue has no setting of its own, the authorities that are named for every program of this machine are used. AWS
// trusts what Spotify's connections trust unless it has a setting of its own: a network that replaces certificates does
// so on all connections.
void set_authorities(const base::Environment& environment, Config& config) {
  for (const char* name : {"SSL_CERT_FILE", "CURL_CA_BUNDLE"})
    if (config.http_ca_file.empty()) config.http_ca_file = environment(name).value_or("");
  if (!config.http_ca_file.empty())
    config.http_ca_file = expanded(environment, config.http_ca_file, "[http] ca_file (SEGUE_HTTP_CA_FILE)").string();
  if (config.aws.ca_file.empty())
    config.aws.ca_file = config.http_ca_file;
  else
    config.aws.ca_file = expanded(environment, config.aws.ca_file, "[aws] ca_file (SEGUE_AWS_CA_FILE)").string();
}

void check_lake(const Config& config) {
  const std::string_view lake = config.lake_url;
  if (!lake.empty() && (!lake.starts_with("s3://") || lake.size() == 5 || lake[5] == '/'))
    throw Error(
        Fault::usage,
        fmt::format("lake is \"{}\": write s3://BUCKET/PREFIX, or leave it empty for the folder lake in SEGUE_HOME",
                    lake));
}

// Throws Error(usage) for a playlist name that Spotify would refuse.
void check_playlist_name(const std::string& name) {
  constexpr std::size_t kCharactersMost = 100;
  const auto is_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == 0x7F; };
  const auto characters = static_cast<std::size_t>(std::count_if(name.begin(), name.end(), is_character));
  const bool is_blank = name.find_first_not_of(' ') == std::string::npos;
  if (is_blank || characters > kCharactersMost || std::any_of(name.begin(), name.end(), is_control))
    throw Error(Fault::usage,
                fmt::format("[playlist] name in config.toml: a playlist's name has 1 to {} characters, without line "
                            "breaks, tabs and other control characters; this one has {}",
                            kCharactersMost, is_blank ? "none" : std::to_string(characters)));
}

void check(const Config& config) {
  check_lake(config);
  aws::check(config.aws);
  check_playlist_name(config.playlist_name);
  if (!is_user_name(config.user))
    throw Error(Fault::usage, fmt::format("user \"{}\": a name has 1 to 32 of a-z, 0-9, _ and -", config.user));
  if (!config.client_id.empty() && !is_client_id(config.client_id))
    throw Error(Fault::usage,
                "the Spotify client id has 1 to 64 letters, digits, _ and -: copy it from your app's page");
  if (!config.clock_url.empty() &&
      !(base::is_loopback_url(config.api_url) && base::is_loopback_url(config.accounts_url)))
    throw Error(Fault::usage,
                "SEGUE_CLOCK_URL is for simulators: it is refused unless SEGUE_SPOTIFY_API_URL and "
                "SEGUE_SPOTIFY_ACCOUNTS_URL are on loopback");
}

}  // namespace

std::vector<std::string> Config::users() const {
  std::set<std::string> names{user};
  for (const auto& [name, zone] : zones) names.insert(name);
  return {names.begin(), names.end()};
}

Config load_config(const base::Environment& environment) {
  Config config;
  const auto home = environment("SEGUE_HOME");
  config.home = home && !home->empty() ? expanded(environment, *home, "SEGUE_HOME")
                                       : xdg(environment, "XDG_DATA_HOME", ".local/share");
  config.key_folder = xdg(environment, "XDG_CONFIG_HOME", ".config");
  if (fs::exists(config.config_file())) read_toml(config.config_file(), config);
  // Several variables may set one field; the last one that is set wins.
  const std::array<std::pair<const char*, std::string*>, 15> overrides{
      {{"SEGUE_USER", &config.user},
       {"SEGUE_LAKE", &config.lake_url},
       {"AWS_DEFAULT_REGION", &config.aws.region},
       {"AWS_REGION", &config.aws.region},
       {"SEGUE_AWS_REGION", &config.aws.region},
       {"SEGUE_S3_ENDPOINT", &config.aws.endpoint},
       {"SEGUE_AWS_CA_FILE", &config.aws.ca_file},
       {"SEGUE_SSM_ENDPOINT", &config.aws.ssm_endpoint},
       {"SEGUE_WAREHOUSE_URL", &config.warehouse_url},
       {"SEGUE_SPOTIFY_CLIENT_ID", &config.client_id},
       {"SEGUE_SPOTIFY_CLIENT_SECRET", &config.client_secret},
       {"SEGUE_SPOTIFY_API_URL", &config.api_url},
       {"SEGUE_SPOTIFY_ACCOUNTS_URL", &config.accounts_url},
       {"SEGUE_HTTP_CA_FILE", &config.http_ca_file},
       {"SEGUE_CLOCK_URL", &config.clock_url}}};
  for (const auto& [name, into] : overrides)
    if (const auto set = environment(name); set && !set->empty()) *into = *set;
  if (const auto set = environment("SEGUE_LEARN_FROM_API"); set && !set->empty())
    config.learn_from_api = learn_from(*set, "SEGUE_LEARN_FROM_API");
  set_authorities(environment, config);
  check(config);
  return config;
}

bool is_user_name(std::string_view name) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; };
  return !name.empty() && name.size() <= 32 && std::all_of(name.begin(), name.end(), allowed);
}

bool is_client_id(std::string_view id) {
  const auto allowed = [](unsigned char c) { return (c < 128 && std::isalnum(c) != 0) || c == '_' || c == '-'; };
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), allowed);
}

}  // namespace segue::settings
