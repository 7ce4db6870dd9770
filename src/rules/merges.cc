#include "rules/merges.h"

#include <fmt/core.h>

#include "base/error.h"
#include "rules/rule_log.h"

namespace segue::rules {

using music::Rule;
using music::RuleItem;
using music::RuleKind;

void require_two(const lake::Lake& lake, const std::string& user, const Marts& marts, const Rule& merge) {
  if (in_force(lake, user, merge) || !marts.is_one_already(merge)) return;
  throw base::Error(base::Fault::usage,
                    fmt::format("{} and {} are one {} already: there is nothing to merge", merge.subject.name,
                                merge.target.name, merge.item == RuleItem::artist ? "artist" : "recording"));
}

std::optional<Rule> merge_that_holds(const lake::Lake& lake, const std::string& user,
                                     const music::RuleSubject& artist) {
  for (const auto& known : remembered_rules(lake, user)) {
    const Rule& rule = known.rule;
    if (known.undone_at || rule.kind != RuleKind::merge || rule.item != RuleItem::artist) continue;
    if (rule.subject.key == artist.key || rule.target.key == artist.key) return rule;
  }
  return std::nullopt;
}

}  // namespace segue::rules
