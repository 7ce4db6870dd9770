// Which corpora a lake knows: one decision object each, kind `corpus`.
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
  std::string name;    // a base name, as given or from the file or folder
  std::string format;  // formats::text_of, of the first file that holds lists
  std::string sha256;  // of the file; of a folder over names and sums of its files
  std::string path;    // where it lay when it was added
  std::string terms;   // what the person said of its licence; may be empty
  std::int64_t rows = 0, rejected = 0, lists = 0, tracks = 0, lists_left_out = 0;
  std::int64_t files_refused = 0, ids_dropped = 0;
  bool is_folder = false;
};

struct Added {
  Registration registration;
  bool known = false;                 // the same bytes were added before
  std::vector<MemberReport> reports;  // of files of which something was rejected or refused
};

struct AddOptions {
  std::string terms;
  OnRead on_read = [](const ReadSoFar&) {};
  std::size_t places_in_memory = Compiler::kPlacesInMemory;
};

// Reads a file (plain, gzip, Zstandard, a tar of either) or a folder as one corpus, compiles it to
// `corpora/<name>-<sha 12>`, then registers it. Nothing stands under that name before all of it does; what a killed add
// left is swept by the next. A folder that was added before and has changed takes its former place.
// Throws Error(usage) for a missing file or one in no known format, or while another process adds; Error(input) for
// what is cut, damaged, broken, or has another sum than the `.sha256` that lies beside it.
Added add(lake::Lake& lake, const std::string& user, const std::filesystem::path& corpora,
          const std::filesystem::path& path, const base::Clock& clock, const AddOptions& options = {});

// By name; of equal files the first registration, of folders at one path the last.
std::vector<Registration> registered(const lake::Lake& lake, const std::string& user);
std::filesystem::path folder_of(const std::filesystem::path& corpora, const Registration& registration);

}  // namespace segue::corpus
