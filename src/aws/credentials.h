// The credentials that sign requests, and the places where segue looks for them.
#pragma once
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/environment.h"
#include "http/client.h"

namespace segue::aws {

struct Credentials {
  std::string access_key;
  std::string secret_key;     // never shown
  std::string session_token;  // "" = none
  std::optional<base::Instant> expires;
  bool operator==(const Credentials&) const = default;
};

// Finds credentials in the first of these places that has any, in the order of AWS's own programs. An environment
// variable that is "" counts as unset. If a place has credentials that cannot be used, the search ends with an error,
// so that segue never acts as somebody else by mistake.
//   1. AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN)
//   2. profile AWS_PROFILE (default "default") of AWS_SHARED_CREDENTIALS_FILE (default ~/.aws/credentials)
//   3. a container's: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or AWS_CONTAINER_CREDENTIALS_FULL_URI
//   4. the instance's role, by the instance metadata service, version 2, unless AWS_EC2_METADATA_DISABLED is true
// Safe for several threads.
class CredentialChain {
 public:
  // `client` and `clock` outlive the chain; the clock is the machine's own.
  CredentialChain(base::Environment environment, http::Client& client, const base::Clock& clock)
      : environment_(std::move(environment)), client_(client), clock_(clock) {}

  // Returns the credentials. They are kept until five minutes before they expire, then fetched again; if that fails,
  // the old ones are used while they are valid. Throws Error(usage) if there are none or they are unusable,
  // Error(upstream) if the service that gives them fails.
  Credentials current();

 private:
  std::optional<std::string> set(const char* name) const;
  Credentials found() const;
  std::optional<Credentials> of_environment() const;
  std::optional<Credentials> of_profile() const;
  std::optional<Credentials> of_container() const;
  std::optional<Credentials> of_instance() const;

  base::Environment environment_;
  http::Client& client_;
  const base::Clock& clock_;
  std::mutex mutex_;
  std::optional<Credentials> kept_;
};

// Returns the keys of one profile in a text with the format of ~/.aws/credentials; nullopt if it has no such profile.
// Throws Error(usage) that names `file` and the profile if keys are missing or a line is malformed.
std::optional<Credentials> profile_in(std::string_view text, const std::string& profile, const std::string& file);

}  // namespace segue::aws
