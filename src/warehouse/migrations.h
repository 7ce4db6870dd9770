// The versions of the raw tables, oldest first; migration N (1-based) leads from version N-1 to N.
#pragma once
#include <string_view>
#include <vector>

namespace segue::warehouse {

struct Migration {
  std::string_view name;
  std::string_view sql;
};

const std::vector<Migration>& migrations();

}  // namespace segue::warehouse
