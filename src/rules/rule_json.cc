#include "rules/rule_json.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/json.h"
#include "base/json_reader.h"
#include "base/time.h"

namespace segue::rules {
namespace {

using music::Rule;
using music::RuleItem;
using music::RuleKind;
using music::RuleSubject;
using simdjson::dom::element;

constexpr std::array<std::pair<RuleKind, std::string_view>, 3> kKinds{
    {{RuleKind::merge, "merge"}, {RuleKind::split, "split"}, {RuleKind::exclude, "exclude"}}};
constexpr std::array<std::pair<RuleItem, std::string_view>, 4> kItems{{{RuleItem::artist, "artist"},
                                                                       {RuleItem::track, "track"},
                                                                       {RuleItem::playlist, "playlist"},
                                                                       {RuleItem::window, "window"}}};

template <class Names>
auto named(const Names& names, std::string_view text) -> std::optional<typename Names::value_type::first_type> {
  for (const auto& [value, name] : names)
    if (name == text) return value;
  return std::nullopt;
}

template <class Names, class Value>
std::string_view name_in(const Names& names, Value value) {
  return std::find_if(names.begin(), names.end(), [&](const auto& one) { return one.first == value; })->second;
}

// Thrown to end the reading; says what is wrong.
struct NoRule {
  std::string why;
};

std::string required(const element& object, const char* name) {
  std::string text = base::text_if(object[name]);
  if (text.empty()) throw NoRule{fmt::format("`{}` is missing", name)};
  return text;
}

RuleSubject subject_at(const element& object, const char* name, bool needs_track) {
  element found;
  if (object[name].get(found) != simdjson::SUCCESS || !found.is_object())
    throw NoRule{fmt::format("`{}` is missing", name)};
  RuleSubject subject{.key = required(found, "key"),
                      .track = music::TrackKey(base::text_if(found["track"])),
                      .name = base::text_if(found["name"])};
  if (needs_track && subject.track.empty()) throw NoRule{fmt::format("`{}` names no track", name)};
  return subject;
}

std::optional<std::chrono::sys_days> day_at(const element& object, const char* name) {
  const std::string text = base::text_if(object[name]);
  if (text.empty()) return std::nullopt;
  const auto day = day_of(text);
  if (!day) throw NoRule{fmt::format("`{}` is not a day: {}", name, text)};
  return day;
}

bool flag_at(const element& object, const char* name) {
  const auto flag = base::flag_if(object[name]);
  if (!flag) throw NoRule{fmt::format("`{}` is missing", name)};
  return *flag;
}

void read_exclusion(const element& root, Rule& rule) {
  const std::string item = required(root, "item");
  const auto known = named(kItems, item);
  if (!known) throw NoRule{fmt::format("this segue cannot exclude a {}", item)};
  rule.item = *known;
  rule.statistics = flag_at(root, "statistics");
  rule.recommendations = flag_at(root, "recommendations");
  if (!rule.statistics && !rule.recommendations)
    throw NoRule{"the rule applies neither to statistics nor to recommendations"};
  if (rule.item != RuleItem::window) {
    rule.subject = subject_at(root, "subject", false);
    return;
  }
  rule.from = day_at(root, "from");
  rule.to = day_at(root, "to");
  if (!rule.from && !rule.to) throw NoRule{"the window has neither `from` nor `to`"};
  if (rule.from && rule.to && *rule.from >= *rule.to) throw NoRule{"the window ends before it begins"};
}

Rule read_added(const element& root) {
  Rule rule;
  const std::string kind = required(root, "rule");
  const auto known = named(kKinds, kind);
  if (!known) throw NoRule{fmt::format("this segue has no rule to {}", kind)};
  rule.kind = *known;
  rule.id = required(root, "id");
  rule.why = base::text_if(root["why"]);
  if (rule.kind == RuleKind::exclude) {
    read_exclusion(root, rule);
    return rule;
  }
  // An older segue's merges and splits have no `item`; they are about tracks.
  const std::string item = base::text_if(root["item"]);
  if (!item.empty() && item != "artist") throw NoRule{fmt::format("this segue has no rule to {} a {}", kind, item)};
  rule.item = item.empty() ? RuleItem::track : RuleItem::artist;
  rule.subject = subject_at(root, "subject", rule.kind == RuleKind::split && rule.item == RuleItem::track);
  if (rule.kind == RuleKind::merge) rule.target = subject_at(root, "target", false);
  return rule;
}

music::RuleDecision read_decision(const element& root) {
  const std::string action = required(root, "action");
  if (action == "undo") return music::RuleUndone{required(root, "id"), base::text_if(root["why"])};
  if (action != "add") throw NoRule{fmt::format("this segue does not know the `action` {}", action)};
  return read_added(root);
}

std::string subject_json(const RuleSubject& subject) {
  base::JsonObject json;
  json.text("key", subject.key);
  if (!subject.track.empty()) json.text("track", subject.track.value);
  return json.text("name", subject.name).str();
}

std::string to_json(const Rule& rule) {
  base::JsonObject json;
  json.text("action", "add").text("id", rule.id).text("rule", text_of(rule.kind));
  const bool excludes = rule.kind == RuleKind::exclude;
  if (excludes || rule.item == RuleItem::artist) json.text("item", text_of(rule.item));
  if (!rule.subject.key.empty()) json.raw("subject", subject_json(rule.subject));
  if (rule.kind == RuleKind::merge) json.raw("target", subject_json(rule.target));
  if (rule.from) json.text("from", text_of(*rule.from));
  if (rule.to) json.text("to", text_of(*rule.to));
  if (excludes) json.flag("statistics", rule.statistics).flag("recommendations", rule.recommendations);
  return json.text("why", rule.why).str();
}

std::string to_json(const music::RuleUndone& undone) {
  return base::JsonObject{}.text("action", "undo").text("id", undone.id).text("why", undone.why).str();
}

}  // namespace

std::string_view text_of(RuleKind kind) {
  return name_in(kKinds, kind);
}

std::string_view text_of(RuleItem item) {
  return name_in(kItems, item);
}

std::optional<std::chrono::sys_days> day_of(std::string_view text) {
  if (text.size() != 10) return std::nullopt;
  const auto instant = base::parse_iso8601(std::string(text) + "T00:00:00Z");
  return instant ? std::optional(std::chrono::floor<std::chrono::days>(*instant)) : std::nullopt;
}

std::string text_of(std::chrono::sys_days day) {
  return base::to_iso_date(base::Instant{day});
}

std::string to_json(const music::RuleDecision& decision) {
  return std::visit([](const auto& one) { return to_json(one); }, decision);
}

Expected<music::RuleDecision, std::string> read_rule(std::string_view json) {
  simdjson::dom::parser parser;
  element root;
  if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS || !root.is_object())
    return unexpected(std::string("it is not a JSON object"));
  try {
    return read_decision(root);
  } catch (NoRule& fault) {
    return unexpected(std::move(fault.why));
  }
}

}  // namespace segue::rules
