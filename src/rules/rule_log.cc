// How it works: each addition and each undoing of a rule is an object of the lake, and no object is ever changed. The
// rules of a listener come from reading all of them, additions first, whatever the order of the objects.
#include "rules/rule_log.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/error.h"
#include "base/hash.h"
#include "base/log.h"
#include "lake/keep.h"
#include "lake/object_key.h"
#include "lake/read_object.h"
#include "rules/rule_json.h"

namespace segue::rules {
namespace {

using base::Error;
using base::Fault;
using music::RuleDecision;

struct Remembered {
  base::Instant at;
  RuleDecision decision;
};

// Returns nothing, with a warning, for a damaged object: the other rules stay in force, as in `load`.
std::optional<std::pair<lake::Envelope, std::string>> opened_rule(const lake::Lake& lake, const std::string& key) {
  try {
    return lake::read_object(lake, key);
  } catch (const base::Error& error) {
    if (error.fault() != base::Fault::input) throw;
    spdlog::warn("a rule is left out: {}", error.what());
    return std::nullopt;
  }
}

std::vector<Remembered> decisions(const lake::Lake& lake, const std::string& user) {
  std::vector<Remembered> all;
  for (const auto& object : lake.list(lake::prefix_of(user, lake::ObjectKind::rule))) {
    const auto opened = opened_rule(lake, object.key);
    if (!opened) continue;
    auto decision = read_rule(opened->second);
    if (decision)
      all.push_back({opened->first.our_clock, std::move(*decision)});
    else
      spdlog::warn(
          "this segue does not know the rule {} and leaves it out: {}; the segue that wrote the rule can read it",
          object.key, decision.error());
  }
  return all;
}

void remember(lake::Lake& lake, const std::string& user, const RuleDecision& decision, base::Instant at) {
  const bool adds = std::holds_alternative<music::Rule>(decision);
  lake::keep_decision(lake, user, {lake::ObjectKind::rule, adds ? "rule added" : "rule undone", to_json(decision), at});
}

// Returns an id of 8 hex digits: a hash of user, time and rule. If another rule has that id, hashes again with a
// counter.
std::string fresh_id(const std::string& user, const music::Rule& rule, base::Instant at,
                     const std::vector<RememberedRule>& rules) {
  for (int attempt = 0;; ++attempt) {
    const std::string id =
        base::key_hash({user, base::to_iso8601(at), to_json(rule), std::to_string(attempt)}).substr(0, 8);
    if (std::none_of(rules.begin(), rules.end(), [&](const auto& one) { return one.rule.id == id; })) return id;
  }
}

std::optional<music::Rule> in_force(const std::vector<RememberedRule>& rules, const music::Rule& rule) {
  for (const auto& known : rules)
    if (!known.undone_at && known.rule.is_same_as(rule)) return known.rule;
  return std::nullopt;
}

}  // namespace

std::vector<RememberedRule> remembered_rules(const lake::Lake& lake, const std::string& user) {
  std::vector<RememberedRule> rules;
  const auto all = decisions(lake, user);
  for (const Remembered& one : all)
    if (const auto* rule = std::get_if<music::Rule>(&one.decision)) rules.push_back({*rule, one.at, std::nullopt});
  for (const Remembered& one : all)
    if (const auto* undone = std::get_if<music::RuleUndone>(&one.decision))
      for (RememberedRule& rule : rules)
        if (rule.rule.id == undone->id && !rule.undone_at) rule.undone_at = one.at;
  std::stable_sort(rules.begin(), rules.end(),
                   [](const auto& a, const auto& b) { return a.decided_at < b.decided_at; });
  return rules;
}

std::optional<music::Rule> in_force(const lake::Lake& lake, const std::string& user, const music::Rule& rule) {
  return in_force(remembered_rules(lake, user), rule);
}

AddedRule add_rule(lake::Lake& lake, const std::string& user, music::Rule rule, const base::Clock& clock) {
  const auto rules = remembered_rules(lake, user);
  if (auto known = in_force(rules, rule)) return {std::move(*known), true};
  const base::Instant now = clock.now();
  rule.id = fresh_id(user, rule, now, rules);
  remember(lake, user, rule, now);
  return {std::move(rule), false};
}

bool undo_rule(lake::Lake& lake, const std::string& user, const std::string& id, const std::string& why,
               const base::Clock& clock) {
  for (const auto& known : remembered_rules(lake, user)) {
    if (known.rule.id != id) continue;
    if (known.undone_at) return false;
    remember(lake, user, music::RuleUndone{id, why}, clock.now());
    return true;
  }
  throw Error(Fault::usage, fmt::format("{} has no rule {}: `segue rule list` shows their ids", user, id));
}

}  // namespace segue::rules
