// The corpora that a lake knows: one decision object each, kind `corpus`.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "corpus/reading.h"
#include "formats/rows.h"
#include "lake/lake.h"

namespace segue::corpus {

struct Registration {
  std::string name;    // the base name of the file or folder
  std::string format;  // formats::text_of for the first file that holds lists
  std::string sha256;  // of the file; for a folder over the names and sums of its files
  std::string path;    // where it was when it was added
  std::string terms;   // what the person said about its licence; may be empty
  std::int64_t rows = 0, rejected = 0, lists = 0, tracks = 0, lists_left_out = 0;
  std::int64_t files_refused = 0, ids_dropped = 0;
  bool is_folder = false;
};

struct Added {
  Registration registration;
  bool known = false;                 // the same bytes were added before
  std::vector<MemberReport> reports;  // files that had rejects or were refused
};

struct AddOptions {
  std::string terms;
  OnRead on_read = [](const ReadSoFar&) {};
  std::size_t places_in_memory = Compiler::kPlacesInMemory;
};

// Reads a file (plain, gzip, Zstandard, a tar of either) or a folder as one corpus, compiles it to
// `corpora/<name>-<sha 12>`, then registers it. The folder gets that name only when it is complete; the next add
// removes what a killed add left. A folder that was added before and has changed replaces its former corpus. Throws
// Error(usage) for a missing file, for one in no known format, and while another process adds; Error(input) for a file
// that is cut, damaged or broken, or whose sum differs from the `.sha256` beside it.
Added add(lake::Lake& lake, const std::string& user, const std::filesystem::path& corpora,
          const std::filesystem::path& path, const base::Clock& clock, const AddOptions& options = {});

// Returns the registrations, sorted by name: for equal files the first one, for folders at one path the last one.
std::vector<Registration> registered(const lake::Lake& lake, const std::string& user);
std::filesystem::path folder_of(const std::filesystem::path& corpora, const Registration& registration);

}  // namespace segue::corpus
