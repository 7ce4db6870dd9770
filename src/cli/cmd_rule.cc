#include <fmt/core.h>

#include <memory>

#include "base/error.h"
#include "base/json.h"
#include "cli/context.h"
#include "cli/output.h"
#include "cli/rule_text.h"
#include "rules/marts.h"
#include "rules/merges.h"
#include "rules/rule_json.h"
#include "rules/rule_log.h"
#include "rules/rule_text.h"

namespace segue::cli {
namespace {

using music::Rule;
using music::RuleItem;
using music::RuleKind;
using rules::Marts;

struct Flags {
  std::string subject, target, from, to, id;
  std::string scope = "both";
  std::string why;
  bool all = false;
};

Marts marts_of(Context& context) {
  return {context.home().warehouse(), context.user()};
}

void add(Context& context, const Marts& marts, const Rule& wanted) {
  const rules::AddedRule added = rules::add_rule(context.home().lake(), context.user(), wanted, context.home().clock());
  const auto matches = marts.matches(added.rule);
  if (matches && rules::matches_nothing(added.rule, *matches))
    fmt::print(stderr, "segue: this rule matches nothing in the last build: is it spelt as `segue stats` shows it?\n");
  if (context.json) {
    print(base::JsonObject{}
              .text("id", added.rule.id)
              .flag("known", added.is_known)
              .raw("rule", to_json({added.rule, context.home().clock().now(), std::nullopt}, matches))
              .str() +
          "\n");
    return;
  }
  print(fmt::format("{} {}: {}\n  {}\n", added.is_known ? "In force already:" : "Rule", added.rule.id,
                    rules::sentence_of(added.rule), sentence_of(added.rule, matches)));
  if (!added.is_known) print("It takes effect with the next `segue transform`.\n");
}

// Throws if a word is missing. The parser cannot require it, because `merge artist …` and `split artist …` do without.
void require(const std::string& text, const char* what) {
  if (text.empty()) throw base::Error(base::Fault::usage, what);
}

void add_merge(Context& context, RuleItem item, const Flags& flags) {
  const Marts marts = marts_of(context);
  Rule rule;
  rule.kind = RuleKind::merge;
  rule.item = item;
  rule.subject = marts.subjects().of(item, flags.subject);
  rule.target = marts.subjects().of(item, flags.target);
  rule.why = flags.why;
  rules::require_two(context.home().lake(), context.user(), marts, rule);
  add(context, marts, rule);
}

void add_song_merge(Context& context, const Flags& flags) {
  constexpr const char* kBoth =
      "A and B are required: rule add merge A B, each \"Artist - Title\" or a track's address; or rule add merge "
      "artist A B";
  require(flags.subject, kBoth);
  require(flags.target, kBoth);
  add_merge(context, RuleItem::track, flags);
}

// Says why a split of an artist will change nothing, if so: a merge by rule applies to a name that is split off, too,
// or the name is not one artist with any other.
void say_if_in_vain(Context& context, const Marts& marts, const music::RuleSubject& artist) {
  if (const auto merge = rules::merge_that_holds(context.home().lake(), context.user(), artist))
    fmt::print(stderr, "segue: rule {} ({}) still applies: `segue rule undo {}` takes it back\n", merge->id,
               rules::sentence_of(*merge), merge->id);
  else if (marts.is_united(artist) == false)
    fmt::print(stderr,
               "segue: in the last build no other name is the same artist as {}: until there is one, this rule changes "
               "nothing\n",
               artist.name);
}

void add_artist_split(Context& context, const Flags& flags) {
  const Marts marts = marts_of(context);
  Rule rule;
  rule.kind = RuleKind::split;
  rule.item = RuleItem::artist;
  rule.subject = marts.subjects().artist(flags.subject);
  rule.why = flags.why;
  add(context, marts, rule);
  say_if_in_vain(context, marts, rule.subject);
}

void add_split(Context& context, const Flags& flags) {
  require(flags.subject,
          "TRACK is required: rule add split TRACK, its address, its id or \"Artist - Title\"; or rule add split "
          "artist NAME");
  const Marts marts = marts_of(context);
  Rule rule;
  rule.kind = RuleKind::split;
  rule.subject = marts.subjects().track(flags.subject);
  rule.why = flags.why;
  add(context, marts, rule);
}

std::optional<std::chrono::sys_days> day_in(const char* flag, const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto day = rules::day_of(text);
  if (!day) throw base::Error(base::Fault::usage, fmt::format("{} {}: write a day such as 2024-02-29", flag, text));
  return day;
}

void add_exclusion(Context& context, RuleItem item, const Flags& flags) {
  Rule rule;
  rule.kind = RuleKind::exclude;
  rule.item = item;
  rule.statistics = flags.scope != "recommendations";
  rule.recommendations = flags.scope != "statistics";
  rule.why = flags.why;
  rule.from = day_in("--from", flags.from);
  rule.to = day_in("--to", flags.to);
  if (item == RuleItem::window && !rule.from && !rule.to)
    throw base::Error(base::Fault::usage, "say which days: --from DATE, --to DATE (not included), or both");
  if (rule.from && rule.to && *rule.from >= *rule.to)
    throw base::Error(base::Fault::usage, fmt::format("--to {} is not after --from {}: the day of --to is not included",
                                                      flags.to, flags.from));
  const Marts marts = marts_of(context);
  rule.subject = marts.subjects().of(item, flags.subject);
  add(context, marts, rule);
}

void list(Context& context, const Flags& flags) {
  const Marts marts = marts_of(context);
  auto all = rules::remembered_rules(context.home().lake(), context.user());
  if (!flags.all) std::erase_if(all, [](const auto& one) { return one.undone_at.has_value(); });
  base::JsonArray array;
  Table table({{"id", 8}, {"rule", 46}, {"for", 15}, {"plays", 8, true}});
  for (const auto& one : all) {
    const auto matches = marts.matches(one.rule);
    array.raw(to_json(one, matches));
    table.row({one.rule.id, (one.undone_at ? "undone: " : "") + rules::sentence_of(one.rule), rules::scope_of(one.rule),
               matches ? with_commas(matches->subject.plays) : "?"});
  }
  if (context.json)
    print(base::JsonObject{}.raw("rules", array.str()).str() + "\n");
  else
    print(all.empty()
              ? fmt::format("{} has no rules: `segue rule add --help` lists what a rule can do.\n", context.user())
              : table.str());
}

void undo(Context& context, const Flags& flags) {
  const bool changed =
      rules::undo_rule(context.home().lake(), context.user(), flags.id, flags.why, context.home().clock());
  if (context.json)
    print(base::JsonObject{}.text("id", flags.id).flag("changed", changed).str() + "\n");
  else
    print(changed ? fmt::format("Rule {} is undone, with the next `segue transform`.\n", flags.id)
                  : fmt::format("Rule {} was undone before.\n", flags.id));
}

using SharedFlags = std::shared_ptr<Flags>;

void add_exclusions(CLI::App& parent, Context& context, const SharedFlags& flags) {
  auto* exclude = parent.add_subcommand("exclude", "leave plays out of statistics or recommendations");
  exclude->require_subcommand(1);
  const auto item = [&](const char* name, const char* what, RuleItem kind) {
    auto* command = exclude->add_subcommand(name, what);
    command->add_option("--for", flags->scope, "where: statistics, recommendations or both (default)")
        ->check(CLI::IsMember({"statistics", "recommendations", "both"}));
    command->add_option("--why", flags->why, "reason, kept with the rule");
    command->callback(
        [&context, flags, kind] { context.step("rule add", [&] { add_exclusion(context, kind, *flags); }); });
    return command;
  };
  item("artist", "plays and songs whose first artist this is", RuleItem::artist)
      ->add_option("ARTIST", flags->subject, "a name, or an artist's address or URI")
      ->required();
  item("track", "a song, on whichever track it was played", RuleItem::track)
      ->add_option("TRACK", flags->subject, "\"Artist - Title\", or a track's address")
      ->required();
  item("playlist", "plays from this playlist; it trains no model", RuleItem::playlist)
      ->add_option("PLAYLIST", flags->subject, "name, address, URI or id")
      ->required();
  auto* window = item("window", "plays of local days", RuleItem::window);
  window->add_option("--from", flags->from, "first day, such as 2024-02-29");
  window->add_option("--to", flags->to, "day after the last day (not included)");
}

}  // namespace

void add_rule(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("rule", "merge, split or exclude songs and artists; undo");
  command->require_subcommand(1);
  auto* adding = command->add_subcommand("add", "add a rule; it is kept in the lake");
  adding->require_subcommand(1);
  auto* merge = adding->add_subcommand("merge", "make two recordings one, for all listeners");
  merge->require_subcommand(0, 1);
  merge->add_option("A", flags->subject, "\"Artist - Title\", or a track's address (required)");
  merge->add_option("B", flags->target, "recording that A becomes, given as A (required)");
  merge->add_option("--why", flags->why, "reason, kept with the rule");
  merge->callback([&context, flags, merge] {
    if (merge->get_subcommands().empty()) context.step("rule add", [&] { add_song_merge(context, *flags); });
  });
  auto* artists = merge->add_subcommand("artist", "make two artists one, for all listeners");
  artists->add_option("A", flags->subject, "a name, or an artist's address or URI")->required();
  artists->add_option("B", flags->target, "artist that A becomes, given as A")->required();
  artists->add_option("--why", flags->why, "reason, kept with the rule");
  artists->callback(
      [&context, flags] { context.step("rule add", [&] { add_merge(context, RuleItem::artist, *flags); }); });
  auto* split = adding->add_subcommand("split", "make a track a song of its own, for all listeners");
  split->require_subcommand(0, 1);
  split->add_option("TRACK", flags->subject, "address or id, or \"Artist - Title\" (required)");
  split->add_option("--why", flags->why, "reason, kept with the rule");
  split->callback([&context, flags, split] {
    if (split->get_subcommands().empty()) context.step("rule add", [&] { add_split(context, *flags); });
  });
  auto* apart = split->add_subcommand("artist", "make a name an artist of its own");
  apart->add_option("NAME", flags->subject, "name of the artist")->required();
  apart->add_option("--why", flags->why, "reason, kept with the rule");
  apart->callback([&context, flags] { context.step("rule add", [&] { add_artist_split(context, *flags); }); });
  add_exclusions(*adding, context, flags);
  auto* listing = command->add_subcommand("list", "list the rules, with the plays that each concerns");
  listing->add_flag("--all", flags->all, "list rules that were undone, too");
  listing->callback([&context, flags] { list(context, *flags); });
  auto* undoing = command->add_subcommand("undo", "take a rule back");
  undoing->add_option("ID", flags->id, "id of the rule, as `segue rule list` shows it")->required();
  undoing->add_option("--why", flags->why, "reason, kept with the undoing");
  undoing->callback([&context, flags] { context.step("rule undo", [&] { undo(context, *flags); }); });
}

}  // namespace segue::cli
