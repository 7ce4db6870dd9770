// Which corpora a lake knows: one decision object each, kind `corpus`.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "formats/rows.h"
#include "lake/lake.h"

namespace segue::corpus {

struct Registration {
  std::string name;    // a base name, as given or from the file
  std::string format;  // formats::text_of
  std::string sha256;  // of the file
  std::string path;    // where it lay when it was added
  std::string terms;   // what the person said of its licence; may be empty
  std::int64_t rows = 0, rejected = 0, lists = 0, tracks = 0, lists_left_out = 0;
};

struct Added {
  Registration registration;
  bool known = false;  // the same bytes were added before
  std::vector<formats::Reject> rejects;
};

// Reads one file (plain or gzip, any list format), compiles it to `corpora/<name>-<sha 12>`, then registers it.
// Throws Error(usage) for a missing file or one in no known format, Error(input) for a syntax fault.
Added add(lake::Lake& lake, const std::string& user, const std::filesystem::path& corpora,
          const std::filesystem::path& file, const std::string& terms, const base::Clock& clock);

// By name; of equal files the first registration.
std::vector<Registration> registered(const lake::Lake& lake, const std::string& user);
std::filesystem::path folder_of(const std::filesystem::path& corpora, const Registration& registration);

}  // namespace segue::corpus
