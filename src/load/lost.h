// Objects that the tables were made of and that the lake has no more: a disk that is not mounted, another path or
// bucket, a lake that somebody emptied. Such a lake is not loaded from, and nothing is built or published of it.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "lake/lake.h"
#include "warehouse/connection.h"

namespace segue::load {

struct Lost {
  std::size_t known = 0;    // objects that were looked for
  std::size_t missing = 0;  // of them: not in the lake, or a member of an import whose manifest is not
  std::size_t imports = 0;  // of the missing: members of imports
  std::string first;        // the first missing key, by order

  void take(const std::string& key, bool is_there, bool is_import);
  // A member of an import is gone, or more than a tenth of all. Fewer answers of Spotify's, lost one by one, are told
  // and stop nothing: their rows are in the tables.
  bool is_too_much() const { return imports > 0 || missing * 10 > known; }
};

// Keys of the objects that the tables behind `connection` were made of; they may be an older segue's.
std::vector<std::string> loaded_keys(warehouse::Connection& connection);
// What the lake has no more of them.
Lost lost_among(const std::vector<std::string>& loaded, const lake::Lake& lake);

// "3 of the 40 objects that the tables were made of are missing in the lake /a/lake (the first is …)".
std::string told(const Lost& lost, const std::string& place);
// Throws Error(input) when too much is lost, naming `place` (of the lake), the figures and the cure.
void require_lake(const Lost& lost, const std::string& place);

}  // namespace segue::load
