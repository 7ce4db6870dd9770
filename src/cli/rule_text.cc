#include "cli/rule_text.h"

#include <fmt/core.h>

#include "base/json.h"
#include "cli/output.h"
#include "rules/rule_json.h"
#include "rules/rule_text.h"

namespace segue::cli {
namespace {

using music::Rule;
using music::RuleItem;
using music::RuleKind;

std::string subject_json(const music::RuleSubject& subject) {
  base::JsonObject json;
  json.text("key", subject.key);
  subject.track.empty() ? json.null("track") : json.text("track", subject.track.value);
  return json.text("name", subject.name).str();
}

std::string extent_json(const warehouse::Extent& extent) {
  return base::JsonObject{}.number("plays", extent.plays).number("recordings", extent.recordings).str();
}

std::string counted(std::int64_t n, const char* one, const char* many) {
  return with_commas(n) + " " + (n == 1 ? one : many);
}

std::string of_playlist(const warehouse::Extent& extent) {
  return fmt::format("{} on it, {} known to come from it", counted(extent.recordings, "song", "songs"),
                     counted(extent.plays, "play", "plays"));
}

std::string of_plays(const warehouse::Extent& extent) {
  return fmt::format("{} of {}", counted(extent.plays, "play", "plays"), counted(extent.recordings, "song", "songs"));
}

}  // namespace

std::string sentence_of(const Rule& rule, const std::optional<rules::Matches>& matches) {
  if (!matches) return "no build is published yet, so segue does not know what it matches";
  if (rule.kind == RuleKind::exclude && rule.item == RuleItem::playlist) return of_playlist(matches->subject);
  std::string text = rule.kind == RuleKind::split && rule.item == RuleItem::track
                         ? counted(matches->subject.plays, "play", "plays")
                         : of_plays(matches->subject);
  if (matches->target) text += fmt::format(", into one with {}", counted(matches->target->plays, "play", "plays"));
  return text;
}

std::string to_json(const rules::RememberedRule& one, const std::optional<rules::Matches>& matches) {
  const Rule& rule = one.rule;
  base::JsonObject json;
  json.text("id", rule.id).text("rule", rules::text_of(rule.kind));
  const bool says_item = rule.kind == RuleKind::exclude || rule.item == RuleItem::artist;
  says_item ? json.text("item", rules::text_of(rule.item)) : json.null("item");
  rule.is_window() ? json.null("subject") : json.raw("subject", subject_json(rule.subject));
  rule.kind == RuleKind::merge ? json.raw("target", subject_json(rule.target)) : json.null("target");
  rule.from ? json.text("from", rules::text_of(*rule.from)) : json.null("from");
  rule.to ? json.text("to", rules::text_of(*rule.to)) : json.null("to");
  json.text("for", rules::scope_of(rule)).text("why", rule.why).text("decided_at", base::to_iso8601(one.decided_at));
  one.undone_at ? json.text("undone_at", base::to_iso8601(*one.undone_at)) : json.null("undone_at");
  if (!matches) return json.null("matches").str();
  base::JsonObject found;
  found.number("plays", matches->subject.plays).number("recordings", matches->subject.recordings);
  if (matches->target) found.raw("target", extent_json(*matches->target));
  return json.raw("matches", found.str()).str();
}

}  // namespace segue::cli
