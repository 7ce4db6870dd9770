// Objects that the tables were made of and that the lake has no more: a disk that is not mounted, another path or
// bucket, a lake that somebody emptied. Such a lake is not loaded from, and nothing is built or published of it.
#pragma once
#include <cstddef>
#include <string>

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

// Of the tables behind `connection`, which may be of an older segue.
Lost lost_objects(const lake::Lake& lake, warehouse::Connection& connection);

// Throws Error(input) when too much is lost, naming `place` (of the lake), the figures and the cure.
void require_lake(const Lost& lost, const std::string& place);

}  // namespace segue::load
