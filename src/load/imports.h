// What manifests in the lake say of imports that have ended.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "lake/lake.h"

namespace segue::load {

struct ImportedMember {
  std::string name;    // in its container
  std::string object;  // its key in the lake
  std::string format;  // formats::text_of
};

struct Import {
  std::string key;  // of its manifest
  std::string user;
  std::optional<base::Instant> landed_at;  // by the clock of the machine; manifests of before 0.2 lack it
  std::vector<ImportedMember> members;     // those that we read
};

// The manifest under `key`. Throws Error(input) naming it when it is damaged.
Import read_manifest(const lake::Lake& lake, const std::string& key, const std::string& user);

}  // namespace segue::load
