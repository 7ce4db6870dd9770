// Keeps the rules of a listener in the lake.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "lake/lake.h"
#include "music/rule.h"

namespace segue::rules {

// A rule as the lake has it.
struct RememberedRule {
  music::Rule rule;
  base::Instant decided_at;
  std::optional<base::Instant> undone_at;
};
// Returns all rules, also undone ones, oldest first. A rule that this segue cannot read (from a newer one) is left out,
// with a warning.
std::vector<RememberedRule> remembered_rules(const lake::Lake& lake, const std::string& user);

// Returns the rule in force that says the same, if there is one.
std::optional<music::Rule> in_force(const lake::Lake& lake, const std::string& user, const music::Rule& rule);

struct AddedRule {
  music::Rule rule;       // with its id
  bool is_known = false;  // the same rule was in force already: nothing was written
};
AddedRule add_rule(lake::Lake& lake, const std::string& user, music::Rule rule, const base::Clock& clock);
// Returns false if the rule was undone already. Throws Error(usage) for an id that no rule of this listener has.
bool undo_rule(lake::Lake& lake, const std::string& user, const std::string& id, const std::string& why,
               const base::Clock& clock);

}  // namespace segue::rules
