// What a person can set, read once: flags > SEGUE_* environment > config.toml > default. Every key has its default
// here.
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace segue::base {

// What plays known from the Web API alone may feed. `train` is forbidden by Spotify's developer terms; see README.
enum class LearnFromApi { statistics, taste, train };

// What counts in statistics and features; nothing is ever kept out of the facts. dbt's variables count_… of the same
// names.
struct Counting {
  int min_seconds = 0;    // listened at least so long; a play of unknown length counts
  double min_share = 0;   // 0 to 1: at least this share of the track, where both lengths are known
  bool skips = true;      // skipped plays count
  bool incognito = true;  // plays of private sessions count
  bool operator==(const Counting&) const = default;
};

// Where S3 and SSM are; AWS's own where nothing is set. Who signs stands nowhere here (aws/credentials.h).
struct Aws {
  std::string region;    // "" = not set
  std::string endpoint;  // "https://…" of any S3-compatible service; "" = AWS's
  std::optional<bool>
      path_style;            // the bucket in the path and not in the host name; not set = where there is an endpoint
  std::string ca_file;       // PEM of the authorities to trust; "" = the system's
  std::string ssm_endpoint;  // "" = AWS's
  bool in_path() const { return path_style.value_or(!endpoint.empty()); }
};

struct Config {
  std::filesystem::path home;                // SEGUE_HOME, default the XDG data folder + /segue
  std::filesystem::path key_folder;          // the XDG config folder + /segue: keys lie outside home
  std::string user = "me";                   // whom commands mean without --user
  std::map<std::string, std::string> zones;  // user → IANA time zone
  LearnFromApi learn_from_api = LearnFromApi::taste;
  Counting counting;
  std::string client_id;      // of your own Spotify app
  std::string client_secret;  // "" = PKCE
  std::string api_url = "https://api.spotify.com";
  std::string accounts_url = "https://accounts.spotify.com";
  std::string http_ca_file;  // PEM of the authorities to trust on Spotify's lines; "" = the system's
  std::string clock_url;     // "" = the machine's clock; refused unless both URLs are on loopback
  int quota_daily = 600;     // calls that Spotify is taken to allow in 24 hours, all users and families together
  std::string lake_url;      // "s3://BUCKET/PREFIX"; "" = the folder in `home`
  Aws aws;
  // "postgresql://…": the warehouse is a PostgreSQL database; "": DuckDB in `home`. May hold a password: never shown.
  std::string warehouse_url;
  int warehouse_statement_timeout_s = 0;  // of readers on PostgreSQL; 0 = the server's own
  std::string own_models;                 // folder of dbt models of the user's own; "" = dbt/own in `home`
  std::string playlist_name = "Segue weekly";
  int playlist_items = 30;
  int artist_cap = 1;  // tracks of one artist in a list of recommendations

  // Whom the configuration names, by name: `user` and all of [users].
  std::vector<std::string> users() const;
  std::filesystem::path config_file() const { return home / "config.toml"; }
  std::filesystem::path lake_folder() const { return home / "lake"; }
  std::filesystem::path corpora() const { return home / "corpora"; }
  std::filesystem::path models() const { return home / "models"; }
  std::filesystem::path rejects() const { return home / "rejects"; }
  std::filesystem::path secrets() const { return home / "secrets"; }
  std::filesystem::path state() const { return home / "state.db"; }
  std::filesystem::path own_folder() const {
    return own_models.empty() ? home / "dbt" / "own" : std::filesystem::path(own_models);
  }
};

using Environment = std::function<std::optional<std::string>(const char* name)>;
std::optional<std::string> process_environment(const char* name);

// Reads config.toml where there is one. Throws Error(usage) naming the file, the key and what it may be.
Config load_config(const Environment& environment);

// [a-z0-9_-]{1,32}
bool is_user_name(std::string_view name);
// [A-Za-z0-9_-]{1,64}: it stands in names of files.
bool is_client_id(std::string_view id);
// "http://127.0.0.1:…" or "http://[::1]:…"
bool is_loopback_url(std::string_view url);

}  // namespace segue::base
