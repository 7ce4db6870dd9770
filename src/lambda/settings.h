// The settings of the function, read from the environment and checked before the first invocation.
#pragma once
#include <string>

#include "base/environment.h"
#include "settings/config.h"

namespace segue::lambda {

struct Settings {
  settings::Config config;  // from SEGUE_USER, SEGUE_SPOTIFY_CLIENT_ID, SEGUE_LAKE and so on, as for segue itself
  std::string parameter;    // SEGUE_TOKEN_PARAMETER: the parameter that stores the consent, "/segue/me/consent"
  std::string ca_file;      // SEGUE_CA_FILE: PEM file of authorities in the bundle; "" = the system's
};

// Throws Error(usage) that names what is missing.
Settings settings_of(const base::Environment& environment);

}  // namespace segue::lambda
