// Finds merges that would change nothing, and merges that stay in force against a split.
#pragma once
#include <optional>
#include <string>

#include "lake/lake.h"
#include "music/rule.h"
#include "rules/marts.h"

namespace segue::rules {

// Throws Error(usage) for a merge of two things that are one already, unless the same rule is in force.
void require_two(const lake::Lake& lake, const std::string& user, const Marts& marts, const music::Rule& merge);

// Returns a merge in force that names the artist, as subject or target: it applies to a name that is split off, too.
std::optional<music::Rule> merge_that_holds(const lake::Lake& lake, const std::string& user,
                                            const music::RuleSubject& artist);

}  // namespace segue::rules
