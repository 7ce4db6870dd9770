// The step `init`: a home folder with its config.toml.
#pragma once
#include <string>

#include "pipeline/home.h"

namespace segue::pipeline {

struct InitFlags {
  std::string timezone;  // IANA name; "" = UTC
  std::string client_id;
};

// Throws Error(usage) when the home has a config.toml already, and for a time zone that is not known; nothing is
// written then.
void init(const Home& home, const InitFlags& flags);

}  // namespace segue::pipeline
