// Where S3 and SSM are. Credentials are not configured here (see aws/credentials.h).
#pragma once
#include <optional>
#include <string>

namespace segue::base {
class TomlReader;
}

namespace segue::aws {

struct Endpoints {
  std::string region;              // "" = not set
  std::string endpoint;            // "https://…" of any S3-compatible service; "" = AWS's
  std::optional<bool> path_style;  // bucket in the path, not in the host name; nullopt = only if `endpoint` is set
  std::string ca_file;             // PEM file of the authorities to trust; "" = the system's
  std::string ssm_endpoint;        // "" = AWS's
  bool in_path() const { return path_style.value_or(!endpoint.empty()); }
};

// Reads the table [aws] of config.toml. Throws Error(usage) naming the key.
void read(base::TomlReader& table, Endpoints& into);
// Throws Error(usage) for an address that is none.
void check(const Endpoints& endpoints);

}  // namespace segue::aws
