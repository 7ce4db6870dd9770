// The step `init`: makes a home folder with its config.toml.
#pragma once
#include <string>

#include "pipeline/home.h"

namespace segue::pipeline {

struct InitFlags {
  std::string timezone;  // IANA name; "" = UTC
  std::string client_id;
};

// Throws Error(usage) if the home has a config.toml already, or the time zone is not known; writes nothing then.
void init(const Home& home, const InitFlags& flags);

}  // namespace segue::pipeline
