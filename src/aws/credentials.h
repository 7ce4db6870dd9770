// Who signs, and where that comes from.
#pragma once
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/config.h"
#include "http/client.h"

namespace segue::aws {

struct Credentials {
  std::string access_key;
  std::string secret_key;     // never shown
  std::string session_token;  // "" = none
  std::optional<base::Instant> expires;
  bool operator==(const Credentials&) const = default;
};

// The first of these that is there, as AWS's own programs look for it. An environment variable that is set to "" counts
// as unset. One that is there and cannot be used ends the search: its fault is told, and nobody else's keys are tried.
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

  // Kept until five minutes before they expire, then asked for again; where that fails, the old ones serve as long as
  // they are valid. Throws Error(usage) when there are none or what is there is no good, Error(upstream) when whoever
  // gives them does not.
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

// The keys of one profile of a file in the form of ~/.aws/credentials; nothing when it has no such profile. Throws
// Error(usage) naming `file` and the profile when keys are missing or a line is no line of such a file.
std::optional<Credentials> profile_in(std::string_view text, const std::string& profile, const std::string& file);

}  // namespace segue::aws
