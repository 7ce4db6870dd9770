// The settings of a person, read once. A flag wins over a SEGUE_* variable, that over config.toml, that over the
// default. Every setting has its default here.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "aws/endpoints.h"
#include "base/environment.h"
#include "music/counting.h"

namespace segue::settings {

struct Config {
  std::filesystem::path home;                // SEGUE_HOME, default the XDG data folder + /segue
  std::filesystem::path key_folder;          // the XDG config folder + /segue: keys are kept outside `home`
  std::string user = "me";                   // the listener of commands without --user
  std::map<std::string, std::string> zones;  // user → IANA time zone
  music::LearnFromApi learn_from_api = music::LearnFromApi::taste;
  music::Counting counting;
  std::string client_id;      // of the user's own Spotify app
  std::string client_secret;  // "" = PKCE
  std::string api_url = "https://api.spotify.com";
  std::string accounts_url = "https://accounts.spotify.com";
  std::string http_ca_file;  // PEM file of the authorities to trust for Spotify; "" = the system's
  std::string clock_url;     // "" = the machine's clock; allowed only if both URLs are on loopback
  int quota_daily = 600;     // calls in 24 hours, all users and families together, that Spotify is assumed to allow
  std::string lake_url;      // "s3://BUCKET/PREFIX"; "" = the folder in `home`
  aws::Endpoints aws;
  // "postgresql://…": the warehouse is a PostgreSQL database; "": DuckDB in `home`. It may hold a password, so it is
  // never shown.
  std::string warehouse_url;
  int warehouse_statement_timeout_s = 0;  // of readers on PostgreSQL; 0 = the server's own
  std::string own_models;                 // folder of the user's own dbt models; "" = dbt/own in `home`
  std::string playlist_name = "Segue weekly";
  int playlist_items = 30;
  int artist_cap = 1;  // tracks of one artist in a list of recommendations
  // Of such a list: songs by artists of whom nothing was heard; -1 = as many as the listener hears anyway, 20 to 80.
  int new_artists_percent = -1;

  // All listeners that the configuration names, sorted: `user` and the keys of [users].
  std::vector<std::string> users() const;
  std::filesystem::path config_file() const { return home / "config.toml"; }
  // Returns the lake's address or folder, for lake::open and for messages.
  std::string lake_place() const { return lake_url.empty() ? (home / "lake").string() : lake_url; }
  std::filesystem::path corpora() const { return home / "corpora"; }
  std::filesystem::path models() const { return home / "models"; }
  std::filesystem::path rejects() const { return home / "rejects"; }
  std::filesystem::path secrets() const { return home / "secrets"; }
  std::filesystem::path state() const { return home / "state.db"; }
  std::filesystem::path own_folder() const {
    return own_models.empty() ? home / "dbt" / "own" : std::filesystem::path(own_models);
  }
};

// Reads config.toml if there is one, then the environment. Throws Error(usage) that names the file, the key and the
// values allowed.
Config load_config(const base::Environment& environment);

// [a-z0-9_-]{1,32}
bool is_user_name(std::string_view name);
// [A-Za-z0-9_-]{1,64}: the id is part of file names.
bool is_client_id(std::string_view id);

}  // namespace segue::settings
