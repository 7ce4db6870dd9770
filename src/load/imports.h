// Reads the manifests in the lake: each describes an import that has ended.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "lake/lake.h"

namespace segue::load {

struct LandedMember {
  std::string name;    // in its container
  std::string object;  // its key in the lake
  std::string format;  // formats::text_of
};

struct Import {
  std::string key;  // the manifest's
  std::string user;
  std::optional<base::Instant> landed_at;  // by the machine's clock; nothing before 0.2, or if the time is impossible
  std::vector<LandedMember> members;       // the members that segue reads
};

// Reads the manifest under `key`. Throws Error(input) naming it if it is damaged.
Import read_manifest(const lake::Lake& lake, const std::string& key, const std::string& user);

}  // namespace segue::load
