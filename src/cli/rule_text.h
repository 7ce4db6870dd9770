// Rules as people and programs read them.
#pragma once
#include <optional>
#include <string>

#include "pipeline/rules.h"
#include "warehouse/rule_reader.h"

namespace segue::cli {

// What the published marts hold of a rule's things; nothing where nothing is published that could tell.
struct RuleMatches {
  warehouse::Extent subject;
  std::optional<warehouse::Extent> target;  // of merges
};

// "exclude artist Rain", "merge A - X into A - Y", "merge artist A into B", "exclude window 2024-01-01 to 2024-02-01".
std::string sentence_of(const music::Rule& rule);
// "both", "statistics", "recommendations"; of merges and splits "both".
std::string scope_of(const music::Rule& rule);
// "1,234 plays of 12 songs", or what it lacks.
std::string sentence_of(const music::Rule& rule, const std::optional<RuleMatches>& matches);
// The rule names what the marts do not know, or have no play of.
bool matches_nothing(const music::Rule& rule, const RuleMatches& matches);

// {"id":…,"rule":…,…,"matches":{…}|null}
std::string to_json(const pipeline::RememberedRule& one, const std::optional<RuleMatches>& matches);

}  // namespace segue::cli
