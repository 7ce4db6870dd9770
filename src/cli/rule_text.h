// Shows rules to people and to programs.
#pragma once
#include <optional>
#include <string>

#include "rules/marts.h"
#include "rules/rule_log.h"

namespace segue::cli {

// Returns "1,234 plays of 12 songs", or why that is not known.
std::string sentence_of(const music::Rule& rule, const std::optional<rules::Matches>& matches);

// {"id":…,"rule":…,…,"matches":{…}|null}
std::string to_json(const rules::RememberedRule& one, const std::optional<rules::Matches>& matches);

}  // namespace segue::cli
