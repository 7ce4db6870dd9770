// The settings of a person, read once. A flag wins over a SEGUE_* variable, that over config.toml, that over the
// default. Every setting has its default here.
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace segue::base {

// What segue may do with plays that it knows from the Web API alone. Spotify's developer terms forbid `train`; see
// docs/day-one.md.
enum class LearnFromApi { statistics, taste, train };

// Which plays count in statistics and features. The facts keep every play. dbt gets these values as its variables
// count_….
struct Counting {
  int min_seconds = 0;    // least time listened; a play of unknown length counts
  double min_share = 0;   // least share of the track, 0 to 1, if both lengths are known
  bool skips = true;      // skipped plays count
  bool incognito = true;  // plays of private sessions count
  bool operator==(const Counting&) const = default;
};

// Endpoints of S3 and SSM; empty means AWS's own. Credentials are not configured here (see aws/credentials.h).
struct Aws {
  std::string region;              // "" = not set
  std::string endpoint;            // "https://…" of any S3-compatible service; "" = AWS's
  std::optional<bool> path_style;  // bucket in the path, not in the host name; nullopt = only if `endpoint` is set
  std::string ca_file;             // PEM file of the authorities to trust; "" = the system's
  std::string ssm_endpoint;        // "" = AWS's
  bool in_path() const { return path_style.value_or(!endpoint.empty()); }
};

struct Config {
  std::filesystem::path home;                // SEGUE_HOME, default the XDG data folder + /segue
  std::filesystem::path key_folder;          // the XDG config folder + /segue: keys are kept outside `home`
  std::string user = "me";                   // the listener of commands without --user
  std::map<std::string, std::string> zones;  // user → IANA time zone
  LearnFromApi learn_from_api = LearnFromApi::taste;
  Counting counting;
  std::string client_id;      // of the user's own Spotify app
  std::string client_secret;  // "" = PKCE
  std::string api_url = "https://api.spotify.com";
  std::string accounts_url = "https://accounts.spotify.com";
  std::string http_ca_file;  // PEM file of the authorities to trust for Spotify; "" = the system's
  std::string clock_url;     // "" = the machine's clock; allowed only if both URLs are on loopback
  int quota_daily = 600;     // calls in 24 hours, all users and families together, that Spotify is assumed to allow
  std::string lake_url;      // "s3://BUCKET/PREFIX"; "" = the folder in `home`
  Aws aws;
  // "postgresql://…": the warehouse is a PostgreSQL database; "": DuckDB in `home`. It may hold a password, so it is
  // never shown.
  std::string warehouse_url;
  int warehouse_statement_timeout_s = 0;  // of readers on PostgreSQL; 0 = the server's own
  std::string own_models;                 // folder of the user's own dbt models; "" = dbt/own in `home`
  std::string playlist_name = "Segue weekly";
  int playlist_items = 30;
  int artist_cap = 1;  // tracks of one artist in a list of recommendations

  // All listeners that the configuration names, sorted: `user` and the keys of [users].
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

// Reads config.toml if there is one, then the environment. Throws Error(usage) that names the file, the key and the
// values allowed.
Config load_config(const Environment& environment);

// [a-z0-9_-]{1,32}
bool is_user_name(std::string_view name);
// [A-Za-z0-9_-]{1,64}: the id is part of file names.
bool is_client_id(std::string_view id);
// "http://127.0.0.1:…" or "http://[::1]:…"
bool is_loopback_url(std::string_view url);

}  // namespace segue::base
