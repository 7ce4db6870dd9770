// What the function needs of its environment, checked before the first invocation.
#pragma once
#include <string>

#include "base/config.h"

namespace segue::lambda {

struct Settings {
  base::Config config;    // SEGUE_USER, SEGUE_SPOTIFY_CLIENT_ID, SEGUE_LAKE and the like, as everywhere
  std::string parameter;  // SEGUE_TOKEN_PARAMETER: where the consent is kept, "/segue/me/consent"
  std::string ca_file;    // SEGUE_CA_FILE: the authorities that the bundle carries; "" = the system's
};

// Throws Error(usage) naming what is missing.
Settings settings_of(const base::Environment& environment);

}  // namespace segue::lambda
