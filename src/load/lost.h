// Finds objects that the tables were made of and that the lake no longer has: a disk is not mounted, the path or bucket
// is another, or somebody emptied the lake. Nothing is loaded, built or published from such a lake.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "lake/lake.h"
#include "warehouse/connection.h"

namespace segue::load {

struct Lost {
  std::size_t known = 0;    // objects that were looked for
  std::size_t missing = 0;  // objects not in the lake, and members of imports that no manifest in the lake names
  std::size_t imports = 0;  // members of imports among the missing
  std::string first;        // the smallest missing key

  void take(const std::string& key, bool is_there, bool is_import);
  // Returns whether a member of an import is missing, or more than a tenth of all objects. Fewer missing answers of
  // Spotify are reported and stop nothing: their rows are in the tables.
  bool is_too_much() const { return imports > 0 || missing * 10 > known; }
};

// Returns the keys of the objects that the tables behind `connection` were made of. The tables may be an older segue's.
std::vector<std::string> loaded_keys(warehouse::Connection& connection);
// Counts the objects of `loaded` that the lake no longer has.
Lost lost_among(const std::vector<std::string>& loaded, const lake::Lake& lake);

// Returns "3 of the 40 objects that the tables were made of are missing in the lake /a/lake (the first is …)".
std::string told(const Lost& lost, const std::string& place);
// Throws Error(input) if too much is lost; the message names `place` (the lake's), the figures and the cure.
void require_lake(const Lost& lost, const std::string& place);

}  // namespace segue::load
