#include "rules/rule_text.h"

#include <fmt/core.h>

#include "rules/rule_json.h"

namespace segue::rules {

using music::Rule;
using music::RuleItem;
using music::RuleKind;

std::string sentence_of(const Rule& rule) {
  const char* artist = rule.item == RuleItem::artist ? "artist " : "";
  switch (rule.kind) {
    case RuleKind::merge:
      return fmt::format("merge {}{} into {}", artist, rule.subject.name, rule.target.name);
    case RuleKind::split:
      if (rule.item == RuleItem::artist) return fmt::format("split artist {}", rule.subject.name);
      return fmt::format("split {} ({})", rule.subject.name, rule.subject.track.value);
    case RuleKind::exclude:
      break;
  }
  if (!rule.is_window()) return fmt::format("exclude {} {}", text_of(rule.item), rule.subject.name);
  std::string text = "exclude window";
  if (rule.from) text += " from " + text_of(*rule.from);
  return rule.to ? text + " to " + text_of(*rule.to) : text;
}

std::string scope_of(const Rule& rule) {
  if (rule.kind != RuleKind::exclude || (rule.statistics && rule.recommendations)) return "both";
  return rule.statistics ? "statistics" : "recommendations";
}

}  // namespace segue::rules
